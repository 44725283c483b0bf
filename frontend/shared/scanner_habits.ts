/** What this workstation's scanner does to every scan, learned on the scanner page and kept in this browser alone. */

const PLACE = "siantar-pemindai";

/** Signs in front of and behind each scan, and signs of another keyboard layout with what they stand for. */
export interface Habits {
  readonly prefix: string;
  readonly suffix: string;
  readonly signs: Readonly<Record<string, string>>;
}

/** The scan without this scanner's habits. */
export function asMeant(text: string): string {
  const habits = habitsHere();
  if (!habits) return text;
  let bare = text;
  if (habits.prefix && bare.startsWith(habits.prefix)) bare = bare.slice(habits.prefix.length);
  if (habits.suffix && bare.endsWith(habits.suffix)) bare = bare.slice(0, -habits.suffix.length);
  return Array.from(bare, (sign) => habits.signs[sign] ?? sign).join("");
}

/** What a scan of the barcode of all `signs` tells about the scanner; null where it is no such scan. */
export function learn(scan: string, signs: string): Habits | null {
  const length = signs.length;
  const starts = Array.from({ length: Math.max(scan.length - length + 1, 0) }, (_, start) => start);
  const fits = starts.map((start) => ({ start, alike: alike(scan.slice(start, start + length), signs) }));
  const best = fits.sort((one, other) => other.alike - one.alike)[0];
  if (!best || best.alike < length / 3) return null;
  return {
    prefix: scan.slice(0, best.start),
    suffix: scan.slice(best.start + length),
    signs: signsOf(scan.slice(best.start, best.start + length), signs),
  };
}

/** What keyboards of other countries make of the barcode of all signs, for who knows the layout and cannot scan it. */
export const LAYOUTS: Readonly<Record<string, string>> = {
  us: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:/.#-",
  de: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZYÖ-.§ß",
  fr: "à&é\"'(-è_çQBCDEFGHIJKL?NOPARSTUVZXYWM!:3)",
};

/** The habits as somebody tells them: what stands around each scan, and which keyboard layout the scanner takes. */
export function byHand(prefix: string, suffix: string, layout: string): Habits {
  const us = LAYOUTS.us ?? "";
  return { prefix, suffix, signs: signsOf(LAYOUTS[layout] ?? us, us) };
}

/** The layout whose signs these are; that of no keyboard known here where they were learned otherwise. */
export function layoutOf(habits: Habits | null): string {
  const signs = JSON.stringify(habits?.signs ?? {});
  return Object.keys(LAYOUTS).find((layout) => JSON.stringify(byHand("", "", layout).signs) === signs) ?? "";
}

/** How many signs came as they were meant, whatever their case. */
function alike(part: string, signs: string): number {
  return Array.from(part.toUpperCase()).filter((sign, place) => sign === signs[place]).length;
}

/** The signs that came as others; one that stands for two is left alone. */
function signsOf(part: string, signs: string): Record<string, string> {
  const pairs = Array.from(part, (sign, place) => [sign, signs.charAt(place)] as const);
  const other = pairs.filter(([came, meant]) => came.toUpperCase() !== meant);
  const twice = new Set(pairs.map(([came]) => came).filter((came, place, all) => all.indexOf(came) !== place));
  return Object.fromEntries(
    other
      .filter(([came]) => !twice.has(came))
      .flatMap(([came, meant]) => [
        [came, meant],
        ...(came.toLowerCase() === came ? [] : [[came.toLowerCase(), meant.toLowerCase()]]),
      ]),
  );
}

export function habitsHere(): Habits | null {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "null") as Habits | null;
  } catch {
    return null;
  }
}

export function keep(habits: Habits | null): void {
  if (habits) localStorage.setItem(PLACE, JSON.stringify(habits));
  else localStorage.removeItem(PLACE);
}
