/** What the two forms at a door share: choices, what is wrong, saving on the phone's disk. */
import { beep } from "../shared/beep.ts";
import { h } from "../shared/dom.ts";
import { Full, keepAct, type NewAct, type Pictures } from "./acting.ts";
import { t } from "./words.ts";

/** Called when the act is on the disk, with a warning where its photo is not. */
export type Saved = (warning: string) => void;

/** Radio buttons in a frame with a name. */
export function choiceField(legend: string, name: string, options: [string, string][], chosen: string): HTMLElement {
  return h("fieldset", { class: "choices" }, h("legend", {}, legend), ...choices(name, options, chosen));
}

/** Radio buttons; `small` stands beneath the words of one. */
export function choices(
  name: string,
  options: [string, string][],
  chosen: string,
  small: Record<string, string> = {},
): HTMLElement[] {
  return options.map(([code, words]) =>
    h(
      "label",
      { class: "choice" },
      h("input", { type: "radio", name, value: code, checked: code === chosen }),
      h("span", {}, words, small[code] && h("small", {}, small[code])),
    ),
  );
}

/** The place where a form says what is wrong. */
export function problemBox(): HTMLElement {
  return h("p", { class: "notice notice-error", "data-problem": true, role: "alert", hidden: true });
}

/** Say what is wrong, or nothing. */
export function showProblem(form: HTMLElement, words: string): void {
  const box = form.querySelector<HTMLElement>("[data-problem]");
  if (!box) return;
  box.textContent = words;
  box.hidden = !words;
  if (words) beep(false);
}

export const value = (form: HTMLFormElement, name: string): string => String(new FormData(form).get(name) ?? "").trim();

export const DISK_FULL =
  "Tidak dapat menyimpan: memori ponsel penuh. Hapus berkas lain di ponsel, lalu tekan lagi. Jangan serahkan amplop sebelum tersimpan.";

/** Put the act on the disk once, and say so; why it was not kept, or nothing. */
export async function save(form: HTMLFormElement, act: NewAct, pictures: Pictures, saved: Saved): Promise<string> {
  const button = form.querySelector<HTMLButtonElement>("[type=submit]");
  if (!button || button.disabled) return "";
  button.disabled = true;
  try {
    const whole = await keepAct(act, pictures);
    beep(true);
    saved(whole ? "" : t("Memori ponsel penuh: fotonya tidak disimpan, serah terimanya tersimpan."));
    return "";
  } catch (problem) {
    button.disabled = false;
    if (!(problem instanceof Full)) throw problem;
    return t(DISK_FULL);
  }
}
