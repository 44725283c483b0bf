/**
 * The arithmetic of the phone's clock, without the phone: what is believed about the server's time and what follows.
 * All in milliseconds; `raw` is what the phone's own clock would say had nobody touched it since the page was opened.
 */
const SLACK = 120_000;

/** What is believed: the server's time less the phone's, the last contact, the time of the last act. */
export interface ClockState {
  readonly offset: number;
  readonly contact: number;
  readonly last: number;
}

/** When an act was: `at` as believed then, `raw` by the phone's clock, with the offset and last contact of that moment. */
export interface Mark {
  readonly at: number;
  readonly raw: number;
  readonly offset: number;
  readonly contact: number;
  readonly session: number;
}

/** The server said what time it is. */
export function setTo(state: ClockState, serverTime: number, raw: number): ClockState {
  return { ...state, contact: serverTime, offset: serverTime - raw };
}

/** The time of an act: a millisecond later than the one before at least, so that acts never run backwards. */
export function marked(state: ClockState, raw: number, session: number): Mark {
  const at = Math.max(state.last + 1, Math.round(raw + state.offset));
  return { at, raw, offset: state.offset, contact: state.contact, session };
}

/** When it really was, by what is believed now: between the contact before the act and now. */
export function righted(state: ClockState, mark: Mark, raw: number, session: number): number {
  const now = raw + state.offset;
  const fits = (at: number): boolean => at >= mark.contact - SLACK && at <= now + SLACK;
  const anew = mark.raw + state.offset;
  if (mark.session === session || (!fits(mark.raw + mark.offset) && fits(anew))) return Math.round(anew);
  return mark.at;
}
