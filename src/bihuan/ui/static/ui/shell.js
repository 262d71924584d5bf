// The shell: the side menu is small or wide on a desk, a drawer on a phone; the search box on a phone.

const phone = window.matchMedia("(max-width: 991.98px)");
const body = document.body;
const side = document.getElementById("menu");

function setDrawer(isOpen) {
  body.classList.toggle("menu-open", isOpen);
  document.querySelector(".side-shade")?.toggleAttribute("hidden", !isOpen);
  if (isOpen) side?.querySelector("a, summary")?.focus();
}
function setSmall(isSmall) {
  body.classList.toggle("menu-small", isSmall);
  document.cookie = `bihuan_menu=${isSmall ? "small" : "wide"}; path=/; max-age=31536000; samesite=lax`;
  for (const group of side?.querySelectorAll("details") ?? []) group.open = !isSmall && Boolean(group.querySelector(".active"));
}
export function toggleMenu() {
  if (phone.matches) setDrawer(!body.classList.contains("menu-open"));
  else setSmall(!body.classList.contains("menu-small"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-menu-toggle]")) toggleMenu();
  if (event.target.closest("[data-search-toggle]")) {
    body.classList.toggle("search-open");
    if (body.classList.contains("search-open")) document.getElementById("search-box")?.focus();
  }
});
// A small menu grows when one of its groups is asked for.
side?.addEventListener("click", (event) => {
  if (event.target.closest("summary") && body.classList.contains("menu-small") && !phone.matches) {
    event.preventDefault();
    const group = event.target.closest("details");
    setSmall(false);
    group.open = true;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (body.classList.contains("menu-open")) setDrawer(false);
  body.classList.remove("search-open");
});
side?.querySelector(".active")?.scrollIntoView({ block: "nearest" });

// On a phone the tabs of an object run off the screen: the one that is open is brought into sight.
function showTab() {
  const open = document.querySelector(".nav-tabs .active");
  const strip = [open?.closest("ul"), open?.closest("nav")].find((one) => one && one.scrollWidth > one.clientWidth);
  if (!strip) return;
  const [here, all] = [open.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += here.left - all.left - (all.width - here.width) / 2;
}
showTab();
document.addEventListener("htmx:afterSettle", (event) => { if (event.target.querySelector(".nav-tabs")) showTab(); });
