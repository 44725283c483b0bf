/** What the letter of the chosen service asks: one line until the officer opens it, then open for every file at this desk. */
const OPEN = "siantar-loket-surat";

export class LetterQuestions {
  private readonly asked = new Map<string, HTMLDetailsElement>();
  private readonly form: HTMLFormElement;

  constructor(form: HTMLFormElement) {
    this.form = form;
  }

  /** Only the questions of this service are there; what was typed for another comes back with it. */
  show(service: string): void {
    const questions = this.asked.get(service) ?? this.questions(service);
    this.form.querySelector("[data-letter-place]")?.replaceChildren(...(questions ? [questions] : []));
  }

  /** Open the questions and go to the first, or close them; whether there are any. */
  turn(): boolean {
    const questions = this.form.querySelector<HTMLDetailsElement>("[data-letter-place] details");
    if (!questions) return false;
    questions.open = !questions.open;
    localStorage.setItem(OPEN, questions.open ? "1" : "");
    if (questions.open) questions.querySelector<HTMLElement>("input, select")?.focus();
    return true;
  }

  /** Forget what was typed for any letter. */
  empty(): void {
    this.asked.clear();
  }

  private questions(service: string): HTMLDetailsElement | undefined {
    const template = this.form.querySelector<HTMLTemplateElement>(`[data-letter="${CSS.escape(service)}"]`);
    const questions = (template?.content.cloneNode(true) as DocumentFragment | undefined)?.querySelector("details");
    if (!questions) return undefined;
    if (localStorage.getItem(OPEN)) questions.open = true;
    this.asked.set(service, questions);
    return questions;
  }
}
