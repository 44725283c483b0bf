/** A form in steps with one fixed button in the thumb's reach; the phone's own way back goes a step back. */
import { type Child, h } from "../shared/dom.ts";
import { problemBox, showProblem } from "./door_form.ts";
import { type Icon, icon } from "./icons.ts";
import type { Standing } from "./standing.ts";
import { t } from "./words.ts";

/** What the fixed button says now; `instead` is done by it in place of going on. */
export interface Button {
  words: string;
  icon: Icon;
  instead?: () => void;
}

/** One step. `leave` says why one cannot go on, or nothing; that of the last step does the act. */
export interface Step {
  title: string;
  fields: Child[];
  button: () => Button;
  leave: () => string | Promise<string>;
  enter?: () => void;
}

/** The form and where one stands in it. */
export class Walk {
  readonly form: HTMLFormElement;
  private place = 0;
  private leaving = false;
  private readonly steps: Step[];
  private readonly sections: HTMLElement[];
  private readonly press: HTMLButtonElement;
  private readonly bar: HTMLElement;
  private readonly sum = h("span", { class: "num soft" });

  constructor(door: Standing, steps: Step[], kind: "primary" | "danger" = "primary") {
    this.steps = steps;
    this.press = h("button", { type: "submit", class: `button button-${kind}` });
    this.bar = h("div", { class: "steps", "aria-hidden": "true" }, ...steps.map(() => h("i")));
    this.sections = steps.map(({ title, fields }) =>
      h("section", { hidden: true }, h("h1", { tabindex: -1 }, title), ...fields),
    );
    const many = steps.length > 1;
    this.form = h(
      "form",
      { class: "walk", novalidate: true, submit: (event) => this.pressed(event) },
      h("div", { class: "walk-top" }, this.back(door), many && this.sum),
      many && this.bar,
      ...this.sections,
      h("footer", { class: "bottom" }, problemBox(), this.press),
    );
    this.followTheWayBack(location.hash);
    this.form.addEventListener("input", () => {
      showProblem(this.form, "");
      this.look();
    });
    this.form.addEventListener("toggle", () => this.look(), true);
  }

  /** The form at its first step. */
  begin(): HTMLFormElement {
    history.replaceState({ step: 0 }, "");
    this.show(0);
    return this.form;
  }

  /** The button says what is next; to be called when something was filled in. */
  look(): void {
    const button = this.steps[this.place]?.button();
    if (button) this.press.replaceChildren(icon(button.icon), button.words);
  }

  /** Go on, as if the button had been pressed. */
  async on(): Promise<void> {
    if (this.leaving) return;
    this.leaving = true;
    try {
      const problem = (await this.steps[this.place]?.leave()) ?? "";
      showProblem(this.form, problem);
      this.look();
      if (problem || this.place + 1 >= this.steps.length) return;
      history.pushState({ step: this.place + 1 }, "");
      this.show(this.place + 1);
      this.sections[this.place]?.querySelector("h1")?.focus();
      scrollTo(0, 0);
    } finally {
      this.leaving = false;
    }
  }

  private show(place: number): void {
    this.place = place;
    for (const [at, section] of this.sections.entries()) section.hidden = at !== place;
    for (const [at, mark] of [...this.bar.children].entries())
      mark.className = at < place ? "done" : at === place ? "now" : "";
    this.sum.textContent = `${t("Langkah")} ${place + 1} ${t("dari")} ${this.steps.length}`;
    showProblem(this.form, "");
    this.steps[place]?.enter?.();
    this.look();
  }

  private pressed(event: Event): void {
    event.preventDefault();
    if (event.target !== this.form) return; // the box of the scanner is a form of its own
    const instead = this.steps[this.place]?.button().instead;
    if (instead) instead();
    else void this.on();
  }

  private back(door: Standing): HTMLElement {
    const click = (event: Event): void => {
      if (!this.place) return;
      event.preventDefault();
      history.back();
    };
    const attributes = { class: "button button-quiet", href: `#titik/${door.number}`, click };
    return h("a", attributes, icon("left"), door.name || door.number);
  }

  private followTheWayBack(hash: string): void {
    const back = ({ state }: PopStateEvent): void => {
      if (!this.form.isConnected) removeEventListener("popstate", back);
      else if (location.hash === hash) this.show(Math.min(this.place, Number(state?.step) || 0));
    };
    addEventListener("popstate", back);
  }
}
