/** The last status on this phone: the public page of a receipt is kept for when there is no network. */
export async function keep(): Promise<void> {
  if (!("serviceWorker" in navigator) || !/^\/t\/[^/]+$/.test(location.pathname)) return;
  tellAge();
  await navigator.serviceWorker.register("/lacak.sw.js", { scope: "/t/" });
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage({ keep: location.pathname });
}

/** Where the worker answered from what it kept, the page says how old that is. */
function tellAge(): void {
  const place = document.querySelector<HTMLElement>("#kept");
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ keptAt?: string }>) => {
    if (!place || !event.data.keptAt) return;
    const when = new Date(event.data.keptAt).toLocaleString(
      document.documentElement.lang === "en" ? "en-GB" : "id-ID",
      { dateStyle: "long", timeStyle: "short" },
    );
    place.textContent = `${place.dataset.words} ${when}`;
    place.hidden = false;
  });
  navigator.serviceWorker.controller?.postMessage({ askAge: location.pathname });
}
