/** A box to sign in, and photos: seen before they are sent, made small. */
import { h } from "../shared/dom.ts";
import { signPad } from "../shared/sign_pad.ts";
import { icon } from "./icons.ts";
import { t } from "./words.ts";

const LONGEST = 1280;

export interface Signed {
  box: HTMLElement;
  there: () => boolean;
  drawn: () => Promise<Blob | undefined>;
}

/** `changed` is called after each stroke. */
export function signature(changed: () => void): Signed {
  const canvas = h("canvas", { class: "signature", "aria-label": t("Tanda tangan penerima"), role: "img" });
  const { clear, there } = signPad(canvas, changed);
  const drawn = (): Promise<Blob | undefined> =>
    there() ? new Promise((done) => canvas.toBlob((blob) => done(blob ?? undefined))) : Promise.resolve(undefined);
  const head = h(
    "div",
    { class: "line" },
    h("strong", {}, t("Tanda tangan penerima")),
    h("button", { type: "button", class: "button button-quiet push", click: clear }, t("Ulang")),
  );
  return { box: h("div", { class: "field sign" }, head, canvas), there, drawn };
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

export interface Photo {
  box: HTMLElement;
  there: () => boolean;
  /** Open the phone's camera. */
  take: () => void;
  taken: () => Promise<Blob | undefined>;
}

function preview(larger: () => void): { view: HTMLElement; picture: HTMLImageElement } {
  const picture = h("img", { alt: t("Foto yang baru diambil") });
  const view = h("button", { type: "button", class: "shot-view", hidden: true, click: larger }, picture);
  picture.addEventListener("error", () => view.toggleAttribute("hidden", true)); // some phone's own format
  return { view, picture };
}

/** A photo with its preview, to be taken again where it is no good; `changed` is called when one was taken. */
export function photo(title: string, warning: string, changed: () => void = () => undefined): Photo {
  const input = h("input", {
    id: "photo",
    class: "visually-hidden",
    type: "file",
    accept: "image/*",
    capture: "environment",
  });
  const words = h("span", {}, t("Ambil foto"));
  const { view, picture } = preview(() => box.classList.toggle("shot-large"));
  const empty = h("span", { class: "shot-none" }, icon("parcel"));
  const box = h(
    "div",
    { class: "shot" },
    view,
    empty,
    h(
      "div",
      {},
      h("strong", {}, title),
      h("p", { class: "meta" }, warning),
      h("label", { class: "button button-quiet", for: "photo" }, icon("camera"), words),
      input,
    ),
  );
  const file = (): File | undefined => input.files?.[0];
  input.addEventListener("change", () => {
    URL.revokeObjectURL(picture.src);
    const taken = file();
    if (taken) picture.src = URL.createObjectURL(taken);
    view.hidden = !taken;
    empty.hidden = Boolean(taken);
    words.textContent = t(taken ? "Foto ulang" : "Ambil foto");
    changed();
  });
  return {
    box,
    there: () => Boolean(file()),
    take: () => input.click(),
    taken: async () => {
      const taken = file();
      return taken && shrunk(taken);
    },
  };
}
