/** A box for wedge and Bluetooth scanners and for typing, with the camera beside it. */
import { beep } from "../shared/beep.ts";
import { h } from "../shared/dom.ts";
import { read, type Scanned, type Trouble } from "../shared/reading.ts";
import { kindOf } from "../shared/receipt_number.ts";
import { onWedge } from "../shared/wedge.ts";
import { icon } from "./icons.ts";
import { t } from "./words.ts";

const TROUBLES: Record<Trouble, string> = {
  none: "Ini bukan nomor berkas Siantar. Pindai label pada amplop.",
  mistyped: "Nomor resi salah ketik. Periksa lagi huruf dan angkanya.",
  several: "Terbaca dua nomor sekaligus. Pindai satu per satu.",
};
const OTHER_KINDS: Record<string, string> = {
  B: "Ini nomor bundel, bukan berkas. Pindai label pada amplop.",
  R: "Ini nomor perjalanan antar, bukan berkas. Pindai label pada amplop.",
  P: "Ini nomor pengaduan, bukan berkas. Pindai label pada amplop.",
};

export function scanBox(label: string, take: (scanned: Scanned) => Promise<void> | void): HTMLElement {
  const input = h("input", { id: "scan", autocomplete: "off", autocapitalize: "characters", enterkeyhint: "done" });
  const result = h("div", { class: "scan-result", "aria-live": "assertive" }, t("Siap memindai"));
  const say = (text: string): void => {
    const scanned = read(text);
    const trouble = scanned.trouble ? TROUBLES[scanned.trouble] : OTHER_KINDS[kindOf(scanned.number)];
    if (trouble) tell(result, t(trouble), false);
    else void take(scanned);
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
  onWedge(input, say);
  if ("mediaDevices" in navigator) {
    const camera = async (): Promise<void> => {
      const { scanWithCamera } = await import("../shared/camera.ts");
      const denied = t("Kamera tidak dapat dipakai. Ketik nomornya, atau izinkan kamera di pengaturan peramban.");
      const text = await scanWithCamera({ close: t("Tutup"), torch: t("Senter"), denied });
      if (text) say(text);
    };
    form.append(
      h(
        "button",
        { type: "button", class: "button scan-camera", click: () => void camera() },
        icon("scan"),
        t("Kamera"),
      ),
    );
  }
  return h("div", { class: "scanner" }, result, form);
}

/** Scanning by the camera from another button; nothing where there is no camera. */
export function scanByCamera(scanner: HTMLElement): (() => void) | undefined {
  const button = scanner.querySelector<HTMLElement>(".scan-camera");
  return button ? () => button.click() : undefined;
}

/** What became of a scan: sound, colour, words. */
export function tell(near: HTMLElement, words: string, yes: boolean): void {
  const result = near.closest(".scanner")?.querySelector<HTMLElement>(".scan-result") ?? near;
  result.dataset.outcome = yes ? "ok" : "refused";
  result.textContent = words;
  beep(yes);
}
