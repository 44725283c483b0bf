/** The order of work: fields as they stand in the form, the button last. */

/** What Enter walks through, as far as it is to be seen. */
function reachable(form: HTMLFormElement): HTMLElement[] {
  const all = form.querySelectorAll<HTMLElement>("input, select, button:not([type=button])");
  return [...all].filter(
    (element) =>
      element.checkVisibility() &&
      !element.hasAttribute("disabled") &&
      !(element instanceof HTMLInputElement && element.type === "radio" && !stands(element)),
  );
}

/** A group of choices is entered at what is chosen, or at its first where nothing is. */
function stands(radio: HTMLInputElement): boolean {
  const group = groupOf(radio);
  return (group.find((input) => input.checked) ?? group[0]) === radio;
}

/** The radios that are one question. */
export function groupOf(radio: HTMLInputElement): HTMLInputElement[] {
  const all = radio.form?.querySelectorAll<HTMLInputElement>(`[name="${radio.name}"]`) ?? [];
  return [...all].filter((input) => !input.disabled);
}

/** Go on from here; what is filled in is selected as by Tab, so that typing replaces it. */
export function next(from: HTMLElement): void {
  const form = from.closest("form");
  if (!form) return;
  const order = reachable(form);
  const to = order[order.indexOf(from) + 1];
  to?.focus();
  if (to instanceof HTMLInputElement && !["radio", "checkbox"].includes(to.type)) to.select();
}

/** One letter chooses among the radios of this question and goes on; null where it means none of them. */
export function chooseByLetter(event: KeyboardEvent, radio: HTMLInputElement): HTMLInputElement | null {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  const wanted = groupOf(radio).find((input) => letterOf(input) === event.key.toLowerCase());
  if (!wanted) return null;
  event.preventDefault();
  wanted.checked = true;
  wanted.dispatchEvent(new Event("change", { bubbles: true }));
  next(wanted);
  return wanted;
}

function letterOf(radio: HTMLInputElement): string | undefined {
  return radio.closest("label")?.querySelector("u.key")?.textContent?.toLowerCase();
}
