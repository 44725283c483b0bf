/** A box for wedge and Bluetooth scanners and for typing, with the camera beside it. */
import { beep } from "../signal.ts";
import { h } from "./dom.ts";
import { t } from "./words.ts";

export interface Scanned {
  number: string;
  proof: string;
}

const SHAPE = /^[0-9A-HJKMNPQRTVWXYZ]{12}$/;

/** The receipt number (and the proof behind the `#`) of a scanned address or typed number; undefined for other barcodes. */
export function read(text: string): Scanned | undefined {
  const [address = "", proof = ""] = text.trim().split("#");
  const number = (address.split("/").pop() ?? "").toUpperCase().replace(/[\s\-–—._]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/S/g, "5").replace(/U/g, "V");
  return SHAPE.test(number) ? { number, proof } : undefined;
}

export function scanBox(label: string, take: (scanned: Scanned) => Promise<void> | void): HTMLElement {
  const input = h("input", { id: "scan", autocomplete: "off", autocapitalize: "characters", enterkeyhint: "done" });
  const result = h("div", { class: "scan-result", "aria-live": "assertive" }, t("Siap memindai"));
  const say = (text: string): void => {
    const scanned = read(text);
    if (scanned) return void take(scanned);
    tell(result, t("Ini bukan nomor berkas Siantar. Pindai label pada amplop."), false);
  };
  const form = h(
    "form",
    {
      class: "scan",
      submit: (event) => {
        event.preventDefault();
        const text = input.value;
        input.value = "";
        if (text.trim()) say(text);
      },
    },
    h("div", {}, h("label", { for: "scan" }, label), input),
  );
  if ("mediaDevices" in navigator) {
    const camera = async (): Promise<void> => {
      const { scanWithCamera } = await import("../camera.ts");
      const denied = t("Kamera tidak dapat dipakai. Ketik nomornya, atau izinkan kamera di pengaturan peramban.");
      const text = await scanWithCamera({ close: t("Tutup"), torch: t("Senter"), denied });
      if (text) say(text);
    };
    form.append(h("button", { type: "button", class: "button", click: () => void camera() }, t("Kamera")));
  }
  return h("div", { class: "scanner" }, result, form);
}

/** What became of a scan: sound, colour, words. */
export function tell(near: HTMLElement, words: string, yes: boolean): void {
  const result = near.closest(".scanner")?.querySelector<HTMLElement>(".scan-result") ?? near;
  result.dataset.outcome = yes ? "ok" : "refused";
  result.textContent = words;
  beep(yes);
}
