// Column choice for a plain table: <table data-columns="key">. The choice stays in this browser.
// The first column names the row and always stays.

const kept = (key) => new Set(JSON.parse(window.localStorage.getItem(`columns ${key}`) ?? "[]"));

function apply(table, hidden) {
  const heads = [...table.querySelectorAll("thead th")];
  const away = new Set(heads.flatMap((head, at) => (hidden.has(head.textContent.trim()) ? [at] : [])));
  for (const row of table.rows) [...row.cells].forEach((cell, at) => { if (row.cells.length === heads.length) cell.hidden = away.has(at); });
}
function menu(table, hidden) {
  const box = document.createElement("details");
  box.className = "column-menu no-print d-none d-md-block ms-auto";
  const summary = document.createElement("summary");
  summary.className = "btn btn-sm";
  summary.innerHTML = '<i class="ti ti-columns-3" aria-hidden="true"></i>列';
  const card = document.createElement("div");
  card.className = "card";
  for (const head of [...table.querySelectorAll("thead th")].slice(1)) {
    const name = head.textContent.trim();
    if (!name) continue;
    const label = document.createElement("label");
    label.className = "form-check mb-1";
    const input = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", checked: !hidden.has(name) });
    input.addEventListener("change", () => {
      hidden[input.checked ? "delete" : "add"](name);
      window.localStorage.setItem(`columns ${table.dataset.columns}`, JSON.stringify([...hidden]));
      apply(table, hidden);
    });
    label.append(input, Object.assign(document.createElement("span"), { className: "form-check-label", textContent: name }));
    card.append(label);
  }
  box.append(summary, card);
  return box;
}
function settle(root) {
  const tables = root.matches?.("table[data-columns]") ? [root] : root.querySelectorAll("table[data-columns]");
  for (const table of tables) {
    const hidden = kept(table.dataset.columns);
    apply(table, hidden);
    const foot = table.closest(".card, main")?.querySelector(".card-footer");
    if (foot && !foot.querySelector(".column-menu")) foot.append(menu(table, hidden));
  }
}
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target));
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.column-menu[open]")) if (!open.contains(event.target)) open.open = false;
});
