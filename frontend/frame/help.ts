/** What this page is for and what happens next: one sheet on every page, by its button, F1, or `#bantuan` behind an address. */
import { HELP_MARK } from "./help_mark.ts";

/** The sheet is put into the page when it is first wanted: until then its words are not among those of the page. */
function begin(words: HTMLTemplateElement): void {
  let sheet: HTMLDialogElement | undefined;
  const toggle = () => {
    if (sheet?.open) sheet.close();
    else if (!document.querySelector("dialog[open]")) {
      sheet ??= placed(words);
      sheet.showModal();
    }
  };
  addEventListener("keydown", (event) => {
    if (event.key !== "F1" || document.body.dataset.locked !== undefined) return;
    event.preventDefault();
    toggle();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", toggle);
  }
  const openWhenAsked = () => location.hash === HELP_MARK && !sheet?.open && toggle();
  addEventListener("hashchange", openWhenAsked);
  openWhenAsked();
}

function placed(words: HTMLTemplateElement): HTMLDialogElement {
  document.body.append(words.content.cloneNode(true));
  const sheet = document.querySelector("dialog.page-help") as HTMLDialogElement;
  sheet.addEventListener("close", () => {
    if (location.hash === HELP_MARK) history.replaceState(null, "", location.pathname + location.search);
  });
  return sheet;
}

const words = document.querySelector<HTMLTemplateElement>("[data-help-words]");
if (words) begin(words);
