// The keyboard: "?" says what there is, j and k walk through a list, g and a letter open a page.

import { toggleMenu } from "./shell.js";

const overlay = document.getElementById("keys");
const WAIT_MS = 1200;
let afterG = 0;
let chosen = "";

const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog, .map-canvas");
const rows = () => [...document.querySelectorAll("main tr[data-href], main [data-row]")].filter((one) => one.offsetParent !== null);
const current = () => document.querySelector("main .is-row");
const addressOf = (row) => row?.dataset.href ?? row?.querySelector("a")?.href;

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(current());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  current()?.classList.remove("is-row");
  next.classList.add("is-row");
  chosen = addressOf(next);
  next.scrollIntoView({ block: "nearest" });
}
// A list that renews itself keeps the place of whoever walks through it.
function markAgain() {
  if (chosen && !current()) rows().find((one) => addressOf(one) === chosen)?.classList.add("is-row");
}
function openRow() {
  const address = addressOf(current());
  if (address) window.location.assign(address);
}
function choose() {
  current()?.querySelector("input[type=checkbox]")?.click();
}
function turn(rel) {
  document.querySelector(`.pagination a[rel=${rel}]`)?.click();
}
function go(letter) {
  const address = overlay?.querySelector(`[data-go="${letter}"]`)?.dataset.address;
  if (address) window.location.assign(address);
}

const ACTS = {
  "?": () => overlay?.showModal(),
  j: () => move(1),
  k: () => move(-1),
  Enter: openRow,
  o: openRow,
  x: choose,
  n: () => turn("next"),
  p: () => turn("prev"),
  m: toggleMenu,
  f: () => document.querySelector("form.filters input:not([type=hidden]), form.filters select")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "F1") {
    const help = document.querySelector("[data-help]");
    if (help) { event.preventDefault(); window.open(help.href, "_blank", "noopener"); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (performance.now() - afterG < WAIT_MS && afterG) {
    afterG = 0;
    go(event.key);
    event.preventDefault();
    return;
  }
  if (event.key === "g") { afterG = performance.now(); return; }
  const act = ACTS[event.key];
  if (!act) return;
  if (event.key !== "Enter") event.preventDefault();
  act();
});
document.addEventListener("htmx:afterSwap", markAgain);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) overlay?.showModal();
  if (event.target === overlay || event.target.closest("[data-keys-close]")) overlay?.close();
});
