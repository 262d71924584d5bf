// The form of a step, on a desk or on a roof without signal: nothing that was filled in is lost,
// files go out in pieces when there is a line, and the step is sent once.
import { dropPage, keepPage } from "./keep.js";
import { dropDraft, dropFile, filesOf, keepDraft, keepFile, readDraft } from "./store.js";
import { Later, NoLine, Refused, send, upload } from "./upload.js";

const form = document.getElementById("step-form");
const state = document.getElementById("draft-state");
const offline = document.getElementById("offline");
const noLine = offline.lastChild.textContent;
const NO_STORE = " 服务器暂时不能保存文件。您可以继续填写和选择照片，内容保存在本机，恢复后自动提交，且只提交一次。";
const proofs = form.querySelector("[data-upload]");
const name = `${form.dataset.user}:${form.dataset.draft}`;
const OWN = new Set(["csrfmiddlewaretoken", "revision"]);
let waiting = false;
let busy = false;

const values = () => Object.fromEntries([...new FormData(form)].filter(([key, value]) => typeof value === "string" && !OWN.has(key)));
const say = (words) => { state.textContent = words; };

function restore() {
  const draft = readDraft(name);
  if (!draft) return;
  for (const [key, value] of Object.entries(draft.values)) {
    const field = form.elements.namedItem(key);
    if (!field || !("value" in field)) continue;
    if (key === "key" ? draft.waits : !field.value && value) field.value = value;
  }
  waiting = Boolean(draft.waits);
  say(waiting ? "有一份内容等待联网后提交" : "已恢复上次填写的内容");
}

function keep() {
  say(keepDraft(name, { values: values(), waits: waiting, at: Date.now() }) ? "已保存在本机" : "本机空间不足，未能保存");
}

let later;
form.addEventListener("input", () => {
  clearTimeout(later);
  later = setTimeout(() => {
    keep();
    const address = form.dataset.draftAddress;
    if (address && navigator.onLine) send(address, { body: new URLSearchParams(values()) }).then((answer) => answer.ok && say("已保存"), () => {});
  }, 600);
});

function line(file) {
  let row = document.getElementById(`file-${file.id}`);
  if (row) return row;
  row = document.createElement("div");
  row.className = "waiting";
  row.id = `file-${file.id}`;
  const words = document.createElement("span");
  words.className = "flex-fill text-break";
  words.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  const note = document.createElement("span");
  note.className = "cell-quiet";
  note.textContent = "等待上传";
  row.append(words, bar, note);
  document.getElementById("uploads").append(row);
  return row;
}

async function sendFile(file) {
  const row = line(file);
  const bar = row.querySelector("progress");
  const note = row.querySelector(".cell-quiet");
  const progress = (part) => {
    bar.value = part;
    note.textContent = `${Math.round(part * 100)}%`;
  };
  try {
    const made = await upload(proofs.dataset.upload, proofs.dataset.step, file, progress);
    await dropFile(file.id);
    const box = document.createElement("div");
    box.innerHTML = made;
    row.replaceWith(...box.children);
    window.htmx.process(document.getElementById("uploads"));
  } catch (error) {
    note.textContent = error instanceof Refused || error instanceof Later ? error.message : "等待网络，稍后自动续传";
    if (error instanceof Refused) {
      await dropFile(file.id);
      bar.remove();
    } else throw error;
  }
}

async function sendFiles() {
  if (!proofs) return;
  for (const file of await filesOf(name)) await sendFile(file);
}

function complain(faults) {
  for (const old of form.querySelectorAll(".alert-danger")) old.remove();
  const box = document.createElement("div");
  box.className = "alert alert-danger mb-0";
  box.setAttribute("role", "alert");
  box.textContent = faults.join("；");
  form.querySelector(".card-body").prepend(box);
  box.scrollIntoView({ block: "center" });
}

async function submit() {
  const answer = await send(form.action || window.location.href, { body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
  if (answer.status >= 500) throw new NoLine("服务器暂时没有响应");
  waiting = false;
  if (answer.ok) {
    dropDraft(name);
    await dropPage();
    const { address } = await answer.json();
    window.location.assign(address);
    return;
  }
  keep();
  const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  complain(isJson ? (await answer.json()).faults : ["没有权限，或事项已由他人办理，请刷新页面查看"]);
}

async function work() {
  if (busy) return;
  busy = true;
  try {
    await sendFiles();
    if (waiting) await submit();
    offline.hidden = true;
  } catch (error) {
    if (error instanceof Refused) complain([error.message]);
    else {
      offline.lastChild.textContent = error instanceof Later ? NO_STORE : noLine;
      offline.hidden = false;
    }
    if (waiting) say("已保存在本机，联网后自动提交");
  } finally {
    busy = false;
  }
}

if (proofs) {
  form.addEventListener("click", (event) => event.target.closest("[data-drop-early]")?.closest(".waiting").remove());
  form.addEventListener("change", async (event) => {
    if (!event.target.matches("[data-files]")) return;
    for (const file of event.target.files) await keepFile(name, file);
    event.target.value = "";
    for (const file of await filesOf(name)) line(file);
    await work();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    waiting = true;
    keep();
    work();
  });
  window.addEventListener("online", work);
  window.addEventListener("offline", () => { offline.hidden = false; });
  setInterval(() => { if (!offline.hidden && navigator.onLine) work(); }, 10000);
} else {
  form.addEventListener("submit", () => dropDraft(name));
}

// What has just happened is noted with one touch.
for (const field of form.querySelectorAll("[data-now]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quick";
  button.textContent = "现在";
  button.addEventListener("click", () => {
    const now = new Date();
    field.value = new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    keep();
  });
  field.after(button);
}

// Where am I: on a phone the place is taken with one touch.
for (const field of form.querySelectorAll("[data-place]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quick";
  button.textContent = "取当前位置";
  button.addEventListener("click", () => {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        field.value = `${coords.longitude.toFixed(6)},${coords.latitude.toFixed(6)}`;
        keep();
      },
      () => say("没有取到位置，请手工填写或检查定位权限"),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
  field.after(button);
}

restore();
window.addEventListener("load", async () => {
  for (const file of proofs ? await filesOf(name) : []) line(file);
  await work();
  if (form.dataset.worker && navigator.onLine) keepPage(form.dataset.worker, form.dataset.user).catch(() => {});
});
