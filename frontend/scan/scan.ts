/** Scanning pages of staff: each scan is sent in order, answered by sound, colour and words, and moves its list. */
import type { ScanAnswer } from "../generated/shared.ts";
import { beep } from "../shared/beep.ts";
import { onCamera } from "../shared/camera_button.ts";
import { onWedge } from "../shared/wedge.ts";

const form = document.querySelector<HTMLFormElement>("form[data-scan]");
const box = form?.querySelector<HTMLInputElement>("[name=scan]");
const result = document.querySelector<HTMLElement>(".scan-result");
const counter = document.querySelector<HTMLElement>("[data-count]");
const list = document.querySelector<HTMLElement>("[data-scan-list]");
let line: Promise<void> = Promise.resolve();

async function send(body: FormData): Promise<void> {
  if (!form || !result) return;
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.headers.get("Content-Type")?.includes("json")) throw new Error(String(response.status));
    show((await response.json()) as ScanAnswer);
  } catch {
    result.dataset.outcome = "refused";
    result.textContent = form.dataset.offline ?? "";
    beep(false);
  }
}

function show(answer: ScanAnswer): void {
  if (!result) return;
  if (answer.go) location.assign(answer.go);
  result.dataset.outcome = answer.outcome;
  result.textContent = answer.text ? `${answer.title}: ${answer.text}` : answer.title;
  if (counter) counter.textContent = String(answer.count);
  beep(answer.outcome === "ok");
  if (answer.row) place(answer.row);
  for (const part of document.querySelectorAll<HTMLElement>("[data-when]"))
    part.hidden = (part.dataset.when === "complete") !== answer.complete;
}

/** The line of the scanned file as it stands now: in its old place, or at the end. */
function place(row: string): void {
  const holder = document.createElement("template");
  holder.innerHTML = row;
  const fresh = holder.content.querySelector<HTMLElement>("[data-file]");
  if (!fresh || !list) return;
  const old = [...list.children].find((child) => (child as HTMLElement).dataset.file === fresh.dataset.file);
  if (old) old.replaceWith(fresh);
  else list.append(fresh);
  fresh.scrollIntoView({ block: "nearest" });
  for (const part of document.querySelectorAll<HTMLElement>("[data-when-empty]"))
    part.hidden = part.dataset.whenEmpty !== "no";
}

function take(text: string): void {
  if (!form || !box) return;
  const body = new FormData(form);
  body.set("scan", text);
  box.focus();
  line = line.then(() => send(body));
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = box?.value.trim();
  if (box) box.value = "";
  if (text) take(text);
});
if (box) {
  onWedge(box, take);
  document.addEventListener("keydown", ({ key, target, ctrlKey, altKey, metaKey }) => {
    const typing = target instanceof HTMLElement && target.matches("input:not([type=checkbox]), select, textarea");
    if (!typing && /^[^\s]$/.test(key) && !ctrlKey && !altKey && !metaKey) box.focus(); // a scan never falls beside its box
  });
}
onCamera(take);

const all = document.querySelector<HTMLInputElement>("[data-mark-all]");
if (all) {
  all.hidden = false; // without script there is nothing it could do
  all.addEventListener("change", () => {
    for (const tick of document.querySelectorAll<HTMLInputElement>("[data-file] [name=file]"))
      tick.checked = all.checked;
  });
}
