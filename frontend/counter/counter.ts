/** The counter's screen: choose a service by two letters, hints from the NIK, the draft survives a lost session. */
import type { KnownResident } from "../generated/counter.ts";
import { h } from "../shared/dom.ts";
import { hint } from "./nik.ts";
import { printReceipt } from "./printing.ts";
import { typeahead } from "./typeahead.ts";

const form = document.querySelector<HTMLFormElement>("#intake");
const DRAFT = "siantar-loket";

function field<T extends HTMLElement = HTMLInputElement>(name: string): T | null {
  return form?.querySelector<T>(`[name="${name}"]`) ?? null;
}

/** Only the checklist of the chosen service is seen and sent. */
function showPapers(code: string): void {
  for (const group of document.querySelectorAll<HTMLDetailsElement>("[data-service]")) {
    const chosen = group.dataset.service === code;
    group.hidden = !chosen;
    group.open = chosen;
    for (const input of group.querySelectorAll<HTMLInputElement>("input")) input.disabled = !chosen;
  }
  document.querySelector<HTMLElement>("[data-choose-first]")?.toggleAttribute("hidden", !!code);
}

function showDelivery(): void {
  const courier = form?.querySelector<HTMLInputElement>("[name=method]:checked")?.value === "courier";
  document.querySelector<HTMLElement>("[data-shown-by=courier]")?.toggleAttribute("hidden", !courier);
  const bringer = field<HTMLSelectElement>("brought_by")?.value ?? "";
  const another = !["", "applicant"].includes(bringer);
  document.querySelector<HTMLElement>("[data-shown-by=bringer]")?.toggleAttribute("hidden", !another);
}

/** The order of work: the form, the papers of the service beside it, and the button last. */
function reachable(): HTMLElement[] {
  const parts = ["#intake input, #intake select", "[form=intake]", "#intake button"];
  const all = parts.flatMap((part) => [...document.querySelectorAll<HTMLElement>(part)]);
  return all.filter(
    (element) =>
      element.offsetParent &&
      !element.hasAttribute("disabled") &&
      !(element instanceof HTMLInputElement && element.type === "radio" && !stands(element)),
  );
}

/** A group of choices is entered at what is chosen, or at its first where nothing is. */
function stands(radio: HTMLInputElement): boolean {
  const group = [...document.querySelectorAll<HTMLInputElement>(`[name="${radio.name}"]`)].filter(
    (input) => input.form === radio.form && !input.disabled,
  );
  const chosen = group.find((input) => input.checked) ?? group[0];
  return chosen === radio;
}

const PAPER_KEYS: Record<string, string> = { a: "original", s: "copy", b: "missing" };

/** One key a paper: asli, salinan, belum ada; then the next. */
function choosePaper(event: KeyboardEvent, radio: HTMLInputElement): void {
  const kind = PAPER_KEYS[event.key.toLowerCase()];
  if (!kind || !radio.dataset.key || event.ctrlKey || event.altKey || event.metaKey) return;
  const wanted = document.querySelector<HTMLInputElement>(`[name="${radio.name}"][data-key="${kind}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.checked = true;
  wanted.dispatchEvent(new Event("change", { bubbles: true }));
  next(wanted);
}

function next(from: HTMLElement): void {
  const order = reachable();
  const to = order[order.indexOf(from) + 1];
  to?.focus();
  if (to instanceof HTMLInputElement && to.type !== "radio") to.select(); // as Tab does: typing replaces what was filled in
}

let questions = 0;

/** What the office knows of this person and doubts about what was typed, before anything is saved. */
async function ask(): Promise<KnownResident | null> {
  if (!form?.dataset.knownUrl) return null;
  const question = ++questions;
  const body = new URLSearchParams();
  for (const name of ["csrfmiddlewaretoken", "nik", "name", "phone", "service"])
    body.set(name, field<HTMLInputElement | HTMLSelectElement>(name)?.value ?? "");
  const answer = await fetch(form.dataset.knownUrl, { method: "POST", body }).catch(() => null);
  if (!answer?.ok || question !== questions) return null;
  const resident = (await answer.json()) as KnownResident;
  showDoubts(resident);
  return resident;
}

function showDoubts({ doubts, open }: KnownResident): void {
  const place = document.querySelector<HTMLElement>("#doubts");
  if (!place) return;
  const links = open.map(({ number, address, service }) =>
    h("li", {}, h("a", { href: address, target: "_blank", class: "number" }, number), ` ${service}`),
  );
  place.replaceChildren(...doubts.map((words) => h("p", {}, words)), ...(links.length ? [h("ul", {}, ...links)] : []));
  place.hidden = !doubts.length;
}

async function offerKnown(): Promise<void> {
  const resident = await ask();
  if (!resident?.known) return;
  for (const key of ["name", "phone"] as const) {
    const input = field(key);
    if (!input || input.value) continue;
    input.value = resident[key] ?? "";
    if (document.activeElement === input) input.select();
  }
}

function watchNik(): void {
  const nik = field("nik");
  const place = document.querySelector<HTMLElement>("#nik-hint");
  nik?.addEventListener("input", () => {
    const hinted = hint(nik.value, new Date(form?.dataset.today ?? ""));
    const words = place?.dataset;
    if (!place || !words) return;
    const day = hinted?.born.toLocaleDateString(document.documentElement.lang, {
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    place.textContent = hinted ? `${words.hint ?? ""} ${hinted.female ? words.female : words.male}, ${day}.` : "";
    if (hinted) void offerKnown();
  });
}

/** What was typed survives a lost session in this tab only; the NIK stays out of the draft. */
function keepDraft(): void {
  if (!form) return;
  if (form.hasAttribute("data-saved")) sessionStorage.removeItem(DRAFT);
  else restoreDraft();
  addEventListener("input", () => {
    const all = [...new FormData(form).entries()].filter(([name]) => !["csrfmiddlewaretoken", "nik"].includes(name));
    sessionStorage.setItem(DRAFT, JSON.stringify(all));
  });
}

function restoreDraft(): void {
  const draft = sessionStorage.getItem(DRAFT);
  if (!draft || form?.hasAttribute("data-bound")) return;
  for (const [name, value] of JSON.parse(draft) as [string, string][]) {
    for (const input of document.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) {
      if (input.type === "radio") input.checked = input.value === value;
      else if (input.name !== "id" || value) input.value = value;
    }
  }
}

function start(): void {
  if (!form) return;
  keepDraft();
  const select = field<HTMLSelectElement>("service");
  if (select) {
    select.addEventListener("change", () => showPapers(select.value));
    typeahead(select, next);
    showPapers(select.value);
  }
  watchNik();
  for (const name of ["nik", "name", "phone", "service"]) field(name)?.addEventListener("change", () => void ask());
  showDelivery();
  form.addEventListener("change", showDelivery);
  addEventListener("keydown", (event) => {
    const target = event.target;
    if (target instanceof HTMLInputElement && target.type === "radio") choosePaper(event, target);
    if (event.key !== "Enter" || !(target instanceof HTMLElement) || event.isComposing) return;
    if (event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if ((target instanceof HTMLInputElement || target instanceof HTMLSelectElement) && target.form === form) {
      event.preventDefault();
      next(target);
    }
  });
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
  printReceipt();
}

start();
