/** Whether the office signed a letter's line: Ed25519 on this device, by the browser or, where it cannot, by noble. */
import { bytesOf, type LetterCode, type LetterStatement, statementIn } from "./letter_code.ts";

/** `signed` by a key that was loaded; `forged`: not what was signed; `unknown_key`: named a key nobody loaded. */
export type LineVerdict = "signed" | "forged" | "unknown_key";

/** Id -> public key (hex). */
export type LetterKeys = Readonly<Record<string, string>>;

type Verify = (signature: Bytes, message: Bytes, key: Bytes) => Promise<boolean>;
type Bytes = Uint8Array<ArrayBuffer>;

const CONTEXT = "siantar letter 1\n";

/** What the signature says, and the statement where it holds. */
export async function judge(
  code: LetterCode,
  keys: LetterKeys,
  verify: Verify = byWhatIsThere,
): Promise<[LineVerdict, LetterStatement | null]> {
  const statement = statementIn(code.line);
  if (!statement) return ["forged", null];
  const key = Object.hasOwn(keys, statement.key) ? keys[statement.key] : undefined;
  if (!key) return ["unknown_key", null];
  const line = new TextDecoder().decode(bytesOf(code.line));
  const message = new Uint8Array(new TextEncoder().encode(CONTEXT + line));
  const fits = await verify(signatureIn(code.signature), message, hexBytes(key)).catch(() => false);
  return fits ? ["signed", statement] : ["forged", null];
}

function signatureIn(encoded: string): Bytes {
  try {
    return bytesOf(encoded);
  } catch {
    return new Uint8Array();
  }
}

const hexBytes = (hex: string): Bytes => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** By the browser itself (Chromium 137, Firefox 129, Safari 17 and later). Throws where it cannot. */
export async function byBrowser(signature: Bytes, message: Bytes, key: Bytes): Promise<boolean> {
  const known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  return await crypto.subtle.verify({ name: "Ed25519" }, known, signature, message);
}

/** By noble, for browsers without Ed25519; as strict as RFC 8032. */
export async function byNoble(signature: Bytes, message: Bytes, key: Bytes): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519");
  return await verifyAsync(signature, message, key, { zip215: false });
}

async function byWhatIsThere(signature: Bytes, message: Bytes, key: Bytes): Promise<boolean> {
  try {
    return await byBrowser(signature, message, key);
  } catch {
    return await byNoble(signature, message, key);
  }
}
