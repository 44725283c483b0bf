/** Numbers behind a barcode, read as `siantar.rules.receipt_number` reads them (tests/vectors/receipt_numbers.json). */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ";
const SHAPE = new RegExp(`^[BRPTK]?[${ALPHABET}]{12}$`);
const LOOK_ALIKES: Record<string, string> = { O: "0", I: "1", L: "1", S: "5", U: "V" };

/** A number of ours; `mistyped` when its check character does not fit. */
export interface Reading {
  readonly number: string;
  readonly mistyped: boolean;
}

/** The number meant by what was typed: lower case, blanks, dashes and look-alikes are forgiven; null for other texts. */
export function parse(typed: string): Reading | null {
  const number = typed
    .replace(/[\s\-–—._]/g, "")
    .toUpperCase()
    .replace(/[OILSU]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
  return SHAPE.test(number) ? { number, mistyped: !checks(number) } : null;
}

/** ISO/IEC 7064 MOD p-2 (31 and 2). */
function checks(number: string): boolean {
  let sum = 0;
  for (const letter of number) sum = (sum * 2 + ALPHABET.indexOf(letter)) % ALPHABET.length;
  return sum === 1;
}

/** The letter in front of a bundle, a run, a complaint or a place; empty for a receipt. */
export function kindOf(number: string): string {
  return number.length > 12 ? number.charAt(0) : "";
}

/** The number as people read it aloud: groups of four, a leading letter by itself. */
export function grouped(number: string): string {
  return number.replace(/(?!^)(?=(.{4})+$)/g, " ");
}
