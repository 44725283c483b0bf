/** Ctrl+K from anywhere: a page by its name, or a file by what is typed. */
import { h } from "../shared/dom.ts";
import { HELP_MARK } from "./help_mark.ts";
import { matching, matchingHelp, type PageLink } from "./page_search.ts";

const MOST = 8;

class Finder {
  private readonly dialog: HTMLDialogElement;
  private readonly box: HTMLInputElement;
  private readonly list: HTMLElement;
  private readonly pages: PageLink[];
  private readonly helps: PageLink[];
  private readonly helpWord: string;
  private readonly guideWord: string;
  private guides: PageLink[] = [];
  private readonly files: boolean;
  private chosen = 0;

  constructor(dialog: HTMLDialogElement, guideWord: string, guides: Promise<PageLink[]>) {
    this.dialog = dialog;
    this.guideWord = guideWord;
    this.box = dialog.querySelector("input[type=search]") as HTMLInputElement;
    this.list = dialog.querySelector("[role=listbox]") as HTMLElement;
    this.pages = pagesOfTheRail(".rail li a");
    this.helpWord = document.querySelector<HTMLElement>("[data-help-words]")?.dataset.helpWords ?? "";
    this.helps = helpOfPages(this.helpWord);
    const search = new URL((dialog.querySelector("form") as HTMLFormElement).action).pathname;
    this.files = this.pages.some((page) => page.address === search);
    this.box.addEventListener("input", () => this.draw(0));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    guides.then((found) => {
      this.guides = found;
      if (this.dialog.open) this.draw(this.chosen);
    });
  }

  open(): void {
    if (this.dialog.open) return;
    this.box.value = "";
    this.dialog.showModal();
    this.draw(0);
  }

  private draw(chosen: number): void {
    const typed = this.box.value;
    const helps = matchingHelp(this.helps, typed, this.helpWord);
    const guides = matchingHelp(this.guides, typed, this.guideWord);
    const found = [...matching(this.pages, typed), ...helps, ...guides].slice(0, MOST);
    this.chosen = Math.min(Math.max(chosen, 0), Math.max(found.length - 1, 0));
    const options = found.map((page, place) => {
      const selected = String(place === this.chosen);
      const go = () => this.go(page);
      return h("li", { role: "option", id: `finder-${place}`, "aria-selected": selected, click: go }, page.name);
    });
    this.list.replaceChildren(...options);
    if (found.length) this.box.setAttribute("aria-activedescendant", `finder-${this.chosen}`);
    else this.box.removeAttribute("aria-activedescendant");
    this.say(found.length);
  }

  private go(page: PageLink): void {
    this.dialog.close();
    location.assign(page.address);
  }

  private say(count: number): void {
    const files = this.dialog.querySelector<HTMLElement>("[data-finder-files]");
    const none = this.dialog.querySelector<HTMLElement>("[data-finder-none]");
    if (files) files.hidden = count > 0 || !this.files;
    if (none) none.hidden = count > 0 || this.files;
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.draw(this.chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      const page = this.list.querySelector<HTMLElement>("[aria-selected=true]");
      if (page || !this.files || !this.box.value.trim()) event.preventDefault();
      page?.click();
    }
  }
}

function pagesOfTheRail(which: string): PageLink[] {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(which)];
  const pages = links.map((link) => ({ address: link.pathname, name: nameOf(link) }));
  return pages.filter((page, place) => pages.findIndex((other) => other.address === page.address) === place);
}

/** The help of this page first, then that of the others a person may go to. */
function helpOfPages(word: string): PageLink[] {
  if (!word) return [];
  const title = document.querySelector("h1")?.textContent?.trim() ?? "";
  const others = pagesOfTheRail(".rail li a[data-helped]").filter((page) => page.address !== location.pathname);
  const helps = others.map(({ address, name }) => ({ address: address + HELP_MARK, name: `${word}: ${name}` }));
  return [{ address: HELP_MARK, name: `${word}: ${title}` }, ...helps];
}

/** The headings of the guides; none without network, and the rest is found all the same. */
async function headings(address: string | undefined): Promise<PageLink[]> {
  if (!address) return [];
  const answer = await fetch(address).catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as { pages: PageLink[] }).pages : [];
}

function nameOf(link: HTMLAnchorElement): string {
  return (link.querySelector("span")?.textContent ?? link.textContent ?? "").trim();
}

/** The dialog is put into the page when it is first wanted: until then no other box has its name. */
function begin(template: HTMLTemplateElement): void {
  let finder: Finder | undefined;
  const open = () => {
    finder ??= new Finder(placed(template), template.dataset.guideWord ?? "", headings(template.dataset.guides));
    finder.open();
  };
  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    if (document.body.dataset.locked !== undefined) return;
    event.preventDefault();
    open();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-find]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
}

function placed(template: HTMLTemplateElement): HTMLDialogElement {
  document.body.append(template.content.cloneNode(true));
  return document.querySelector("dialog.finder") as HTMLDialogElement;
}

const template = document.querySelector<HTMLTemplateElement>("[data-finder]");
if (template) begin(template);
