/** What scanners, cameras and people bring, read as `siantar.rules.reading` reads it (tests/vectors/scans.json). */
import { parse } from "./receipt_number.ts";

const LONGEST = 4096;
const AIM = /\][A-Za-z][0-9A-Za-z](?:\\\d{6})?/g;
const CODE_ID = /^(?:[CQ][0-6]|[AC-JL-OQSU-Z])(?=[0-9A-Z]{12,13}$)/;
const WITHIN = /^[\s\-\u2010-\u2015._,'"]*$/;
const PROOF = /(?<![0-9a-z])[0-9a-f]{20}/;
const LENGTHS = [12, 13];
const GROUPS = ["4,4,4", "1,4,4,4"];
const SHAPES = [...GROUPS, "12", "13"];

/** Why nothing could be read: no number of ours, a slip of the hand, two labels in one scan. */
export type Trouble = "none" | "mistyped" | "several";

/** The number in a scan and the proof behind it; `trouble` where there is no number. */
export interface Scanned {
  readonly number: string;
  readonly proof: string;
  readonly trouble: Trouble | null;
}

/** The one number in what was scanned or typed. */
export function read(text: string): Scanned {
  const folded = plain(text);
  const { whole, grouped, joined, mistyped, endsAt } = readings(folded);
  const likely = [whole, grouped, mistyped ? [] : joined].find((numbers) => numbers.length) ?? [];
  const numbers = [...new Set(likely)];
  const [number] = numbers;
  if (!number) return nothing(mistyped ? "mistyped" : "none");
  if (numbers.length > 1) return nothing("several");
  return { number, proof: PROOF.exec(folded.slice(endsAt).toLowerCase())?.[0] ?? "", trouble: null };
}

/** The PIN in what was typed: blanks, dashes and words around its six digits are forgiven, and O for 0, l for 1. */
export function pinOf(text: string): string {
  const typed = plain(text);
  const digits = typed.replace(/[^0-9]/g, "");
  if (digits.length === 6) return digits;
  const meant = typed
    .replace(/[\s.-]/g, "")
    .replace(/[Oo]/g, "0")
    .replace(/[Il|]/g, "1");
  return /^[0-9]{6}$/.test(meant) ? meant : typed.trim();
}

const nothing = (trouble: Trouble): Scanned => ({ number: "", proof: "", trouble });

/** Compatibility form, one blank for each control character and scanner's mark, no character nobody sees. */
function plain(text: string): string {
  const letters = Array.from(text).slice(0, LONGEST).join("").normalize("NFKC");
  return letters
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .replace(AIM, " ")
    .replace(/%[0-9A-Fa-f]{2}/g, " ");
}

interface Readings {
  whole: string[];
  grouped: string[];
  joined: string[];
  mistyped: string;
  endsAt: number;
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function readings(folded: string): Readings {
  const result: Readings = { whole: [], grouped: [], joined: [], mistyped: "", endsAt: 0 };
  const tokens = Array.from(folded.matchAll(/[0-9A-Za-z]+/g), ({ 0: text, index }) => ({
    text,
    start: index,
    end: index + text.length,
  }));
  for (const run of runs(folded, tokens)) readRun(result, run);
  for (const token of tokens) {
    const numbers = pieces(token.text.toUpperCase());
    result.whole.push(...numbers);
    if (numbers.length && !result.endsAt) result.endsAt = token.end;
    slip(result, [token.text], tokens.length === 1);
  }
  return result;
}

/** Groups of one number stand beside each other, with nothing but blanks, dashes and dots between them. */
function runs(folded: string, tokens: Token[]): string[][] {
  const all: string[][] = [];
  let end = -1;
  for (const token of tokens) {
    const run = all.at(-1);
    if (run && WITHIN.test(folded.slice(end, token.start))) run.push(token.text);
    else all.push([token.text]);
    end = token.end;
  }
  return all;
}

function readRun(result: Readings, run: string[]): void {
  for (const groups of windows(run)) {
    const number = checked(groups.join(""));
    if (number === null) slip(result, groups, groups.length === run.length);
    else if (GROUPS.includes(sizes(groups)) || groups.length === run.length) result.grouped.push(number);
    else result.joined.push(number);
  }
}

/** Two tokens or more that are as long as a number. */
function windows(run: string[]): string[][] {
  const all: string[][] = [];
  for (let start = 0; start < run.length; start++) {
    let length = run[start]?.length ?? 0;
    for (let end = start + 1; end < run.length; end++) {
      length += run[end]?.length ?? 0;
      if (length > 13) break;
      if (LENGTHS.includes(length)) all.push(run.slice(start, end + 1));
    }
  }
  return all;
}

/** Note a slip of the hand: the shape of a number, and more than a long word of a sentence. */
function slip(result: Readings, groups: string[], certain: boolean): void {
  const text = groups.join("").toUpperCase();
  const shaped = SHAPES.includes(sizes(groups)) && digits(text) > 0;
  if ((certain || shaped) && parse(text) && digits(text) >= digits(result.mistyped)) result.mistyped = text;
}

const sizes = (groups: string[]): string => groups.map(({ length }) => length).join();
const digits = (text: string): number => text.replace(/[^0-9]/g, "").length;

/** The number a token is, or the numbers it is made of: read twice, with the identifier of its symbology. */
function pieces(token: string): string[] {
  const bare = token.replace(CODE_ID, "");
  const number = checked(token) ?? (bare === token ? null : checked(bare));
  if (number) return [number];
  return token.length >= 24 ? split(token) : [];
}

/** All of a token as one number after another; nothing where something is left over. */
function split(token: string, most = 4): string[] {
  for (const length of most ? LENGTHS : []) {
    const number = checked(token.slice(0, length));
    const rest = token.slice(length);
    const behind = number && rest ? split(rest, most - 1) : [];
    if (number && (behind.length || !rest)) return [number, ...behind];
  }
  return [];
}

function checked(text: string): string | null {
  if (!LENGTHS.includes(text.length)) return null;
  const reading = parse(text);
  return reading && !reading.mistyped ? reading.number : null;
}
