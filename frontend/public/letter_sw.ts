/** Checks letters without network: the page, its files and the offices' public keys are kept. Letters never are. */
declare const self: ServiceWorkerGlobalScope & { SIANTAR: { version: string; files: string[] } };

export {};

const FILES = `siantar-surat-${self.SIANTAR.version}`;
const KEYS = "siantar-surat-kunci";
const PAGE = "/surat/periksa/";
const KEYS_AT = "/surat/kunci.json";
const PATIENCE = 8_000;

async function fresh(address: string): Promise<Response> {
  const answer = await fetch(address, { cache: "no-cache", redirect: "error", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer;
}

self.addEventListener("install", (event) => {
  const whole = async (): Promise<void> => {
    const cache = await caches.open(FILES);
    for (const file of self.SIANTAR.files) await cache.put(file, await fresh(file));
    await (await caches.open(KEYS)).put(KEYS_AT, await fresh(KEYS_AT));
    await self.skipWaiting();
  };
  event.waitUntil(whole());
});

self.addEventListener("activate", (event) => {
  const clean = async (): Promise<void> => {
    for (const name of await caches.keys()) {
      if (name.startsWith("siantar-surat-") && name !== FILES && name !== KEYS) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

/** From the network; without one (or with a gateway that has none), what was kept. */
async function first(request: Request, kept: () => Promise<Response | undefined>): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.status < 502) return answer;
    return (await kept()) ?? answer;
  } catch (problem) {
    const stored = await kept();
    if (!stored) throw problem;
    return stored;
  }
}

async function keys(request: Request): Promise<Response> {
  const cache = await caches.open(KEYS);
  const answer = await first(request, () => cache.match(KEYS_AT));
  if (answer.ok) await cache.put(KEYS_AT, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  const kept = async (name: string): Promise<Response | undefined> => (await caches.open(FILES)).match(name);
  if (pathname === KEYS_AT) event.respondWith(keys(event.request));
  else if (event.request.mode === "navigate") event.respondWith(first(event.request, () => kept(PAGE)));
  else if (self.SIANTAR.files.includes(pathname))
    event.respondWith(kept(pathname).then((answer) => answer ?? fetch(event.request)));
});
