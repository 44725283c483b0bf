/** The courier's badge: a QR code of the minute, made on this phone, that the resident scans to see who stands there. */
import { generate } from "lean-qr";
import { now } from "./clock.ts";
import type { Told } from "./day.ts";
import { h } from "./dom.ts";
import { t } from "./words.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MAC_BYTES = 10;
const MINUTE = 60_000;

function base32(raw: Uint8Array): string {
  let bits = "";
  for (const byte of raw) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[parseInt(five, 2)]).join("");
}

/** The code of a minute, as `delivery/badge.py` has it: `{courier}-{minute}-{mac}`. */
async function codeOf(badge: Told["badge"], minute: number): Promise<string> {
  const secret = Uint8Array.from(atob(badge.secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const told = `${badge.code}-${minute}`;
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(told)));
  return `${told}-${base32(mac.slice(0, MAC_BYTES))}`;
}

export async function lencana(day: Told): Promise<Node[]> {
  const first = day.courier.name.split(" ")[0] ?? "";
  const code = h("canvas", { class: "badge-code", role: "img", "aria-label": t("Kode QR lencana, berganti setiap menit") });
  const words = h("p", { class: "badge-words" });
  const show = async (): Promise<void> => {
    const at = now().getTime();
    const told = await codeOf(day.badge, Math.floor(at / MINUTE));
    generate(`${day.badge.address}${told}`).toCanvas(code, { pad: 4, on: [0, 0, 0], off: [255, 255, 255] });
    words.textContent = told;
    setTimeout(() => code.isConnected && void show(), MINUTE - (at % MINUTE) + 50);
  };
  await show();
  return [
    h("section", { class: "card badge-screen" }, h("p", { class: "eyebrow" }, day.office.name), h("h1", {}, first), code, words),
    h("p", {}, t("Tunjukkan kepada warga. Kamera ponselnya membuka halaman resmi yang menyebut nama dan foto Anda.")),
    h("p", { class: "soft" }, t("Berlaku tanpa jaringan, selama jam kerja Anda hari ini.")),
  ];
}
