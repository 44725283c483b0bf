/** A text box over a select: two letters choose among its options, arrows and Enter take one. */

/** Turn `select` into a combobox; `taken` is called when Enter took an option. */
export function typeahead(select: HTMLSelectElement, taken: (box: HTMLInputElement) => void): void {
  new Typeahead(select, taken).begin();
}

/** How well an option fits: every word the beginning of one of its words comes first. */
export function rank(text: string, words: readonly string[]): number {
  const own = text.toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => !own.some((part) => part.startsWith(word))).length;
}

class Typeahead {
  private readonly select: HTMLSelectElement;
  private readonly taken: (box: HTMLInputElement) => void;
  private readonly box = document.createElement("input");
  private readonly list = document.createElement("ul");
  private at = 0;

  constructor(select: HTMLSelectElement, taken: (box: HTMLInputElement) => void) {
    this.select = select;
    this.taken = taken;
  }

  begin(): void {
    this.build();
    this.box.addEventListener("input", () => {
      this.at = 0;
      this.draw();
    });
    this.box.addEventListener("focus", () => this.box.select());
    this.box.addEventListener("blur", () => {
      const option = this.fitting()[this.at];
      if (!this.list.hidden && this.box.value && option) this.choose(option);
      this.shut();
      this.judge();
    });
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.select.addEventListener("change", () => this.show());
    this.box.focus();
  }

  private build(): void {
    const { select, box, list } = this;
    const label = document.querySelector<HTMLLabelElement>(`label[for="${select.id}"]`);
    Object.assign(box, { id: `${select.id}-ketik`, autocomplete: "off" });
    Object.assign(list, { id: `${select.id}-daftar`, className: "options", hidden: true });
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-autocomplete", "list");
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", label?.textContent ?? "");
    if (label) label.htmlFor = box.id;
    select.hidden = true;
    select.after(box, list);
    box.required = select.required;
    select.required = false; // a hidden field refuses in silence
    this.show();
  }

  /** What the select holds, whoever chose it. */
  private show(): void {
    const { select, box } = this;
    box.value = select.value ? (select.selectedOptions[0]?.text ?? "") : "";
    this.judge();
  }

  private fitting(): HTMLOptionElement[] {
    const words = this.box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const options = [...this.select.options].filter(
      (option) => option.value && words.every((word) => option.text.toLowerCase().includes(word)),
    );
    return options.sort((one, other) => rank(one.text, words) - rank(other.text, words));
  }

  private draw(): void {
    const { box, list } = this;
    const options = this.fitting();
    this.at = Math.min(this.at, Math.max(options.length - 1, 0));
    list.replaceChildren(...options.map((option, place) => this.item(option, place)));
    if (!options.length) list.append(this.nothing());
    this.judge();
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.setAttribute("aria-activedescendant", options.length ? `${list.id}-${this.at}` : "");
    list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  private nothing(): HTMLLIElement {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = this.select.dataset.unmatched ?? "";
    return item;
  }

  private item(option: HTMLOptionElement, place: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(place === this.at));
    item.textContent = option.text;
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.choose(option);
    });
    return item;
  }

  /** Say in the box what is wrong with it: nothing chosen, or a word that fits no option. */
  private judge(): void {
    const { box, select } = this;
    const fits = this.select.selectedOptions[0]?.text === box.value && select.value !== "";
    const words = box.value ? select.dataset.unmatched : select.dataset.missing;
    box.setCustomValidity(fits ? "" : (words ?? ""));
  }

  private shut(): void {
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
  }

  private choose(option: HTMLOptionElement): void {
    this.select.value = option.value;
    this.shut();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = Math.max(0, this.at + (this.list.hidden ? 0 : step));
      this.draw();
      event.preventDefault();
    } else if (event.key === "Enter" && !this.list.hidden) {
      const option = this.fitting()[this.at];
      event.preventDefault();
      event.stopPropagation();
      if (!option) return;
      this.choose(option);
      this.taken(this.box);
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.shut();
      event.preventDefault();
    }
  }
}
