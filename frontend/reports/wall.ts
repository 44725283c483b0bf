/** The screen in the lobby renews itself every minute, the numbers that are served every few seconds.
 * While the server is away it goes on showing what it has. */
const EVERY = 60_000;
const NUMBER_EVERY = 4_000;

async function part(address: string, selector: string): Promise<HTMLElement | null> {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) return null;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return fresh.querySelector<HTMLElement>(selector);
}

async function renew(): Promise<void> {
  const fresh = await part(location.href, "main");
  if (fresh) document.querySelector("main")?.replaceWith(document.adoptNode(fresh));
}

async function renewNumber(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-queue]")?.dataset.queue;
  if (!address) return;
  const fresh = await part(address, "[data-queue]");
  const shown = document.querySelector<HTMLElement>("[data-queue]");
  if (!fresh || !shown || fresh.textContent === shown.textContent) return;
  shown.replaceChildren(...fresh.childNodes);
  shown.classList.remove("changed");
  void shown.offsetWidth; // begins the quiet change anew
  shown.classList.add("changed");
}

setInterval(() => void renew().catch(() => undefined), EVERY);
setInterval(() => void renewNumber().catch(() => undefined), NUMBER_EVERY);
