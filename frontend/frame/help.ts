/** What this page is for and what happens next: one sheet on every page, by its button, F1, or `#bantuan` behind an address. */
import { HELP_MARK } from "./help_mark.ts";

const sheet = document.querySelector<HTMLDialogElement>("[data-help-sheet]");

function toggle(): void {
  if (sheet?.open) sheet.close();
  else if (!document.querySelector("dialog[open]")) sheet?.showModal();
}

if (sheet) {
  addEventListener("keydown", (event) => {
    if (event.key !== "F1" || document.body.dataset.locked !== undefined) return;
    event.preventDefault();
    toggle();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", toggle);
  }
  const openWhenAsked = () => location.hash === HELP_MARK && !sheet.open && toggle();
  addEventListener("hashchange", openWhenAsked);
  openWhenAsked();
  sheet.addEventListener("close", () => {
    if (location.hash === HELP_MARK) history.replaceState(null, "", location.pathname + location.search);
  });
}
