// A service worker for the forms of steps: a page that was open once opens again without a line.
// It keeps nothing else, and nothing for longer than a day; what was filled in lies in store.js.
const KEPT = "bihuan-steps";
const STEP = /\/cases\/(\d+\/step\/[\w-]+|new\/[\w-]+\/)$/;
const PARTS = new Set(["script", "style", "font"]);
const LONGEST_MS = 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const isStep = request.mode === "navigate" && STEP.test(address.pathname);
  if (isStep || PARTS.has(request.destination)) event.respondWith(answer(request));
});

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const found = await (await caches.open(KEPT)).match(request);
    const isFresh = found && Date.now() - Date.parse(found.headers.get("Date")) < LONGEST_MS;
    if (isFresh) return found;
    throw error;
  }
}
