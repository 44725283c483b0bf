/** What was typed survives a lost session in this tab only; the NIK stays out of what is kept. */
const DRAFT = "siantar-loket";
const NOT_KEPT = ["csrfmiddlewaretoken", "nik", "family"];
const A_NUMBER_OF_SOMEBODY = /^surat-.*[-_](nik|kk)([-_]|$)/; // in what a letter asks

export type Entries = [string, string][];

/** What the form holds now. */
export function entriesOf(form: HTMLFormElement): Entries {
  return [...new FormData(form).entries()].map(([name, value]) => [name, String(value)]);
}

/** Put it back. */
export function fillIn(form: HTMLFormElement, entries: Entries): void {
  for (const [name, value] of entries) {
    for (const input of form.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
      else if (input.name !== "id" || value) input.value = value;
      if (name === "service") input.dispatchEvent(new Event("change", { bubbles: true })); // its letter's questions come
    }
  }
}

/** Forget the draft of what was saved; bring back what was not, and keep what is typed from now on. */
export function keepDraft(form: HTMLFormElement): void {
  if (form.hasAttribute("data-saved")) sessionStorage.removeItem(DRAFT);
  else if (!form.hasAttribute("data-bound")) restore(form);
  form.addEventListener("input", () => {
    const kept = entriesOf(form).filter(([name]) => !NOT_KEPT.includes(name) && !A_NUMBER_OF_SOMEBODY.test(name));
    sessionStorage.setItem(DRAFT, JSON.stringify(kept));
  });
}

function restore(form: HTMLFormElement): void {
  const draft = sessionStorage.getItem(DRAFT);
  if (draft) fillIn(form, JSON.parse(draft) as Entries);
}

/** Empty the form; gives back what stood there, for who pressed the key by mistake. */
export function empty(form: HTMLFormElement): Entries {
  const before = entriesOf(form);
  for (const input of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input:not([type=hidden]), select")) {
    if (input instanceof HTMLSelectElement) input.selectedIndex = 0;
    else if (input.type === "radio" || input.type === "checkbox")
      input.checked = ["method", "told_by"].includes(input.name) && input.defaultChecked;
    else input.value = "";
  }
  sessionStorage.removeItem(DRAFT);
  return before;
}
