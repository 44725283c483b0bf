/**
 * Personal data on the phone: AES-GCM under a key of the day that the server gives at login. The key cannot be read out
 * of the browser, ends with the shift or by remote logout, and is given again to the same courier only.
 * A PIN is sealed for the server alone (ECDH P-256): this phone cannot open it again.
 */

import { now } from "./clock.ts";
import { forget, keep, recall } from "./store.ts";

export interface Sealed {
  key: string;
  iv: Uint8Array<ArrayBuffer>;
  body: ArrayBuffer;
}

interface Ring {
  courier: string;
  current: string;
  until: string;
  keys: Record<string, CryptoKey>;
}

let ring: Ring | undefined;

export class Locked extends Error {}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function base64(raw: Uint8Array): string {
  return btoa(Array.from(raw, (byte) => String.fromCharCode(byte)).join(""));
}

/** Take up the ring of keys kept from the last login, if its time is not over. */
export async function unlock(): Promise<boolean> {
  ring = await recall<Ring>("ring");
  if (ring && now().getTime() > Date.parse(ring.until)) await lock();
  return ring !== undefined;
}

/** Forget all keys: what is sealed stays sealed until the same courier logs in again. */
export async function lock(): Promise<void> {
  ring = undefined;
  await forget("ring");
}

export async function takeKeys(
  courier: string,
  key: { id: string; secret: string; until: string },
  old: Record<string, string>,
): Promise<void> {
  const keys: Record<string, CryptoKey> = {};
  for (const [id, secret] of Object.entries({ ...old, [key.id]: key.secret })) {
    keys[id] = await crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);
  }
  ring = { courier, current: key.id, until: key.until, keys };
  await keep("ring", ring);
}

export function courier(): string | undefined {
  return ring?.courier;
}

export async function seal(content: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const key = ring?.keys[ring.current];
  if (!ring || !key) throw new Locked();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { key: ring.current, iv, body: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, content) };
}

export async function unseal(sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  const key = ring?.keys[sealed.key];
  if (!key) throw new Locked();
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.body));
}

export const sealJson = (value: unknown): Promise<Sealed> => seal(new TextEncoder().encode(JSON.stringify(value)));

export async function unsealJson<Value>(sealed: Sealed): Promise<Value> {
  return JSON.parse(new TextDecoder().decode(await unseal(sealed))) as Value;
}

/** A text that only the server can read. */
export async function letter(text: string, publicKey: string): Promise<string> {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const server = await crypto.subtle.importKey("raw", bytes(publicKey), curve, false, []);
  const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, mine.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const recipe = {
    name: "HKDF",
    hash: "SHA-256",
    salt: new Uint8Array(),
    info: new TextEncoder().encode("siantar letter"),
  };
  const key = await crypto.subtle.deriveKey(recipe, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const body = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(text)),
  );
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const whole = new Uint8Array(point.length + iv.length + body.length);
  whole.set(point);
  whole.set(iv, point.length);
  whole.set(body, point.length + iv.length);
  return base64(whole);
}

/** SHA-256 in hex. */
export async function digest(text: string): Promise<string> {
  const raw = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
