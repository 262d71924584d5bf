// Lets the form of a step open again without a line: its page and parts lie in the browser.
const KEPT = "bihuan-steps";
const OWNER = "bihuan-steps-of";
const PART = /\.(js|css|woff2?)(\?|$)/;

// Browsers allow it only where the platform is reached by https (or on the device itself).
export async function keepPage(worker, user) {
  if (!("serviceWorker" in navigator)) return;
  if (localStorage.getItem(OWNER) !== user) await caches.delete(KEPT);
  localStorage.setItem(OWNER, user);
  await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  const own = performance.getEntriesByType("resource").map((one) => one.name);
  const parts = own.filter((name) => name.startsWith(window.location.origin) && PART.test(name));
  const kept = await caches.open(KEPT);
  await kept.addAll([...new Set([window.location.href, ...parts])]);
  document.documentElement.dataset.kept = "";
}

export async function dropPage() {
  if ("caches" in window) await (await caches.open(KEPT)).delete(window.location.href);
}
