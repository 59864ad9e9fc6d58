/* The service worker of the screens. The garden's own answer always comes first; what is kept answers only when there is
   none. What a list no longer names, and what the file door no longer gives, is dropped at the next contact. */
"use strict";

const KEPT = "garden-walls-1";
const PATIENCE = 6000;
const LOOSELY = { ignoreVary: true };
const GONE = [403, 404, 410];

const isFeed = (url) => url.pathname.endsWith("/pictures.json");
const isPicture = (url) => url.pathname.startsWith("/pictures/");
const pageOf = (url) => url.pathname.replace("pictures.json", "") + url.search;
const isOurs = (request) => request.method === "GET" && new URL(request.url).origin === location.origin;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (isOurs(event.request)) event.respondWith(answer(event));
});
// What a page had loaded before there was a keeper.
self.addEventListener("message", (event) => {
  const known = (event.data?.keep ?? []).map((address) => new Request(address)).filter(isOurs);
  event.waitUntil(Promise.allSettled(known.map((request) => asked(request, event))));
});

async function answer(event) {
  try {
    return await asked(event.request, event);
  } catch {
    const kept = await caches.open(KEPT);
    const last = await kept.match(event.request, LOOSELY);
    return last ? marked(last) : Response.error();
  }
}

async function asked(request, event) {
  const isLarge = isPicture(new URL(request.url));
  const fresh = await fetch(request, isLarge ? {} : { signal: AbortSignal.timeout(PATIENCE) });
  // A proxy answers for a garden that is not there.
  if (fresh.status >= 500) throw new Error(String(fresh.status));
  event.waitUntil(kept(request, fresh.clone()));
  return fresh;
}

async function kept(request, fresh) {
  const store = await caches.open(KEPT);
  if (GONE.includes(fresh.status)) return store.delete(request, LOOSELY);
  if (!fresh.ok || fresh.redirected) return false;
  const before = await store.match(request, LOOSELY);
  const etag = fresh.headers.get("ETag");
  if (before && etag && before.headers.get("ETag") === etag) return false;
  await store.put(request, fresh);
  if (isFeed(new URL(request.url))) await prune(store);
  return true;
}

// Kept is what the open screens name, and nothing else.
async function prune(store) {
  const windows = await self.clients.matchAll({ includeUncontrolled: true });
  const open = new Set(windows.map((client) => new URL(client.url)).map((url) => url.pathname + url.search));
  const named = new Set();
  const requests = await store.keys();
  for (const request of requests) {
    const url = new URL(request.url);
    if (isFeed(url) && !open.has(pageOf(url))) {
      await store.delete(request, LOOSELY);
      await store.delete(pageOf(url), LOOSELY);
    } else if (isFeed(url)) {
      const said = await (await store.match(request, LOOSELY)).json();
      said.panes.flatMap((pane) => [...pane.landscape, ...pane.portrait]).forEach(({ src }) => named.add(src));
    }
  }
  const unnamed = requests.filter((request) => {
    const url = new URL(request.url);
    return isPicture(url) && !named.has(url.pathname + url.search);
  });
  return Promise.all(unnamed.map((request) => store.delete(request, LOOSELY)));
}

function marked(last) {
  const headers = new Headers(last.headers);
  headers.set("X-Garden-Kept", "yes");
  return new Response(last.body, { status: last.status, headers });
}
