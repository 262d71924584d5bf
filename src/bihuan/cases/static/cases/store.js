// What a phone keeps while there is no line: drafts as text, files as blobs.
const FILES = "files";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("bihuan-cases", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(FILES, { keyPath: "id", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function run(mode, act) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const whole = base.transaction(FILES, mode);
    const asked = act(whole.objectStore(FILES));
    whole.oncomplete = () => { base.close(); resolve(asked.result); };
    whole.onerror = () => { base.close(); reject(whole.error); };
  });
}

// Where the platform is reached without https there is no randomUUID, but there are random bytes.
function mark() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((one) => one.toString(16).padStart(2, "0")).join("");
}

// The mark names the file to the server: sent again after a broken line it is the same file.
export const keepFile = (form, file) => run("readwrite", (store) => store.add({ form, key: mark(), name: file.name, blob: file }));
export const dropFile = (id) => run("readwrite", (store) => store.delete(id));
export async function filesOf(form) {
  const all = await run("readonly", (store) => store.getAll());
  return all.filter((one) => one.form === form);
}

export function readDraft(form) {
  try {
    return JSON.parse(localStorage.getItem(`draft:${form}`));
  } catch {
    return null;
  }
}
export function keepDraft(form, draft) {
  try {
    localStorage.setItem(`draft:${form}`, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}
export const dropDraft = (form) => localStorage.removeItem(`draft:${form}`);
