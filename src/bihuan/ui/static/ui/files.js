// A file is chosen in the page's own words: the browser's control says them in the browser's language.
// The control stays where it is, unseen, above its words, so that a dropped file lands in it as well.

function dress(input) {
  const box = document.createElement("span");
  box.className = "file-box";
  const button = Object.assign(document.createElement("span"), { className: "btn" });
  button.innerHTML = '<i class="ti ti-file-plus" aria-hidden="true"></i>';
  button.append(input.multiple ? "选择文件（可多选）" : "选择文件");
  const name = Object.assign(document.createElement("span"), { className: "file-box-name" });
  const tell = () => { name.textContent = [...input.files].map((one) => one.name).join("、") || "尚未选择"; };
  input.after(box);
  box.append(button, name, input);
  input.addEventListener("change", tell);
  tell();
}

const look = (root) => [...root.querySelectorAll("input[type=file].form-control")].filter((one) => !one.closest(".file-box")).forEach(dress);
look(document);
document.addEventListener("htmx:load", (event) => look(event.target));
