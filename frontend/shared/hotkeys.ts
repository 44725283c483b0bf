/** Keys that press what says so itself: `data-hotkey="F2"`, `data-hotkey="s"`; `?` shows the keys of the page. */
import { h } from "./dom.ts";

/** Whether somebody types here; the ticks of a list take no letters. */
export function isTyping({ target }: Event): boolean {
  return target instanceof HTMLElement && target.matches("input:not(.tick), select, textarea");
}

/** Listen on the whole page; letters are left alone while somebody types. */
export function listenForHotkeys(): void {
  addEventListener("keydown", (event) => {
    const typing = isTyping(event);
    if (event.ctrlKey || event.altKey || event.metaKey || (typing && event.key.length === 1)) return;
    if (!typing && event.key === "?") showKeys();
    else pressHotkey(event);
  });
}

/** All keys of the page, read from where they are written; Esc closes it. */
export function showKeys(): void {
  document.querySelector("dialog.key-list")?.remove();
  const written = [...document.querySelectorAll<HTMLElement>("a, button, .keys span")].filter(
    (element) => element.querySelector("kbd") && element.offsetParent,
  );
  const lines = written.map((element) => {
    const keys = [...element.querySelectorAll("kbd")].map((key) => h("kbd", {}, key.textContent ?? ""));
    const words = [...element.childNodes].filter((node) => !(node instanceof HTMLElement && node.matches("kbd")));
    return h(
      "li",
      { class: "line" },
      h(
        "span",
        {},
        words
          .map((node) => node.textContent)
          .join(" ")
          .trim(),
      ),
      h("span", { class: "push" }, ...keys),
    );
  });
  const dialog = h("dialog", { class: "key-list" }, h("ul", { class: "plain" }, ...lines));
  dialog.addEventListener("click", () => dialog.remove());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** Press what this key names, or go to the box that it names; whether there was something. */
export function pressHotkey(event: KeyboardEvent): boolean {
  const hot = document.querySelector<HTMLElement>(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!hot) return false;
  event.preventDefault();
  if (hot instanceof HTMLInputElement) hot.select();
  else hot.click();
  return true;
}
