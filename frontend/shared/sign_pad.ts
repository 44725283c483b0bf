/** Ink on a canvas, from when it is seen; `changed` is called after each stroke. */
import SignaturePad from "signature_pad";

const INK = "#211e19";

export interface SignPad {
  clear: () => void;
  there: () => boolean;
  /** Put a drawing of before back, once there is a pen. */
  restore: (address: string) => void;
}

export function signPad(canvas: HTMLCanvasElement, changed: () => void = () => undefined): SignPad {
  let pad: SignaturePad | undefined;
  let before = "";
  const begin = (): void => {
    canvas.width = canvas.offsetWidth;
    canvas.height = canvas.offsetHeight;
    pad = new SignaturePad(canvas, { penColor: INK });
    pad.addEventListener("endStroke", changed);
    if (before) void pad.fromDataURL(before);
    canvas.dataset.pen = "ready";
  };
  new IntersectionObserver((seen, watcher) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    begin();
  }).observe(canvas);
  return {
    clear: () => {
      before = "";
      pad?.clear();
      changed();
    },
    there: () => Boolean(pad && !pad.isEmpty()),
    restore: (address) => {
      before = address;
    },
  };
}
