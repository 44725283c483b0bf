/** The code of the courier's badge, as `siantar.delivery.badge` has it (tests/vectors/badge_codes.json). */
import type { BadgeOut } from "../generated/courier.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MAC_BYTES = 10;
export const MINUTE = 60_000;

export function base32(raw: Uint8Array): string {
  let bits = "";
  for (const byte of raw) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join("");
}

/** The code of a minute since 1970: `{courier}-{minute}-{mac}`. */
export async function codeOf(badge: Pick<BadgeOut, "code" | "secret">, minute: number): Promise<string> {
  const secret = Uint8Array.from(atob(badge.secret), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const named = `${badge.code}-${minute}`;
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(named)));
  return `${named}-${base32(mac.slice(0, MAC_BYTES))}`;
}
