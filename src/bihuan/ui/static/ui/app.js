// What every page needs: filters with clean addresses, the side panel, errors in words, Chinese input.

const SENTENCES = {
  0: "网络不通，请检查网络后重试。",
  400: "提交的内容有误，请检查后重试。",
  403: "没有权限进行此操作，或登录已失效，请重新登录后再试。",
  404: "所请求的内容不存在，可能已被移走。",
  429: "操作过于频繁，请稍后再试。",
  500: "系统内部出错，已记录，请稍后重试。",
};

// While a Chinese word is being composed, the search box must not be asked about.
document.addEventListener("input", (event) => {
  if (event.isComposing) event.stopImmediatePropagation();
}, true);

// Filters are the address: empty ones are left out, so that a link stays short.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("form.filters");
  if (!form || event.detail.verb !== "get") return;
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form.filters")) return;
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === "") event.formData.delete(name);
  }
});

// A part that lands in the side panel opens it and gives it its title.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "panel-body") return;
  const title = event.detail.target.querySelector("[data-panel-title]");
  document.getElementById("panel-title").textContent = title?.dataset.panelTitle ?? "详情";
  window.tabler.Offcanvas.getOrCreateInstance("#panel").show();
});

// A refusal is said in words at the top of the page, never only in the console.
function complain(status, text) {
  const box = document.createElement("div");
  box.className = "alert alert-danger alert-dismissible";
  box.setAttribute("role", "alert");
  box.textContent = text || SENTENCES[status] || SENTENCES[status >= 500 ? 500 : 400];
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn-close";
  close.dataset.bsDismiss = "alert";
  close.setAttribute("aria-label", "关闭");
  box.append(close);
  document.getElementById("messages").replaceChildren(box);
  box.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:responseError", (event) => {
  if (event.target.closest("[data-quiet]")) return;
  const answer = event.detail.xhr;
  const isText = (answer.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
  complain(answer.status, isText ? answer.responseText : "");
});
document.addEventListener("htmx:sendError", (event) => {
  if (!event.target.closest("[data-quiet]")) complain(0);
});
document.addEventListener("bihuan:problem", (event) => complain(event.detail.status, event.detail.text));

// Rows lead where their first link leads; the keyboard uses the link itself.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, label, select")) return;
  if (!window.getSelection().toString()) window.location.assign(row.dataset.href);
});

// A question before what cannot be taken back.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// What goes on paper is on record.
window.addEventListener("beforeprint", () => {
  const { printed } = document.body.dataset;
  if (!printed) return;
  fetch(printed, {
    method: "POST",
    keepalive: true,
    headers: JSON.parse(document.body.getAttribute("hx-headers")),
    body: new URLSearchParams({ title: document.title, path: location.pathname + location.search }),
  }).catch(() => {}); // printing goes on without the line
});

// One box ticks all rows of the page; the bar beneath says how many are ticked and asks for one.
const boxesOf = (name) => [...document.querySelectorAll(`input[type="checkbox"][name="${name}"]`)];
function count(bar) {
  const boxes = boxesOf(bar.dataset.bulk);
  const ticked = boxes.filter((box) => box.checked).length;
  const all = bar.querySelector("[data-choose-all]");
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
  bar.querySelector("[data-chosen-count]").textContent = ticked ? `已选 ${ticked} 条` : "";
  boxes[0]?.setCustomValidity(ticked ? "" : "请先勾选记录");
}
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.chooseAll;
  if (name) for (const box of boxesOf(name)) box.checked = event.target.checked;
  for (const bar of document.querySelectorAll("[data-bulk]")) count(bar);
});
const countAll = () => { for (const bar of document.querySelectorAll("[data-bulk]")) count(bar); };
document.addEventListener("htmx:afterSwap", countAll);
countAll();

// The search box: "/" goes there, arrows walk through what was found, Escape closes it.
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("search-box");
  if (!box) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  const hits = [...document.querySelectorAll("#search-hits a")];
  const place = hits.indexOf(document.activeElement);
  const inside = document.activeElement === box || place >= 0;
  if (!inside) return;
  if (event.key === "Escape") {
    document.getElementById("search-hits").replaceChildren();
    box.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (hits[next] ?? box).focus();
  }
});
// What was typed before the page could listen is looked for as soon as it can.
document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("search-box");
  if (box && box.value !== box.defaultValue) box.dispatchEvent(new Event("typed"));
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".bar-search")) document.getElementById("search-hits")?.replaceChildren();
});
