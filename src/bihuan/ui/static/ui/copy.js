// A button that copies the text of another element: <button data-copy="#id">…<span>复制</span></button>

function selected(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// Plain HTTP pages have no clipboard; there the old command copies what is selected.
async function copied(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    return true;
  } catch {
    selected(element);
    return document.execCommand("copy");
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.querySelector(button.dataset.copy);
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  words.textContent = (await copied(source)) ? "已复制" : "请长按文字复制";
  window.setTimeout(() => { words.textContent = before; }, 2500);
});
