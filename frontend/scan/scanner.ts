/** The scanner page: each scan as it came, what it means, and what this scanner adds to every scan. */
import { beep } from "../shared/beep.ts";
import { h } from "../shared/dom.ts";
import { read } from "../shared/reading.ts";
import { grouped, kindOf } from "../shared/receipt_number.ts";
import { asMeant, byHand, type Habits, habitsHere, keep, layoutOf, learn } from "../shared/scanner_habits.ts";

const OVER = 300; // milliseconds without a sign: the scan is over
const MOST = 10;
const box = document.querySelector<HTMLInputElement>("[data-try]");
const words: DOMStringMap = box?.dataset ?? {};
const result = document.querySelector<HTMLElement>(".scan-result");
const scans = document.querySelector<HTMLElement>("[data-scans]");
const keeping = document.querySelector<HTMLElement>("[data-keep]");
const forgetting = document.querySelector<HTMLElement>("[data-forget]");
const byHandForm = document.querySelector<HTMLFormElement>("[data-by-hand]");
let readable = 0;
let learned: Habits | null = null;
let ends: string[] = [];
let waiting: ReturnType<typeof setTimeout> | undefined;

interface Verdict {
  readonly fine: boolean;
  readonly text: string;
}

function habitsInWords({ prefix, suffix, signs }: Habits): string {
  const swapped = Object.entries(signs).map(([came, meant]) => `${came}→${meant}`);
  const parts = [
    prefix && `${words.before} “${prefix}”`,
    suffix && `${words.behind} “${suffix}”`,
    swapped.length && `${words.swapped} ${swapped.slice(0, 8).join(" ")}`,
  ].filter(Boolean);
  return `${words.sample}: ${parts.join(", ") || words.plain}`;
}

function verdictOn(text: string): Verdict {
  learned = learn(text, words.signs ?? "");
  if (learned) return { fine: true, text: habitsInWords(learned) };
  const { number, proof, trouble } = read(asMeant(text));
  if (trouble) return { fine: false, text: words[trouble] ?? "" };
  const kind = words[kindOf(number).toLowerCase() || "receipt"];
  return { fine: true, text: `${kind} ${grouped(number)}${proof ? ` ${words.proof}` : ""}` };
}

function finish(): void {
  if (!box?.value) return;
  const text = box.value;
  box.value = "";
  const { fine, text: means } = verdictOn(text);
  const end = ends.length ? `${words.ends} ${ends.join(" + ")}` : (words.unended ?? "");
  ends = [];
  readable += Number(fine);
  if (result) {
    result.dataset.outcome = fine ? "ok" : "refused";
    result.textContent = means;
  }
  document.querySelector("[data-count]")?.replaceChildren(String(readable));
  scans?.prepend(h("li", {}, h("code", {}, text), h("small", {}, ` ${means} · ${end}`)));
  while ((scans?.children.length ?? 0) > MOST) scans?.lastElementChild?.remove();
  if (keeping) keeping.hidden = !learned;
  beep(fine);
}

function later(): void {
  clearTimeout(waiting);
  waiting = setTimeout(finish, OVER);
}

box?.addEventListener("keydown", (event) => {
  const caps = event.getModifierState("CapsLock");
  document.querySelector("[data-caps]")?.toggleAttribute("hidden", !caps);
  const key = event.ctrlKey ? `Ctrl+${event.key}` : event.key;
  if (!/^(Enter|Tab|Ctrl\+[jm])$/i.test(key) || !box.value) return;
  event.preventDefault();
  ends.push(key);
  later();
});
box?.addEventListener("input", later);
keeping?.addEventListener("click", () => {
  keep(learned);
  show();
  if (result) result.textContent = words.saved ?? "";
  box?.focus();
});
forgetting?.addEventListener("click", () => {
  keep(null);
  show();
  box?.focus();
});

byHandForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  const told = new FormData(byHandForm);
  const layout = String(told.get("layout") ?? "");
  const habits = byHand(String(told.get("prefix") ?? ""), String(told.get("suffix") ?? ""), layout);
  keep(layout ? habits : { ...habits, signs: habitsHere()?.signs ?? {} });
  show();
  if (result) result.textContent = words.saved ?? "";
  box?.focus();
});

/** Fill the form with what is kept. A layout that was learned and is none of the list stays as it is. */
function showByHand(): void {
  const habits = habitsHere();
  const values: Record<string, string> = {
    prefix: habits?.prefix ?? "",
    suffix: habits?.suffix ?? "",
    layout: layoutOf(habits),
  };
  for (const [name, value] of Object.entries(values)) {
    const field = byHandForm?.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}

function show(): void {
  showByHand();
  if (keeping) keeping.hidden = true;
  if (forgetting) forgetting.hidden = !habitsHere();
}
show();
