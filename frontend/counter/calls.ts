/** The next number of the waiting room by one press, without touching what is typed. */
import type { NumberCalled } from "../generated/counter.ts";

export function callNumbers(): void {
  const form = document.querySelector<HTMLFormElement>("[data-calls]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void call(form);
  });
}

async function call(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector("button");
  if (!button || button.disabled) return;
  button.disabled = true;
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    show(form, (await answer.json()) as NumberCalled);
  } catch {
    say(form, form.dataset.failed ?? "", true); // pressing again calls the same number
  } finally {
    button.disabled = false;
  }
}

function show(form: HTMLFormElement, called: NumberCalled): void {
  const after = form.querySelector<HTMLInputElement>("[name=after]");
  if (after) after.value = String(called.number);
  const label = form.querySelector("button > span");
  if (label) label.textContent = called.label;
  say(form, called.sentence, false);
}

function say(form: HTMLFormElement, sentence: string, seen: boolean): void {
  const status = form.querySelector("[role=status]");
  status?.classList.toggle("visually-hidden", !seen);
  if (status) status.textContent = sentence;
}
