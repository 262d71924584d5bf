// Forms lose nothing: a warning before typed words are left, a draft that outlives an expired session.
// A form that posts is watched unless it says data-unguarded; its draft is kept in this tab only.

const WATCHED = "main form[method=post]:not([data-unguarded])";
const NEVER_KEPT = "[type=password], [type=file], [type=hidden], [name=csrfmiddlewaretoken], [autocomplete=one-time-code]";
const dirty = new Set();

const keyOf = (form) => `draft ${window.location.pathname} ${form.id || form.action}`;
const fieldsOf = (form) => [...form.elements].filter((one) => one.name && !one.matches(NEVER_KEPT) && !one.disabled);
const isChoice = (one) => one.type === "checkbox" || one.type === "radio";

function keep(form) {
  const values = fieldsOf(form).map((one) => [one.name, one.value, isChoice(one) ? one.checked : null]);
  try {
    window.sessionStorage.setItem(keyOf(form), JSON.stringify({ user: owner(), values }));
  } catch { /* a full or forbidden storage costs the draft, never the form */ }
}
const owner = () => document.querySelector(".bar .dropdown-header")?.textContent ?? "";

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(WATCHED);
  if (!form) return;
  dirty.add(form);
  keep(form);
});
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  dirty.delete(event.target);
  sent(event.target);
});
// What was sent may come back: with an error the values stand in the form, after a login they do not.
function sent(form) {
  if (!form.matches?.(WATCHED)) return;
  window.sessionStorage.setItem("sent", keyOf(form));
}
window.addEventListener("beforeunload", (event) => {
  const open = [...dirty].some((form) => form.isConnected);
  if (open) event.preventDefault();
});

// The page that follows a sent form tells whether it arrived: another address means that it did,
// unless the login stands between.
function settleSent() {
  const key = window.sessionStorage.getItem("sent");
  if (!key || document.querySelector(".blank")) return;
  window.sessionStorage.removeItem("sent");
  if (!key.startsWith(`draft ${window.location.pathname} `)) window.sessionStorage.removeItem(key);
}

function offer(form) {
  const kept = JSON.parse(window.sessionStorage.getItem(keyOf(form)) ?? "null");
  if (!kept || kept.user !== owner()) return;
  const fields = fieldsOf(form);
  const differs = kept.values.some(([name, value, checked]) => fields.some((one) => one.name === name && (isChoice(one) ? one.value === value && one.checked !== checked : one.value !== value && value)));
  if (!differs) return;
  const box = document.createElement("div");
  box.className = "alert alert-info d-flex flex-wrap gap-2 align-items-center";
  box.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = "上次在本页填写的内容没有提交成功，是否恢复？";
  const take = button("恢复填写", "btn btn-sm btn-primary", () => { restore(form, kept.values); box.remove(); });
  const drop = button("不用了", "btn btn-sm", () => { window.sessionStorage.removeItem(keyOf(form)); box.remove(); });
  box.append(text, take, drop);
  form.prepend(box);
}
function button(text, className, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className, textContent: text });
  made.addEventListener("click", act);
  return made;
}
function restore(form, values) {
  for (const [name, value, checked] of values) {
    for (const one of fieldsOf(form).filter((field) => field.name === name)) {
      if (!isChoice(one)) one.value = value;
      else if (one.value === value) one.checked = checked;
    }
  }
  dirty.add(form);
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

settleSent();
for (const form of document.querySelectorAll(WATCHED)) if (!form.querySelector(".is-invalid")) offer(form);
