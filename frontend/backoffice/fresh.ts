/** The list renews itself, quietly: the rail's counts with it, and a soft tone where somebody chose one. */
import { beep } from "../shared/beep.ts";

const EVERY = 60_000;
const BACKGROUND = { "Siantar-Background": "1" }; // nobody's hand: the page renews itself
const SOUND = "siantar.list.sound";

/** What is renewed: it holds still while somebody is at work on it. */
export interface Renewable {
  readonly isInUse: boolean;
  renew(fresh: HTMLFormElement): boolean;
}

/** Ask the server every minute while the page is looked at. A search was posted and stays as it is. */
export function keepFresh(list: Renewable | undefined): void {
  const sound = soundSwitch();
  const searched = document.querySelector<HTMLInputElement>("#q")?.defaultValue !== "";
  if (searched) return;
  setInterval(() => {
    if (!document.hidden && !list?.isInUse) void renew(list, sound);
  }, EVERY);
}

async function renew(list: Renewable | undefined, sound: () => boolean): Promise<void> {
  const page = await fetched();
  if (!page || list?.isInUse) return;
  const rail = page.querySelector(".rail > ul");
  if (rail) document.querySelector(".rail > ul")?.replaceWith(rail);
  const fresh = page.querySelector<HTMLFormElement>("[data-work]");
  if (!fresh === !list) {
    if (fresh && list?.renew(fresh) && sound()) beep(true);
  } else location.reload(); // the first file came, or the last one went
}

/** The page as it is now; nothing where the network is away or the session ended. */
async function fetched(): Promise<Document | undefined> {
  try {
    const response = await fetch(location.href, { headers: BACKGROUND });
    if (!response.ok || response.redirected) return undefined;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return undefined;
  }
}

function soundSwitch(): () => boolean {
  const button = document.querySelector<HTMLButtonElement>("[data-quiet-sound]");
  const isOn = () => localStorage.getItem(SOUND) === "on";
  const draw = () => button?.setAttribute("aria-pressed", String(isOn()));
  button?.removeAttribute("hidden");
  button?.addEventListener("click", () => {
    localStorage.setItem(SOUND, isOn() ? "off" : "on");
    draw();
    if (isOn()) beep(true);
  });
  draw();
  return isOn;
}
