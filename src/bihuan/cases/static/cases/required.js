// What is required only beside certain answers: the mark follows the other field; the server decides.
const watched = [...document.querySelectorAll("[data-required-when]")];

function answersOf(form, name) {
  return new FormData(form).getAll(name);
}

function show() {
  for (const field of watched) {
    const values = JSON.parse(field.dataset.requiredValues);
    const holds = answersOf(field.form, field.dataset.requiredWhen).some((answer) => values.includes(answer));
    field.setAttribute("aria-required", String(holds));
    field.closest("form").querySelector(`label[for="${field.id}"]`)?.classList.toggle("required", holds);
  }
}

document.addEventListener("input", show);
document.addEventListener("change", show);
show();
