/** Who takes a bundle along, or counted, signs on the screen; without a script, or a hand for it, the name is enough. */
import { signPad } from "../shared/sign_pad.ts";

function begin(box: HTMLElement): void {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector<HTMLInputElement>("input[type=hidden]");
  if (!canvas || !field) return;
  box.hidden = false;
  const pad = signPad(canvas);
  pad.restore(field.value);
  box.querySelector("[data-sign-again]")?.addEventListener("click", pad.clear);
  field.form?.addEventListener("submit", () => {
    field.value = pad.there() ? canvas.toDataURL("image/png") : "";
  });
}

for (const box of document.querySelectorAll<HTMLElement>("[data-sign]")) begin(box);
