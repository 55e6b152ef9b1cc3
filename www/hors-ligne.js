// Our own page without a network, from the second visit on. Only the published files are kept, never an answer: those stay in the address.
// The build writes the list of files and a version that changes with them; an empty list (while developing) keeps nothing.
const VERSION = "";
const FILES = [];
const CACHE = `parcours-${VERSION}`;

self.addEventListener("install", (event) => {
  // All or nothing: files of two versions do not fit together.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })))));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("parcours-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
  if (FILES.length === 0) event.waitUntil(self.registration.unregister());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const here = new URL("./", self.location.href).href;
  if (request.method !== "GET" || !request.url.startsWith(here)) return;
  // Whatever the query, the page is one file: the query and the fragment are read in the page.
  const name = new URL(request.url).pathname.slice(new URL(here).pathname.length) || "index.html";
  if (!FILES.includes(name)) return;
  const kept = caches.open(CACHE).then((cache) => cache.match(new URL(name, here).href));
  event.respondWith(kept.then((answer) => answer ?? fetch(request)));
});
