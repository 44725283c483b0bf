/** The code on a letter, taken apart as `siantar.rules.letter.genuine` puts it together (tests/vectors/letter_codes.json). */

/** What the code is made of: whose site it leads to, whose link, the line behind `#` and its signature ("" without). */
export interface LetterCode {
  readonly host: string;
  readonly token: string;
  readonly line: string;
  readonly signature: string;
}

/** What the signed line says of a letter; `day` is ISO 8601. */
export interface LetterStatement {
  readonly number: string;
  readonly day: string;
  readonly kind: string;
  readonly office: string;
  readonly name: string;
  readonly key: string;
}

const ADDRESS = /^(?:https?:\/\/)?([^\s/#?@]+)\/surat\/([\w-]{1,32})(?:#([\w-]+)\.([\w-]+))?$/i;
const LONGEST = 4096;
const VERSION = "1";

/** The code in what was scanned or typed; null where it is no letter's. */
export function letterCodeIn(text: string): LetterCode | null {
  const match = text.length > LONGEST ? null : ADDRESS.exec(text.trim());
  if (!match) return null;
  const [, host = "", token = "", line = "", signature = ""] = match;
  return token === "periksa" ? null : { host: host.toLowerCase(), token, line, signature };
}

/** The bytes of base64 for addresses. Throws where it is none. */
export function bytesOf(encoded: string): Uint8Array<ArrayBuffer> {
  const plain = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** What the line says; null for one that cannot be read or is of another version. */
export function statementIn(line: string): LetterStatement | null {
  try {
    const parts: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytesOf(line)));
    if (!Array.isArray(parts) || parts.length !== 8 || !parts.every((part) => typeof part === "string")) return null;
    const [version, number, day, kind, office, name, , key] = parts as string[];
    if (version !== VERSION || !isDay(day)) return null;
    return { number, day, kind, office, name, key } as LetterStatement;
  } catch {
    return null;
  }
}

function isDay(day = ""): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
