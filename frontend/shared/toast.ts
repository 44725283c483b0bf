/** A sentence that goes away by itself, with a way back for who did not mean it. */
import { h } from "./dom.ts";

const STAYS = 12_000; // ms

/** Show it at the foot of the page; `back` is called when the person takes the act back. */
export function toast(sentence: string, undo: string, back: () => void): void {
  document.querySelector(".toast")?.remove();
  const shown = h(
    "div",
    { class: "toast", role: "status" },
    h("span", {}, sentence),
    h("button", { class: "button button-small", type: "button", click: take }, undo),
  );
  document.body.append(shown);
  const timer = setTimeout(() => shown.remove(), STAYS);
  function take(): void {
    clearTimeout(timer);
    shown.remove();
    back();
  }
}
