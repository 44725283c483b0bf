/**
 * What the outbox does with each answer, without the phone: nothing here asks, stores or draws.
 * An act leaves the waiting line only by the server's answer to it, so a lost answer means: the same again.
 */
import type { Day, OutcomeOut, PieceTaken, Sent } from "../generated/courier.ts";
import type { Mark } from "./clock_state.ts";
import type { Act } from "./standing.ts";

export const TOGETHER = 100;
const CLOCK_IS_WRONG = 120_000;
const DONE_FOR = 24 * 3_600_000;

export type State = "waiting" | "recorded" | "refused" | "conflict";

/** An act as the outbox sees it: whose, in which state, done when, and the time settled when it was first sent. */
export interface Waiting {
  readonly id: string;
  readonly courier: string;
  readonly order: number;
  readonly mark: Mark;
  readonly told?: number;
  readonly state: State;
}

/** What the server's answer changes of an act. */
export interface Change {
  state: State;
  code?: string;
  sentence?: string;
}

/** What an answer of HTTP means to the sender. */
export type Reception = "answered" | "no line" | "logged out";

export function reception(answer: Pick<Response, "type" | "status">): Reception {
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return "logged out";
  return answer.status >= 500 ? "no line" : "answered";
}

/** The answers to these acts, or null where another than our server answered: a proxy's empty 200 is no answer. */
export function answersTo(acts: readonly Pick<Waiting, "id">[], body: string): Sent | null {
  const sent = parsed(body) as Partial<Sent> | null;
  const results = Array.isArray(sent?.results) ? sent.results : [];
  const ours = results.length === acts.length && results.every((result, place) => result?.id === acts[place]?.id);
  const known = results.every(({ outcome }) => ["recorded", "duplicate", "conflict", "refused"].includes(outcome));
  return ours && known && Number.isFinite(Date.parse(sent?.server_time ?? "")) ? (sent as Sent) : null;
}

/** From where to go on with a photo, or null where another than our server answered. */
export function offsetIn(body: string): number | null {
  const piece = parsed(body) as Partial<PieceTaken> | null;
  return Number.isInteger(piece?.offset) && (piece?.offset ?? -1) >= 0 ? (piece?.offset ?? null) : null;
}

/** The day, or null where another than our server answered. */
export function dayIn(body: string): Day | null {
  const day = parsed(body) as Partial<Day> | null;
  return day?.courier?.id && day.key && Array.isArray(day.doors) ? (day as Day) : null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The acts to send next: this courier's, oldest first, as many as go together. */
export function nextToSend<Kind extends Waiting>(acts: Kind[], courier: string | undefined): Kind[] {
  return acts.filter((act) => act.state === "waiting" && act.courier === courier).slice(0, TOGETHER);
}

/** What becomes of an act by its answer: the same fact a second time is as good as the first. */
export function afterAnswer(answer: OutcomeOut): Change {
  if (answer.outcome === "recorded" || answer.outcome === "duplicate") return { state: "recorded" };
  return { state: answer.outcome, code: answer.problem?.code, sentence: answer.problem?.title };
}

/** An act with the time it is sent under; `settled` when that time is new and has to be kept. */
export interface Timed {
  event: Act;
  at: number;
  settled: boolean;
}

/**
 * The acts at the times they really were, in their order; what a wrong clock said stays in their data. A time is settled
 * when an act is first sent, and every later act comes after it, however the offset to the server's clock wavers.
 * `latest` is the last time ever sent; one far ahead of `now` was a wrong clock's and counts for nothing.
 */
export function inTime(
  waiting: [Waiting, Act][],
  latest: number,
  now: number,
  righted: (mark: Mark) => number,
): { events: Timed[]; latest: number } {
  let before = latest > now + CLOCK_IS_WRONG ? 0 : latest;
  const events = waiting.map(([stored, act]): Timed => {
    const at = stored.told ?? Math.max(before + 1, righted(stored.mark));
    before = Math.max(before, at);
    const wrong = Math.abs(at - stored.mark.raw) > CLOCK_IS_WRONG;
    const data = wrong ? { ...act.data, phone_clock: new Date(stored.mark.raw).toISOString() } : act.data;
    const event = { ...act, occurred_at: new Date(at).toISOString(), data };
    return { event, at, settled: stored.told === undefined };
  });
  return { events, latest: before };
}

/** Recorded acts that the office's own list has taken up by now. */
export function takenUp<Kind extends Waiting>(acts: Kind[], courier: string): Kind[] {
  return acts.filter((act) => act.courier === courier && act.state === "recorded");
}

/** What was understood long ago need not be kept. */
export function longDone<Kind extends Waiting>(acts: Kind[], now: number): Kind[] {
  return acts.filter((act) => act.state === "recorded" && now - act.order > DONE_FOR);
}

/** Photos of a refused act have nowhere to go. */
export function orphans<Kind extends { readonly event: string }>(pictures: Kind[], acts: Waiting[]): Kind[] {
  const refused = new Set(acts.filter((act) => act.state === "refused").map((act) => act.id));
  return pictures.filter((picture) => refused.has(picture.event));
}

/** What to do after a piece of a photo: go on from the server's `offset`, give the photo up, or wait for a line. */
export type PieceAnswer = "go on" | "give up" | "no line";

export function afterPiece(status: number): PieceAnswer {
  if (status === 404 || status === 422) return "give up";
  return status === 409 || (status >= 200 && status < 300) ? "go on" : "no line";
}
