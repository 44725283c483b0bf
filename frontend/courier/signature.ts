/** A box to sign in, and photos made small. */
import SignaturePad from "signature_pad";
import { h } from "../shared/dom.ts";
import { t } from "./words.ts";

const LONGEST = 1280;
const INK = "#211e19";

export interface Signed {
  box: HTMLElement;
  drawn: () => Promise<Blob | undefined>;
}

export function signature(): Signed {
  const canvas = h("canvas", { class: "signature", "aria-label": t("Tanda tangan penerima"), role: "img" });
  let pad: SignaturePad | undefined;
  const clear = h(
    "button",
    { type: "button", class: "button button-quiet", click: () => pad?.clear() },
    t("Hapus tanda tangan"),
  );
  const begin = (): void => {
    canvas.width = canvas.offsetWidth;
    canvas.height = canvas.offsetHeight;
    pad = new SignaturePad(canvas, { penColor: INK });
    canvas.dataset.pen = "ready";
  };
  new IntersectionObserver((seen, watcher) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    begin();
  }).observe(canvas);
  const drawn = (): Promise<Blob | undefined> =>
    !pad || pad.isEmpty()
      ? Promise.resolve(undefined)
      : new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined)));
  return { box: h("div", { class: "field" }, canvas, clear), drawn };
}

/** About 200 kB instead of the phone's 8 MB; where it cannot be shrunk the photo goes as it is. */
export async function shrunk(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = h("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return (await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.75))) ?? file;
}

export function photo(words: string): { box: HTMLElement; taken: () => Promise<Blob | undefined> } {
  const input = h("input", { id: "photo", type: "file", accept: "image/*", capture: "environment" });
  const box = h("div", { class: "field" }, h("label", { for: "photo" }, words), input);
  return { box, taken: async () => (input.files?.[0] ? shrunk(input.files[0]) : undefined) };
}
