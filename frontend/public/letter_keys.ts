/** The public keys of the offices: asked for once a visit; the worker keeps the last ones for when there is no network. */
import type { LetterKeys } from "./letter_signature.ts";

let asked: Promise<LetterKeys | null> | undefined;

/** Id -> public key (hex), `again` asked for anew; null where they cannot be had. */
export async function letterKeys(again = false): Promise<LetterKeys | null> {
  if (again) asked = undefined;
  asked ??= load();
  const keys = await asked;
  if (!keys) asked = undefined;
  return keys;
}

async function load(): Promise<LetterKeys | null> {
  try {
    const answer = await fetch("/surat/kunci.json");
    if (!answer.ok) return null;
    const { keys } = (await answer.json()) as { keys: { id: string; public_key: string }[] };
    return Object.fromEntries(keys.map((key) => [key.id, key.public_key]));
  } catch {
    return null;
  }
}
