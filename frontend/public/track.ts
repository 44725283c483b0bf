/** Public pages: the camera, and the private part for whoever scanned the paper (the proof stays behind the `#`). */
import { onCamera } from "../shared/camera_button.ts";
import { read } from "../shared/reading.ts";
import { see } from "./accessibility.ts";
import { keep } from "./pwa.ts";

function follow(text: string): void {
  const badge = /\/petugas\/([\w-]+)$/.exec(text.trim());
  if (badge) {
    location.assign(`/petugas/${badge[1]}`);
    return;
  }
  const letter = /\/surat\/([\w-]+)(#[\w-]+\.[\w-]+)?$/.exec(text.trim());
  if (letter) {
    location.assign(`/surat/${letter[1]}${letter[2] ?? ""}`);
    return;
  }
  const scanned = read(text);
  const box = document.querySelector<HTMLInputElement>("#resi");
  if (scanned.number) location.assign(`/t/${scanned.number}${scanned.proof ? `#${scanned.proof}` : ""}`);
  else if (box) {
    box.value = text.slice(0, 40);
    box.form?.requestSubmit();
  }
}

async function showPrivate(): Promise<void> {
  const proof = location.hash.slice(1);
  const place = document.querySelector("#private");
  if (!/^[0-9a-f]{20}$/.test(proof) || !place || document.querySelector("[data-private]")) return;
  const answer = await fetch(`${location.pathname}/bukti`, { method: "POST", body: new URLSearchParams({ proof }) });
  document
    .querySelector<HTMLAnchorElement>('a[href^="/skm/"]')
    ?.setAttribute("href", `${location.pathname.replace("/t/", "/skm/")}?dari=qr`);
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  place.querySelector<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
  document.querySelector<HTMLElement>("form.pin")?.setAttribute("hidden", "");
}

onCamera(follow);
see();
void keep();
const push = document.querySelector<HTMLElement>("#push");
if (push) void import("./push.ts").then(({ offerPush }) => offerPush(push));
void showPrivate();
addEventListener("hashchange", () => void showPrivate());
const search = document.querySelector<HTMLFormElement>("form.search");
if (search) void import("./services.ts").then(({ searchAtOnce }) => searchAtOnce(search));
document.querySelector<HTMLFormElement>("form.find")?.addEventListener("submit", (event) => {
  const text = document.querySelector<HTMLInputElement>("#resi")?.value ?? "";
  if (!text.includes("#") || !read(text).number) return;
  event.preventDefault();
  follow(text);
});
