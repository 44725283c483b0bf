/** Shows the last status of a receipt without network. Only the public page is kept, never what the PIN opens. */
declare const self: ServiceWorkerGlobalScope & { SIANTAR: { version: string; files: string[] } };

export {};

const FILES = `siantar-lacak-${self.SIANTAR.version}`;
const PAGES = "siantar-lacak-halaman";
const MOST = 5;
const PATIENCE = 8_000;
const offline = new Map<string, string>();

const isPage = (path: string): boolean => /^\/t\/[^/]+$/.test(path);

self.addEventListener("install", (event) => {
  const whole = async (): Promise<void> => {
    const cache = await caches.open(FILES);
    await Promise.all(self.SIANTAR.files.map(async (file) => cache.put(file, await fetch(file))));
    await self.skipWaiting();
  };
  event.waitUntil(whole());
});

self.addEventListener("activate", (event) => {
  const clean = async (): Promise<void> => {
    await renewPages();
    for (const name of await caches.keys()) {
      if (name.startsWith("siantar-lacak-") && name !== FILES && name !== PAGES) await caches.delete(name);
    }
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

async function put(path: string, answer: Response): Promise<void> {
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-At", answer.headers.get("Date") ?? "");
  const cache = await caches.open(PAGES);
  await cache.delete(path);
  await cache.put(path, new Response(await answer.blob(), { status: 200, headers }));
  const pages = await cache.keys();
  for (const old of pages.slice(0, Math.max(0, pages.length - MOST))) await cache.delete(old);
}

/** Kept pages name the files of their version by hash: they are fetched anew before the old files go. */
async function renewPages(): Promise<void> {
  for (const { url } of await (await caches.open(PAGES)).keys()) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) await put(new URL(url).pathname, answer);
  }
}

/** The page from the network; without one, what was kept of it (at the start of the app: of the last one). */
async function page(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(PAGES);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
    offline.delete(path);
    if (answer.ok && isPage(path)) await put(path, answer.clone());
    return answer;
  } catch (problem) {
    const last = [...(await cache.keys())].pop();
    const stored = await cache.match(isPage(path) ? path : (last ?? path));
    if (!stored) throw problem;
    if (!isPage(path) && last) return Response.redirect(last.url);
    offline.set(path, stored.headers.get("X-Kept-At") ?? "");
    return stored;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && (isPage(pathname) || pathname === "/t/")) {
    event.respondWith(page(event.request, pathname));
  } else if (self.SIANTAR.files.includes(pathname)) {
    const file = async (): Promise<Response> =>
      (await (await caches.open(FILES)).match(pathname)) ?? fetch(event.request);
    event.respondWith(file());
  }
});

/** A sealed note of the office (`messaging/channels/webpush`): title, body, address and a tag so that it shows once. */
self.addEventListener("push", (event) => {
  const note = (event.data?.json() ?? {}) as { title?: string; body?: string; url?: string; tag?: string };
  const shape = { body: note.body ?? "", tag: note.tag ?? "siantar", data: note.url ?? "/", lang: "id" };
  event.waitUntil(self.registration.showNotification(note.title ?? "Siantar", shape));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { origin, href } = new URL(String(event.notification.data), self.location.origin);
  event.waitUntil(self.clients.openWindow(origin === self.location.origin ? href : "/"));
});

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const wish = event.data as { keep?: string; askAge?: string };
  if (wish.askAge && offline.has(wish.askAge)) event.source?.postMessage({ keptAt: offline.get(wish.askAge) });
  if (wish.keep && isPage(wish.keep) && !offline.has(wish.keep)) {
    const path = wish.keep;
    event.waitUntil(
      fetch(path)
        .then((answer) => (answer.ok ? put(path, answer) : undefined))
        .catch(() => undefined),
    );
  }
});
