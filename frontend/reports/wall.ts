/** The screen in the lobby renews itself every minute; while the server is away it goes on showing what it has. */
const EVERY = 60_000;

async function renew(): Promise<void> {
  const answer = await fetch(location.href, { cache: "no-cache" });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
  if (fresh) document.querySelector("main")?.replaceWith(document.adoptNode(fresh));
}

setInterval(() => void renew().catch(() => undefined), EVERY);
