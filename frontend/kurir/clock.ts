/**
 * The time it really is: the server's at the last contact, carried on by the phone's monotonic clock while the page
 * lives, and by its wall clock over a restart. Acts never run backwards.
 */
import { keep, recall } from "./store.ts";

let offset = 0;
let wall = Date.now();
let mono = performance.now();
let last = 0;

export async function wind(): Promise<void> {
  offset = (await recall<number>("clock_offset")) ?? 0;
  last = (await recall<number>("clock_last")) ?? 0;
  wall = Date.now();
  mono = performance.now();
}

/** The server said what time it is. */
export async function setBy(serverTime: string): Promise<void> {
  wall = Date.now();
  mono = performance.now();
  offset = Date.parse(serverTime) - wall;
  await keep("clock_offset", offset);
}

export function now(): Date {
  return new Date(wall + (performance.now() - mono) + offset);
}

/** The time of an act: a millisecond later than the one before at least. */
export async function nextMark(): Promise<string> {
  last = Math.max(last + 1, now().getTime());
  await keep("clock_last", last);
  return new Date(last).toISOString();
}
