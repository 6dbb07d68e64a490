// Keeps the shell of one page and static files, so that the page opens without net.
// It never keeps a page with content, and answers for no other page.
// SETTINGS stands above: felles/web/outreach/offline.py writes it, and serves both from the page's
// own address, which is the worker's scope.
/* global SETTINGS */
const NAME = "noter-";
const CACHE = NAME + SETTINGS.version;
// Bad coverage is worse than none: after so many milliseconds the page opens from the phone.
const PATIENCE = 4000;

const keep = async (cache, url) => {
  if (await cache.match(url)) return;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`could not fetch ${url}`);
  await cache.put(url, answer.clone());
  if (!new URL(url, self.location).pathname.endsWith(".css")) return;
  // Style sheets bring others in.
  const found = (await answer.text()).matchAll(/@import\s+(?:url\()?["']?([^"')\s]+)/g);
  for (const [, next] of found) await keep(cache, new URL(next, new URL(url, self.location)).href);
};

const install = async () => {
  const cache = await caches.open(CACHE);
  // A login that has run out leads elsewhere: then the version before stays.
  const shell = await fetch(SETTINGS.shell, { redirect: "error", cache: "no-store" });
  if (!shell.ok) throw new Error("no shell");
  await cache.put(SETTINGS.shell, shell);
  for (const url of SETTINGS.files) await keep(cache, url);
  await self.skipWaiting();
};

const activate = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(NAME) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
};

const open = async (request) => {
  const shell = await (await caches.open(CACHE)).match(SETTINGS.shell);
  if (!shell) return fetch(request);
  const late = new Promise((resolve) => { setTimeout(() => resolve(shell), PATIENCE); });
  return Promise.race([fetch(request).catch(() => shell), late]);
};

const find = async (request) => (await (await caches.open(CACHE)).match(request)) || fetch(request);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname === SETTINGS.page) event.respondWith(open(request));
  } else if (url.pathname.startsWith(SETTINGS.static)) {
    event.respondWith(find(request));
  }
});
