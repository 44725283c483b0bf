/** The counter's screen: the order of work is the order of focus, and every answer has a key. */
import { isTyping, pressHotkey, showKeys } from "../shared/hotkeys.ts";
import { toast } from "../shared/toast.ts";
import { callNumbers } from "./calls.ts";
import { empty, fillIn, keepDraft } from "./draft.ts";
import { Known } from "./known.ts";
import { LetterQuestions } from "./letter.ts";
import { Line } from "./line.ts";
import { chooseByLetter, next } from "./order.ts";
import { answerAll, answerOf, countPapers, rows, showPapers } from "./papers.ts";
import { previewReceipt } from "./preview.ts";
import { printReceipt, reprintOnOwnPaper } from "./printing.ts";
import { typeahead } from "./typeahead.ts";

const ALL_PAPERS: Record<string, string> = { a: "original", s: "copy" };

class Counter {
  private readonly form: HTMLFormElement;
  private readonly service: HTMLSelectElement | null;
  private readonly letter: LetterQuestions;

  constructor(form: HTMLFormElement) {
    this.form = form;
    this.service = form.querySelector<HTMLSelectElement>("[name=service]");
    this.letter = new LetterQuestions(form);
  }

  begin(): void {
    this.chooseService();
    keepDraft(this.form);
    new Known(this.form).watch();
    new Line(this.form).watch();
    previewReceipt(this.form);
    this.form.addEventListener("change", () => this.showParts());
    this.form.addEventListener("change", () => countPapers(this.form));
    this.showParts();
    this.forgetNameOfAnother();
    addEventListener("keydown", (event) => this.pressed(event));
    document.querySelector("[data-clear]")?.addEventListener("click", (event) => this.clear(event));
    this.form.addEventListener("input", () => this.putAway(), { once: true });
    if (this.form.hasAttribute("data-bound")) this.firstWrong()?.focus();
    printReceipt();
    reprintOnOwnPaper();
    callNumbers();
  }

  /** Where a refused form is to be mended first: a wrong field, else a paper nobody answered. */
  private firstWrong(): HTMLElement | null {
    const unanswered = rows(this.form).find((row) => !answerOf(row));
    const wrong = this.form.querySelector<HTMLElement>(".field-wrong :is(input:not([hidden]), select:not([hidden]))");
    return wrong ?? unanswered?.querySelector<HTMLElement>("input[type=radio]") ?? null;
  }

  private chooseService(): void {
    const select = this.service;
    if (!select) return;
    select.addEventListener("change", () => this.showService(select.value));
    typeahead(select, next);
    this.showService(select.value);
    for (const chip of this.often()) chip.addEventListener("click", () => this.take(chip));
  }

  private showService(code: string): void {
    showPapers(this.form, code);
    this.letter.show(code);
    this.markOften(code);
  }

  private often(): HTMLButtonElement[] {
    return [...this.form.querySelectorAll<HTMLButtonElement>("[data-often]")];
  }

  private markOften(code: string): void {
    for (const chip of this.often()) chip.setAttribute("aria-pressed", String(chip.dataset.often === code));
  }

  private take(chip: HTMLButtonElement): void {
    if (!this.service) return;
    this.service.value = chip.dataset.often ?? "";
    this.service.dispatchEvent(new Event("change", { bubbles: true }));
    const box = this.form.querySelector<HTMLElement>("[role=combobox]");
    if (box) next(box);
  }

  private showParts(): void {
    const courier = this.form.querySelector("[name=method][value=courier]:checked") !== null;
    const bringer = this.form.querySelector<HTMLInputElement>("[name=brought_by]:checked")?.value ?? "applicant";
    this.part("courier", courier);
    this.part("bringer", bringer !== "applicant");
  }

  private part(name: string, seen: boolean): void {
    this.form.querySelector<HTMLElement>(`[data-shown-by=${name}]`)?.toggleAttribute("hidden", !seen);
  }

  /** In a family's next file another NIK is another person: the name that came along goes. */
  private forgetNameOfAnother(): void {
    if (!this.form.hasAttribute("data-family")) return;
    const [nik, name] = ["nik", "name"].map((field) => this.form.querySelector<HTMLInputElement>(`[name=${field}]`));
    const forget = () => Object.assign(name ?? {}, { value: "" });
    nik?.addEventListener("input", forget, { once: true });
  }

  private pressed(event: KeyboardEvent): void {
    const target = event.target;
    if (event.isComposing || document.querySelector("dialog[open]")) return; // Esc closes what lies on the form
    if (event.altKey && this.pressedWithAlt(event)) return;
    if (event.key === "Escape" && !event.defaultPrevented) this.clear(event);
    if (pressHotkey(event)) return;
    if (event.key === "?" && !isTyping(event)) showKeys();
    if (target instanceof HTMLInputElement && target.type === "radio" && chooseByLetter(event, target)) return;
    else if (event.key === "Enter") this.entered(event);
  }

  private entered(event: KeyboardEvent): void {
    const target = event.target;
    if (event.ctrlKey) {
      event.preventDefault();
      this.form.requestSubmit();
    } else if (
      (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) &&
      target.form === this.form
    ) {
      event.preventDefault();
      next(target);
    }
  }

  private pressedWithAlt(event: KeyboardEvent): boolean {
    if (event.key.toLowerCase() === "l" && this.letter.turn()) {
      event.preventDefault();
      return true;
    }
    const chip = /^Digit[1-9]$/.test(event.code) ? this.often()[Number(event.code.slice(5)) - 1] : undefined;
    const kind = ALL_PAPERS[event.key.toLowerCase()];
    if (!chip && !kind) return false;
    event.preventDefault();
    if (chip) this.take(chip);
    else if (kind) answerAll(this.form, kind)?.focus();
    return true;
  }

  private clear(event: Event): void {
    event.preventDefault();
    const before = empty(this.form);
    this.letter.empty();
    const clear = document.querySelector<HTMLElement>("[data-clear]")?.dataset;
    this.refresh();
    toast(clear?.cleared ?? "", clear?.undo ?? "", () => {
      fillIn(this.form, before);
      this.refresh();
    });
  }

  private refresh(): void {
    this.service?.dispatchEvent(new Event("change", { bubbles: true }));
    this.form.querySelector<HTMLInputElement>("[role=combobox]")?.focus();
  }

  /** The receipt of the file before makes room for the one that is being typed. */
  private putAway(): void {
    document.querySelector<HTMLElement>("[data-done]")?.toggleAttribute("hidden", true);
    document.querySelector<HTMLElement>("[data-preview]")?.toggleAttribute("hidden", false);
  }
}

const form = document.querySelector<HTMLFormElement>("#intake");
if (form) {
  document.querySelector("[data-preview]")?.toggleAttribute("hidden", !!document.querySelector("[data-done]"));
  new Counter(form).begin();
}
