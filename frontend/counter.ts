/** The counter's screen: choose a service by two letters, hints from the NIK, the draft survives a lost session. */
import { hint } from "./nik.ts";
import { printReceipt } from "./printing.ts";

const form = document.querySelector<HTMLFormElement>("#intake");
const DRAFT = "siantar-loket";

function field<T extends HTMLElement = HTMLInputElement>(name: string): T | null {
  return form?.querySelector<T>(`[name="${name}"]`) ?? null;
}

/** A text box over the select: two letters choose among the services, arrows and Enter take one. */
function typeahead(select: HTMLSelectElement): void {
  const box = document.createElement("input");
  const list = document.createElement("ul");
  const label = document.querySelector<HTMLLabelElement>(`label[for="${select.id}"]`);
  Object.assign(box, { id: `${select.id}-ketik`, autocomplete: "off" });
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", `${select.id}-daftar`);
  box.setAttribute("aria-autocomplete", "list");
  list.id = `${select.id}-daftar`;
  list.className = "options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label?.textContent ?? "");
  list.hidden = true;
  if (label) label.htmlFor = box.id;
  select.hidden = true;
  select.after(box, list);
  box.value = select.value ? (select.selectedOptions[0]?.text ?? "") : "";
  let at = 0;

  const found = () => {
    const wanted = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    return [...select.options].filter(
      (option) => option.value && wanted.every((word) => option.text.toLowerCase().includes(word)),
    );
  };
  const draw = () => {
    const options = found();
    at = Math.min(at, Math.max(options.length - 1, 0));
    list.replaceChildren(
      ...options.map((option, place) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${place}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", String(place === at));
        item.textContent = option.text;
        item.addEventListener("mousedown", (event) => {
          event.preventDefault();
          choose(option);
        });
        return item;
      }),
    );
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-activedescendant", options.length ? `${list.id}-${at}` : "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const shut = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };
  const choose = (option: HTMLOptionElement) => {
    select.value = option.value;
    box.value = option.text;
    shut();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  box.addEventListener("input", () => {
    at = 0;
    draw();
  });
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", () => {
    const only = found();
    const taken = only[at];
    if (!list.hidden && box.value && taken) choose(taken);
    shut();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at += list.hidden ? 0 : event.key === "ArrowDown" ? 1 : -1;
      at = Math.max(at, 0);
      draw();
      event.preventDefault();
    } else if (event.key === "Enter" && !list.hidden) {
      const option = found()[at];
      if (option) choose(option);
      event.preventDefault();
      event.stopPropagation();
      next(box);
    } else if (event.key === "Escape") shut();
  });
  box.focus();
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
}

/** The order of work: the form, the papers of the service beside it, and the button last. */
function reachable(): HTMLElement[] {
  const parts = ["#intake input, #intake select", "[form=intake]", "#intake button"];
  const all = parts.flatMap((part) => [...document.querySelectorAll<HTMLElement>(part)]);
  return all.filter(
    (one) => one.offsetParent && !one.hasAttribute("disabled") && !(one instanceof HTMLInputElement && one.type === "radio" && !one.checked),
  );
}

function next(from: HTMLElement): void {
  const order = reachable();
  const to = order[order.indexOf(from) + 1];
  to?.focus();
  if (to instanceof HTMLInputElement && to.type !== "radio") to.select(); // as Tab does: typing replaces what was filled in
}

async function offerKnown(nik: string): Promise<void> {
  if (!form?.dataset.knownUrl) return;
  const token = field("csrfmiddlewaretoken")?.value ?? "";
  const body = new URLSearchParams({ nik, csrfmiddlewaretoken: token });
  const answer = await fetch(form.dataset.knownUrl, { method: "POST", body }).catch(() => null);
  if (!answer?.ok) return;
  const known = (await answer.json()) as { known: boolean; name?: string; phone?: string };
  if (!known.known) return;
  for (const key of ["name", "phone"] as const) {
    const input = field(key);
    if (!input || input.value) continue;
    input.value = known[key] ?? "";
    if (document.activeElement === input) input.select();
  }
}

function watchNik(): void {
  const nik = field("nik");
  const place = document.querySelector<HTMLElement>("#nik-hint");
  nik?.addEventListener("input", () => {
    const told = hint(nik.value, new Date(form?.dataset.today ?? ""));
    const words = place?.dataset;
    if (!place || !words) return;
    const day = told?.born.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    place.textContent = told ? `${words.hint ?? ""} ${told.female ? words.female : words.male}, ${day}.` : "";
    if (told) void offerKnown(nik.value);
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
  const kept = sessionStorage.getItem(DRAFT);
  if (!kept || form?.hasAttribute("data-bound")) return;
  for (const [name, value] of JSON.parse(kept) as [string, string][]) {
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
    typeahead(select);
    showPapers(select.value);
  }
  watchNik();
  showDelivery();
  form.addEventListener("change", showDelivery);
  addEventListener("keydown", (event) => {
    const target = event.target;
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
