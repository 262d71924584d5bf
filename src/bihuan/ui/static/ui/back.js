// The way back from an error page; what was typed there is still in the browser's page.
for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = window.history.length < 2;
  button.addEventListener("click", () => window.history.back());
}
