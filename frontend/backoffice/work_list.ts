/** The list of what waits, by keys: move, pick, open, and one act for all that were picked. */
import { isTyping, listenForHotkeys } from "../shared/hotkeys.ts";
import { keepFresh } from "./fresh.ts";

class WorkList {
  private readonly form: HTMLFormElement;
  private at = -1;

  constructor(form: HTMLFormElement) {
    this.form = form;
  }

  private get bar(): HTMLElement | null {
    return this.form.querySelector<HTMLElement>("[data-selection]");
  }

  begin(): void {
    this.form.addEventListener("change", (event) => this.ticked(event.target));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.form.addEventListener("click", (event) => this.clicked(event));
    addEventListener("keydown", (event) => this.pressed(event));
    addEventListener("pageshow", () => this.draw());
    this.draw();
  }

  private rows(within: ParentNode | null = this.form): HTMLTableRowElement[] {
    return [...(within?.querySelectorAll<HTMLTableRowElement>("[data-row]") ?? [])];
  }

  private tickOf(row: HTMLTableRowElement): HTMLInputElement | null {
    return row.querySelector<HTMLInputElement>("[name=number]");
  }

  private pick(rows: HTMLTableRowElement[], picked: boolean): void {
    for (const row of rows) {
      const tick = this.tickOf(row);
      if (tick) tick.checked = picked;
    }
    this.draw();
  }

  private ticked(target: EventTarget | null): void {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches("[data-pick-all]")) this.pick(this.rows(), target.checked);
    else if (target.matches("[data-pick-group]")) this.pick(this.rows(target.closest("[data-group]")), target.checked);
    else this.draw();
  }

  /** A press beside link and tick opens the file, as anywhere in the row. */
  private clicked(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-none]")) this.pick(this.rows(), false);
    if (!event.target.closest("a, input, .pick")) event.target.closest("[data-row]")?.querySelector("a")?.click();
  }

  /** The list as the server has it now, where nobody is at work on it; whether anything new is in it. */
  renew(fresh: HTMLFormElement): boolean {
    const numbers = (form: HTMLFormElement) =>
      [...form.querySelectorAll<HTMLInputElement>("[name=number]")].map((tick) => tick.value);
    const before = new Set(numbers(this.form));
    const row = this.rows()[this.at];
    const held = row && this.tickOf(row)?.value;
    this.form.replaceChildren(...fresh.childNodes);
    this.at = this.rows().findIndex((each) => this.tickOf(each)?.value === held);
    this.draw();
    return numbers(this.form).some((number) => !before.has(number));
  }

  /** Whether somebody picks files or writes a reason: then the list holds still. */
  get isInUse(): boolean {
    return this.rows().some((row) => this.tickOf(row)?.checked) || document.activeElement instanceof HTMLInputElement;
  }

  /** The bar offers what can be done to every picked file. */
  private draw(): void {
    const picked = this.rows().filter((row) => this.tickOf(row)?.checked);
    for (const [place, row] of this.rows().entries()) {
      row.classList.toggle("picked", picked.includes(row));
      row.classList.toggle("at", place === this.at);
    }
    const bar = this.bar;
    if (!bar) return;
    const count = bar.querySelector("[data-picked]");
    if (count) count.textContent = String(picked.length);
    bar.hidden = !picked.length;
    bar.querySelector("[data-none]")?.removeAttribute("hidden"); // without script there is nothing it could do
    const common = picked.map((row) => new Set(row.dataset.kinds?.split(" ")));
    for (const button of this.acts())
      button.hidden = !picked.length || !common.every((kinds) => kinds.has(button.dataset.act ?? ""));
    this.askReason(false);
  }

  private acts(): HTMLButtonElement[] {
    return [...this.form.querySelectorAll<HTMLButtonElement>("[data-act]")];
  }

  private askReason(asked: boolean): void {
    const box = this.form.querySelector<HTMLElement>("[data-reason-box]");
    if (!box) return;
    box.hidden = !asked;
    const input = box.querySelector("input");
    if (!asked || !input) return;
    input.placeholder = input.dataset.asked ?? "";
    input.focus();
  }

  /** An act that needs a reason asks for it at its first press. */
  private submitted(event: SubmitEvent): void {
    const input = this.form.querySelector<HTMLInputElement>("[name=reason]");
    if (!event.submitter?.hasAttribute("data-reason") || input?.value.trim()) return;
    event.preventDefault();
    this.askReason(true);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") this.pick(this.rows(), false);
    if (isTyping(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.moved(event.key)) event.preventDefault();
  }

  private moved(key: string): boolean {
    const rows = this.rows();
    const row = rows[this.at];
    if (key === "j" || key === "k") return this.go(this.at + (key === "j" ? 1 : -1));
    if (key === "x" && row) this.pick([row], !this.tickOf(row)?.checked);
    else if (key === "Enter" && row) row.querySelector("a")?.click();
    else return this.actBy(key);
    return true;
  }

  private go(to: number): boolean {
    this.at = Math.min(Math.max(to, 0), this.rows().length - 1);
    this.rows()[this.at]?.scrollIntoView({ block: "nearest" });
    this.draw();
    return true;
  }

  private actBy(key: string): boolean {
    const button = this.acts().find((act) => !act.hidden && act.dataset.key === key.toLowerCase());
    button?.click();
    return button !== undefined;
  }
}

const form = document.querySelector<HTMLFormElement>("[data-work]");
const list = form ? new WorkList(form) : undefined;
list?.begin();
keepFresh(list);
listenForHotkeys();
