/** Keeps the app's files on the phone, one version at a time. Data never pass through here. */
declare const self: ServiceWorkerGlobalScope & { SIANTAR: { version: string; files: string[] } };

export {};

const NAME = `siantar-kurir-${self.SIANTAR.version}`;

self.addEventListener("install", (event) => {
  const whole = async (): Promise<void> => {
    const cache = await caches.open(NAME);
    for (const file of self.SIANTAR.files) {
      const answer = await fetch(file, { cache: "no-cache", redirect: "error", credentials: "same-origin" });
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      await cache.put(file, answer);
    }
    await self.skipWaiting();
  };
  event.waitUntil(whole());
});

self.addEventListener("activate", (event) => {
  const clean = async (): Promise<void> => {
    for (const name of await caches.keys()) {
      if (name.startsWith("siantar-kurir-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || !self.SIANTAR.files.includes(pathname)) return;
  const answer = async (): Promise<Response> =>
    (await (await caches.open(NAME)).match(pathname)) ?? fetch(event.request);
  event.respondWith(answer());
});
