/** A box for wedge and Bluetooth scanners and for typing, with the camera beside it. */
import { beep } from "../shared/beep.ts";
import { h } from "../shared/dom.ts";
import { read, type Scanned } from "../shared/receipt_number.ts";
import { t } from "./words.ts";

const RECEIPT = 12; // letters; bundles, runs and complaints have one more in front

export function scanBox(label: string, take: (scanned: Scanned) => Promise<void> | void): HTMLElement {
  const input = h("input", { id: "scan", autocomplete: "off", autocapitalize: "characters", enterkeyhint: "done" });
  const result = h("div", { class: "scan-result", "aria-live": "assertive" }, t("Siap memindai"));
  const say = (text: string): void => {
    const scanned = read(text);
    if (scanned?.number.length !== RECEIPT) {
      tell(result, t("Ini bukan nomor berkas Siantar. Pindai label pada amplop."), false);
    } else if (scanned.mistyped) {
      tell(result, t("Nomor resi salah ketik. Periksa lagi huruf dan angkanya."), false);
    } else void take(scanned);
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
      const { scanWithCamera } = await import("../shared/camera.ts");
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
