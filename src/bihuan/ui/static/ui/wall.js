// The wall screen: slides take turns; what HTMX refreshes underneath keeps the slide that is shown.
// Space stops and goes on, arrow keys turn.

const host = document.querySelector("[data-wall]");
const tabs = document.querySelector("[data-wall-tabs]");
const clock = document.querySelector("[data-wall-clock]");
const every = 1000 * Number(host.dataset.wallSeconds);
let shown = new URLSearchParams(window.location.search).get("slide") ?? "";
let isHeld = new URLSearchParams(window.location.search).has("hold");
let turnAt = performance.now() + every;

const slides = () => [...host.querySelectorAll("[data-slide]")];

function show(name) {
  const all = slides();
  const slide = all.find((one) => one.dataset.slide === name) ?? all[0];
  shown = slide.dataset.slide;
  for (const one of all) one.classList.toggle("is-shown", one === slide);
  tabs.replaceChildren(...all.map((one) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: one.dataset.slide });
    button.setAttribute("aria-pressed", String(one === slide));
    button.addEventListener("click", () => turnTo(one.dataset.slide));
    return button;
  }));
  slide.querySelector("[data-map]")?.island?.map.updateSize();
}
function turnTo(name) {
  turnAt = performance.now() + every;
  show(name);
}
function step(by) {
  const names = slides().map((one) => one.dataset.slide);
  turnTo(names[(names.indexOf(shown) + by + names.length) % names.length]);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") step(1);
  else if (event.key === "ArrowLeft") step(-1);
  else if (event.key === " ") isHeld = !isHeld;
  else return;
  event.preventDefault();
});
document.addEventListener("htmx:afterSwap", () => show(shown));

const time = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", weekday: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
setInterval(() => {
  clock.textContent = time.format(new Date());
  if (!isHeld && performance.now() >= turnAt) step(1);
}, 1000);
show(shown);
