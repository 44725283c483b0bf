/** Scanning pages of staff: each scan is sent in order, answered by sound, colour and words; focus never leaves. */
import type { ScanAnswer } from "../generated/shared.ts";
import { beep } from "../shared/beep.ts";
import { onCamera } from "../shared/camera_button.ts";

const form = document.querySelector<HTMLFormElement>("form[data-scan]");
const box = form?.querySelector<HTMLInputElement>("[name=scan]");
const result = document.querySelector<HTMLElement>(".scan-result");
const counter = document.querySelector<HTMLElement>("[data-count]");
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
  result.dataset.outcome = answer.outcome;
  result.textContent = answer.text ? `${answer.title}: ${answer.text}` : answer.title;
  if (counter) counter.textContent = String(answer.count);
  beep(answer.outcome === "ok");
  form?.setAttribute("data-dirty", "");
}

function take(submitter?: HTMLElement | null): void {
  if (!form || !box) return;
  const body = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) body.set(submitter.name, submitter.value);
  box.value = "";
  box.focus();
  line = line.then(() => send(body));
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (box?.value.trim()) take(event.submitter);
  else if (form.hasAttribute("data-dirty")) location.reload();
});
onCamera((text) => {
  if (box) box.value = text;
  take();
});
