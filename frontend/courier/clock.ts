/**
 * The time it really is: the server's at the last contact, carried on by the phone's monotonic clock while the page
 * lives, and by its wall clock over a restart. Acts never run backwards. Each act keeps what the phone's own clock said,
 * so that a clock that was changed meanwhile is put right when the server says the time again.
 */
import * as clock from "./clock_state.ts";
import { keep, recall } from "./store.ts";

const session = Math.random();

let state: clock.ClockState = { offset: 0, contact: 0, last: 0 };
let wall = Date.now();
let mono = performance.now();

export async function wind(): Promise<void> {
  state = {
    offset: (await recall<number>("clock_offset")) ?? 0,
    contact: (await recall<number>("clock_contact")) ?? 0,
    last: (await recall<number>("clock_last")) ?? 0,
  };
  wall = Date.now();
  mono = performance.now();
}

/** The server said what time it is. */
export async function setBy(serverTime: string): Promise<void> {
  state = clock.setTo(state, Date.parse(serverTime), raw());
  await keep("clock_offset", state.offset);
  await keep("clock_contact", state.contact);
}

/** What the phone's clock would say had nobody touched it since this page was opened. */
function raw(): number {
  return wall + (performance.now() - mono);
}

export function now(): Date {
  return new Date(raw() + state.offset);
}

/** The mark of an act. */
export async function nextMark(): Promise<clock.Mark> {
  const mark = clock.marked(state, raw(), session);
  state = { ...state, last: mark.at };
  await keep("clock_last", mark.at);
  return mark;
}

/** When it really was, known at the latest contact. */
export function righted(mark: clock.Mark): number {
  return clock.righted(state, mark, raw(), session);
}
