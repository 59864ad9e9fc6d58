/* Answers for the garden while it cannot be reached: one kind page and what it is made of, nothing else. */

const CACHE = "garden-offline-{{ version }}";
const PAGES = {{ pages|safe }};
const KEPT = {{ kept|safe }};
const FIRST = {{ language|safe }};
const LANGUAGE = "/offline/language";
// What a proxy answers for a garden behind it that is gone.
const GONE = [502, 503, 504];

addEventListener("install", (event) => {
  // The pages anew; what they are made of has a name that changes with it, and may come from the browser's own cache.
  const fresh = Object.values(PAGES).map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...fresh, ...KEPT])).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("garden-offline-") && name !== CACHE) await caches.delete(name);
    }
    await registration.navigationPreload?.enable();
    await clients.claim();
  })());
});

async function language() {
  const kept = await caches.match(LANGUAGE);
  return kept ? kept.text() : FIRST;
}

// The page that is shown without the garden speaks as the last one did that came from it.
async function remember(spoken) {
  if (!(spoken in PAGES) || spoken === await language()) return;
  const cache = await caches.open(CACHE);
  await cache.put(LANGUAGE, new Response(spoken));
}

async function offline() {
  const page = await caches.match(PAGES[await language()]);
  return page ? new Response(page.body, { status: 503, headers: page.headers }) : Response.error();
}

async function visit(event) {
  try {
    const answer = (await event.preloadResponse) || (await fetch(event.request));
    const spoken = answer.headers.get("Content-Language");
    if (GONE.includes(answer.status) && !spoken) return offline();
    if (spoken) event.waitUntil(remember(spoken));
    return answer;
  } catch {
    return offline();
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin || address.pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate") {
    event.respondWith(visit(event));
  } else if (KEPT.includes(address.pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(address.pathname)) || Response.error()));
  }
});
