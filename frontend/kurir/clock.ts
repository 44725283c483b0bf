/**
 * The time it really is: the server's at the last contact, carried on by the phone's monotonic clock while the page
 * lives, and by its wall clock over a restart. Acts never run backwards. Each act keeps what the phone's own clock said,
 * so that a clock that was changed meanwhile is put right when the server says the time again.
 */
import { keep, recall } from "./store.ts";

const SLACK = 120_000;
const session = Math.random();

/** When an act was: `at` as believed then, `raw` by the phone's clock, with the offset and last contact of that moment. */
export interface Mark {
  at: number;
  raw: number;
  offset: number;
  contact: number;
  session: number;
}

let offset = 0;
let contact = 0;
let wall = Date.now();
let mono = performance.now();
let last = 0;

export async function wind(): Promise<void> {
  offset = (await recall<number>("clock_offset")) ?? 0;
  contact = (await recall<number>("clock_contact")) ?? 0;
  last = (await recall<number>("clock_last")) ?? 0;
  wall = Date.now();
  mono = performance.now();
}

/** The server said what time it is. */
export async function setBy(serverTime: string): Promise<void> {
  contact = Date.parse(serverTime);
  offset = contact - raw();
  await keep("clock_offset", offset);
  await keep("clock_contact", contact);
}

/** What the phone's clock would say had nobody touched it since this page was opened. */
function raw(): number {
  return wall + (performance.now() - mono);
}

export function now(): Date {
  return new Date(raw() + offset);
}

/** The mark of an act: a millisecond later than the one before at least. */
export async function nextMark(): Promise<Mark> {
  last = Math.max(last + 1, Math.round(now().getTime()));
  await keep("clock_last", last);
  return { at: last, raw: raw(), offset, contact, session };
}

/** When it really was, known at the latest contact: between the contact before the act and now. */
export function righted(mark: Mark): number {
  const fits = (at: number): boolean => at >= mark.contact - SLACK && at <= now().getTime() + SLACK;
  const anew = mark.raw + offset;
  if (mark.session === session || (!fits(mark.raw + mark.offset) && fits(anew))) return Math.round(anew);
  return mark.at;
}
