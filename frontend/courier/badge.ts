/** The courier's badge: a QR code of the minute, made on this phone, that the resident scans to see who stands there. */
import { generate } from "lean-qr";
import { h } from "../shared/dom.ts";
import { codeOf, MINUTE } from "./badge_code.ts";
import { now } from "./clock.ts";
import type { StoredDay } from "./standing.ts";
import { t } from "./words.ts";

export async function badgeScreen(day: StoredDay): Promise<Node[]> {
  const first = day.courier.name.split(" ")[0] ?? "";
  const picture = h("canvas", {
    class: "badge-code",
    role: "img",
    "aria-label": t("Kode QR lencana, berganti setiap menit"),
  });
  const words = h("p", { class: "badge-words" });
  const draw = async (): Promise<void> => {
    const at = now().getTime();
    const code = await codeOf(day.badge, Math.floor(at / MINUTE));
    generate(`${day.badge.address}${code}`).toCanvas(picture, { pad: 4, on: [0, 0, 0], off: [255, 255, 255] });
    words.textContent = code;
    setTimeout(() => picture.isConnected && void draw(), MINUTE - (at % MINUTE) + 50);
  };
  await draw();
  return [
    h(
      "section",
      { class: "card badge-screen" },
      h("p", { class: "eyebrow" }, day.office.name),
      h("h1", {}, first),
      picture,
      words,
    ),
    h("p", {}, t("Tunjukkan kepada warga. Kamera ponselnya membuka halaman resmi yang menyebut nama dan foto Anda.")),
    h("p", { class: "soft" }, t("Berlaku tanpa jaringan, selama jam kerja Anda hari ini.")),
  ];
}
