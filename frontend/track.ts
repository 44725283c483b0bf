/** Public pages: the camera, and the private part for whoever scanned the paper (the proof stays behind the `#`). */
import { onCamera } from "./camera_button.ts";
import { keep } from "./keeping.ts";
import { read } from "./scanned.ts";
import { see } from "./seeing.ts";

function follow(text: string): void {
  const badge = /\/petugas\/([\w-]+)$/.exec(text.trim());
  if (badge) return location.assign(`/petugas/${badge[1]}`);
  const found = read(text);
  const box = document.querySelector<HTMLInputElement>("#resi");
  if (found) location.assign(`/t/${found.number}${found.proof ? `#${found.proof}` : ""}`);
  else if (box) {
    box.value = text.slice(0, 40);
    box.form?.requestSubmit();
  }
}

async function showPrivate(): Promise<void> {
  const proof = location.hash.slice(1);
  const place = document.querySelector("#private");
  if (!proof || !place) return;
  const answer = await fetch(`${location.pathname}/bukti`, { method: "POST", body: new URLSearchParams({ proof }) });
  document.querySelector<HTMLAnchorElement>('a[href^="/skm/"]')?.setAttribute("href", `${location.pathname.replace("/t/", "/skm/")}?dari=qr`);
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  document.querySelector<HTMLElement>("form.pin")?.setAttribute("hidden", "");
}

onCamera(follow);
see();
void keep();
const push = document.querySelector<HTMLElement>("#push");
if (push) void import("./push.ts").then(({ offerPush }) => offerPush(push));
void showPrivate();
addEventListener("hashchange", () => void showPrivate());
document.querySelector<HTMLFormElement>("form.find")?.addEventListener("submit", (event) => {
  const text = document.querySelector<HTMLInputElement>("#resi")?.value ?? "";
  if (!text.includes("#")) return;
  event.preventDefault();
  follow(text);
});
