/** What the office knows of this person, and doubts about what was typed, before anything is saved. */
import type { KnownResident } from "../generated/counter.ts";
import { h } from "../shared/dom.ts";
import { hint } from "./nik.ts";

type Typed = HTMLInputElement | HTMLSelectElement;

export class Known {
  private readonly form: HTMLFormElement;
  private questions = 0;

  constructor(form: HTMLFormElement) {
    this.form = form;
  }

  watch(): void {
    const nik = this.field("nik");
    nik?.addEventListener("input", () => this.hinted(nik));
    for (const name of ["nik", "name", "phone", "service"])
      this.field<Typed>(name)?.addEventListener("change", () => void this.ask());
  }

  private field<T extends Typed = HTMLInputElement>(name: string): T | null {
    return this.form.querySelector<T>(`[name="${name}"]`);
  }

  private hinted(nik: HTMLInputElement): void {
    const place = document.querySelector<HTMLElement>("#nik-hint");
    const words = place?.dataset;
    if (!place || !words) return;
    const suggested = hint(nik.value, new Date(this.form.dataset.today ?? ""));
    const day = suggested?.born.toLocaleDateString(document.documentElement.lang, {
      day: "numeric",
      month: "long",
      year: "numeric",
    });
    const sex = suggested?.female ? words.female : words.male;
    place.textContent = suggested ? `${words.hint ?? ""} ${sex}, ${day}.` : "";
    if (suggested) void this.offer();
  }

  private async offer(): Promise<void> {
    const resident = await this.ask();
    if (!resident?.known) return;
    for (const key of ["name", "phone"] as const) {
      const input = this.field(key);
      if (!input || input.value) continue;
      input.value = resident[key];
      input.dispatchEvent(new Event("input", { bubbles: true }));
      if (document.activeElement === input) input.select();
    }
  }

  async ask(): Promise<KnownResident | null> {
    const address = this.form.dataset.knownUrl;
    if (!address) return null;
    const question = ++this.questions;
    const body = new URLSearchParams();
    for (const name of ["csrfmiddlewaretoken", "nik", "name", "phone", "service"])
      body.set(name, this.field<Typed>(name)?.value ?? "");
    const answer = await fetch(address, { method: "POST", body }).catch(() => null);
    if (!answer?.ok || question !== this.questions) return null;
    const resident = (await answer.json()) as KnownResident;
    this.show(resident);
    return resident;
  }

  private show({ known, last, doubts, open }: KnownResident): void {
    const seen = document.querySelector<HTMLElement>("[data-known]");
    if (seen) seen.textContent = known ? [seen.dataset.known, last].filter(Boolean).join(", ") : "";
    const place = document.querySelector<HTMLElement>("#doubts");
    if (!place) return;
    const links = open.map(({ number, address, service }, at) =>
      h(
        "a",
        { href: address, target: "_blank", class: "button button-small", "data-hotkey": at === 0 && "F8" },
        h("span", { class: "number" }, number),
        service,
        at === 0 && h("kbd", {}, "F8"),
      ),
    );
    const words = h("div", {}, ...doubts.map((sentence) => h("p", {}, sentence)));
    place.replaceChildren(words, ...(links.length ? [h("span", { class: "line" }, ...links)] : []));
    place.hidden = !doubts.length;
  }
}
