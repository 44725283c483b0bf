/** The page that checks letters: by camera, photo, address or the link it was opened with; without network by signature. */
import { onCamera } from "../shared/camera_button.ts";
import { type Answer, answerFor, type Sources } from "./letter_answer.ts";
import { letterCodeIn } from "./letter_code.ts";
import { compareFile, onLetterFile } from "./letter_file.ts";
import { letterKeys } from "./letter_keys.ts";

const PATIENCE = 10_000;
const desk = document.querySelector<HTMLElement>("#letter-desk");

const sources = (hosts: string[]): Sources => ({
  hosts,
  keys: letterKeys,
  ask: async (token) => {
    const answer = await fetch(`/api/v1/letters/${token}`, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => null);
    return answer?.ok ? await answer.json().catch(() => null) : null;
  },
});

function show(part: string): HTMLElement | undefined {
  let shown: HTMLElement | undefined;
  for (const section of document.querySelectorAll<HTMLElement>("[data-outcome]")) {
    section.hidden = section.dataset.outcome !== part;
    if (!section.hidden) shown = section;
  }
  for (const id of ["letter-facts", "letter-file", "letter-elsewhere"]) hide(id, true);
  return shown;
}

function hide(id: string, hidden: boolean): void {
  const element = document.getElementById(id);
  if (element) element.hidden = hidden;
}

function tell({ outcome, facts, digest, elsewhere }: Answer): void {
  const section = show(outcome);
  if (facts) {
    for (const place of document.querySelectorAll<HTMLElement>("[data-fact]"))
      place.textContent = wordsOf(place.dataset.fact ?? "", facts) || "–";
    hide("letter-facts", false);
  }
  const other = document.querySelector<HTMLElement>("#letter-elsewhere [data-host]");
  if (elsewhere && other) other.textContent = elsewhere;
  hide("letter-elsewhere", !elsewhere);
  const file = document.querySelector<HTMLElement>("#letter-file");
  if (file) file.dataset.digest = digest;
  hide("letter-file", !digest);
  section?.querySelector<HTMLElement>("[tabindex]")?.focus();
}

function wordsOf(name: string, facts: NonNullable<Answer["facts"]>): string {
  if (name !== "day") return facts[name as keyof typeof facts] ?? "";
  const locale = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  return new Date(`${facts.day}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
}

/** One after another: what was asked for last is what is shown. */
let turn = 0;

async function check(text: string): Promise<void> {
  const mine = ++turn;
  show("busy");
  const answer = await answerFor(text, sources([location.host, desk?.dataset.host ?? ""]));
  if (mine === turn) tell(answer);
}

async function checkPhoto(photo: Blob): Promise<void> {
  const mine = ++turn;
  show("busy");
  let part = "illegible";
  try {
    const { codeInPhoto } = await import("./letter_photo.ts");
    const text = await codeInPhoto(photo);
    if (mine !== turn) return;
    if (text) return await check(text);
  } catch {
    part = "no_picture";
  }
  if (mine === turn) show(part)?.querySelector<HTMLElement>("[tabindex]")?.focus();
}

function take(file: File): void {
  const part = document.querySelector<HTMLElement>("#letter-file");
  if (!file.type.includes("pdf")) void checkPhoto(file);
  else if (part && !part.hidden) void compareFile(part, file);
  else show("code_first")?.querySelector<HTMLElement>("[tabindex]")?.focus();
}

function begin(desk: HTMLElement): void {
  onLetterFile(false);
  onCamera((text) => void check(text), "[data-letter-camera]");
  const photo = desk.querySelector<HTMLInputElement>("#foto");
  photo?.addEventListener("change", () => {
    const [file] = photo.files ?? [];
    if (file) take(file);
    photo.value = "";
  });
  desk.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void check(desk.querySelector<HTMLInputElement>("#alamat")?.value ?? "");
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file);
  });
  void letterKeys();
  if (letterCodeIn(location.href)) void check(location.href);
  if ("serviceWorker" in navigator) void navigator.serviceWorker.register("/surat.sw.js", { scope: "/surat/" });
}

if (desk) begin(desk);
