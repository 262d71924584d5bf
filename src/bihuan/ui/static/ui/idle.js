// Ends an unused session in sight: the last minute is counted down, and one click stays.
// What the page fetches by itself is marked, so that the server does not take it for a person.

const ACTIVE_FOR_MS = 30_000;
const WARNED_MS = 60_000;
const SIGN_EVERY_MS = 60_000;

let lastInput = Date.now();
let lastSign = Date.now();

document.addEventListener("htmx:configRequest", (event) => {
  if (Date.now() - lastInput > ACTIVE_FOR_MS) event.detail.headers["X-Bihuan-Passive"] = "1";
});

const box = document.getElementById("idle");
if (box) {
  const limit = Number(box.dataset.seconds) * 1000;
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];

  const sign = () => {
    lastSign = Date.now();
    fetch(box.dataset.stay, { method: "POST", headers: { "X-CSRFToken": token() } });
  };
  const used = () => {
    if (!box.hidden) return;
    lastInput = Date.now();
    if (lastInput - lastSign > SIGN_EVERY_MS) sign();
  };
  for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) {
    document.addEventListener(name, used, { passive: true, capture: true });
  }
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    lastInput = Date.now();
    sign();
  });
  setInterval(() => {
    const left = limit - (Date.now() - Math.max(lastInput, lastSign));
    if (left <= 0) {
      const back = encodeURIComponent(location.pathname + location.search);
      location.assign(`${box.dataset.login}?timed_out=1&next=${back}`);
      return;
    }
    box.hidden = left > WARNED_MS;
    box.querySelector("[data-left]").textContent = Math.ceil(left / 1000);
  }, 1000);
}
