/** Keys that press what says so itself: `data-hotkey="F2"`, `data-hotkey="s"`. */

/** Listen on the whole page; letters are left alone while somebody types. */
export function listenForHotkeys(): void {
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.matches("input, select, textarea");
    if (event.ctrlKey || event.altKey || event.metaKey || (typing && event.key.length === 1)) return;
    pressHotkey(event);
  });
}

/** Press what this key names; whether there was something. */
export function pressHotkey(event: KeyboardEvent): boolean {
  const hot = document.querySelector<HTMLElement>(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!hot) return false;
  event.preventDefault();
  hot.click();
  return true;
}
