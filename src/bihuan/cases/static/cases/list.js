// The list of cases: one box ticks all of the page.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-check-all]");
  if (!all) return;
  for (const box of all.closest("table").querySelectorAll("input[name=case]")) box.checked = all.checked;
});
