/** The papers of the chosen service: one key each, all at once by Alt and a key, and how many are answered. */

/** Only the checklist of the chosen service is seen and sent. */
export function showPapers(form: HTMLFormElement, code: string): void {
  for (const group of form.querySelectorAll<HTMLDetailsElement>("[data-service]")) {
    const chosen = group.dataset.service === code;
    group.hidden = !chosen;
    group.open = chosen;
    for (const input of group.querySelectorAll<HTMLInputElement>("input")) input.disabled = !chosen;
  }
  form.querySelector<HTMLElement>("[data-choose-first]")?.toggleAttribute("hidden", !!code);
  countPapers(form);
}

/** The rows of the checklist in sight. */
export function rows(form: HTMLFormElement): HTMLFieldSetElement[] {
  return [...form.querySelectorAll<HTMLFieldSetElement>("details[data-service]:not([hidden]) fieldset[data-paper]")];
}

/** Which way a paper came: "original", "copy", "missing", or undefined while nobody said. */
export function answerOf(row: HTMLFieldSetElement): string | undefined {
  return row.querySelector<HTMLInputElement>("input[type=radio]:checked")?.value;
}

export function countPapers(form: HTMLFormElement): void {
  const place = form.querySelector<HTMLElement>("[data-answered]");
  if (!place) return;
  const all = rows(form);
  const answered = all.filter(answerOf).length;
  place.hidden = !all.length;
  place.classList.toggle("badge-end", answered === all.length);
  place.classList.toggle("badge-resident", answered < all.length);
  place.textContent = (place.dataset.answered ?? "")
    .replace("%(n)s", `${answered}`)
    .replace("%(total)s", `${all.length}`);
}

/** Say the same of every paper; the last row is where the officer stands then. */
export function answerAll(form: HTMLFormElement, kind: string): HTMLInputElement | null {
  const radios = rows(form).map((row) => row.querySelector<HTMLInputElement>(`[data-key="${kind}"]`));
  for (const radio of radios) if (radio) radio.checked = true;
  const last = radios.at(-1) ?? null;
  last?.dispatchEvent(new Event("change", { bubbles: true }));
  return last;
}
