/** The board as a state, and what happens to it as pure functions: nothing here asks, draws or waits. */
import type {
  Arranged,
  BoardCourier,
  BoardFile,
  BoardOut,
  Contact,
  PlanAwaited,
  PlanSeen,
  Times,
} from "../generated/dispatch.ts";

/** Who goes where in which order: receipt numbers by courier. */
export type Order = Record<string, string[]>;

/** An order with what is locked in it: what is sent to the server, and what undo goes back to. */
export interface Arrangement {
  readonly order: Order;
  readonly locked: string[];
}

export interface Message {
  readonly words: string;
  readonly outcome: "ok" | "refused";
}

/** `chosen`, `placing` and `dragged` are receipt numbers, `planning` the plan being made; each empty when there is none. */
export interface BoardState {
  readonly board: BoardOut;
  readonly times: Times;
  readonly chosen: string;
  readonly placing: string;
  readonly dragged: string;
  readonly planning: string;
  readonly search: string;
  readonly contact?: Contact & { readonly number: string };
  readonly undo: readonly Arrangement[];
  readonly message: Message;
}

const SILENT: Message = { words: "", outcome: "ok" };

/** The board at first. */
export function opened(board: BoardOut): BoardState {
  return {
    board,
    times: board,
    chosen: "",
    placing: "",
    dragged: "",
    planning: "",
    search: "",
    undo: [],
    message: SILENT,
  };
}

/** The board as the server has it now; what the person is doing goes on. */
export function reloaded(state: BoardState, board: BoardOut): BoardState {
  return { ...state, board, times: board };
}

export function saying(state: BoardState, words: string, outcome: Message["outcome"] = "ok"): BoardState {
  return { ...state, message: { words, outcome } };
}

/** A card is opened, or closed again. */
export function choosing(state: BoardState, number: string): BoardState {
  return { ...state, contact: undefined, chosen: state.chosen === number ? "" : number };
}

/** The next click on the map is this file's place, or no longer. */
export function placing(state: BoardState, number: string): BoardState {
  return { ...state, placing: state.placing === number ? "" : number };
}

/** How the resident of this file is reached; kept until another card is opened. */
export function reached(state: BoardState, number: string, contact: Contact): BoardState {
  return { ...state, contact: { ...contact, number } };
}

export function searching(state: BoardState, search: string): BoardState {
  return { ...state, search: search.trim().toLowerCase() };
}

/** Whether a card is what is looked for: number, name, kelurahan, or the courier whose column it is in. */
export function matches(
  search: string,
  number: string,
  file: BoardFile,
  courier?: Pick<BoardCourier, "name">,
): boolean {
  if (!search) return false;
  const digits = search.replace(/[\s-]/g, "");
  const words = [file.name, file.village, courier?.name ?? ""].map((word) => word.toLowerCase());
  return (digits.length > 2 && number.toLowerCase().includes(digits)) || words.some((word) => word.includes(search));
}

/** The first card that is looked for, in the order of the columns. */
export function firstMatch(state: BoardState): string | undefined {
  const { board, search } = state;
  const tours = board.couriers.map((courier) => ({ courier, cards: cardsOf(state, courier.id) }));
  for (const { courier, cards } of [...tours, { courier: undefined, cards: freeCards(state) }]) {
    const card = cards.find(({ number, file }) => matches(search, number, file, courier));
    if (card) return card.number;
  }
  return undefined;
}

export function dragging(state: BoardState, number: string): BoardState {
  return { ...state, dragged: number };
}

/** The order the times belong to. */
export function orderOf(times: Times): Order {
  return Object.fromEntries(
    Object.entries(times.tours).map(([courier, tour]) => [courier, tour.stops.map((stop) => stop.number)]),
  );
}

export function arrangementOf(state: BoardState): Arrangement {
  return { order: orderOf(state.times), locked: state.times.locked };
}

/** A file before the stop at `position` of a courier's tour; an empty courier takes it out of all. */
export function moved(arrangement: Arrangement, number: string, courier: string, position: number): Arrangement {
  const from = arrangement.order[courier]?.indexOf(number) ?? -1;
  const at = from >= 0 && from < position ? position - 1 : position; // taking it out moves what follows up by one
  const order = without(arrangement.order, number);
  order[courier]?.splice(at, 0, number);
  return { ...arrangement, order };
}

function without(order: Order, number: string): Order {
  return Object.fromEntries(
    Object.entries(order).map(([courier, numbers]) => [courier, numbers.filter((other) => other !== number)]),
  );
}

/** A file out of one courier's tour. */
export function takenFrom(arrangement: Arrangement, number: string, courier: string): Arrangement {
  const numbers = arrangement.order[courier] ?? [];
  return { ...arrangement, order: { ...arrangement.order, [courier]: numbers.filter((other) => other !== number) } };
}

/** A file locked to its courier, or free again. */
export function lockTurned(arrangement: Arrangement, number: string): Arrangement {
  const { locked } = arrangement;
  return {
    ...arrangement,
    locked: locked.includes(number) ? locked.filter((other) => other !== number) : [...locked, number],
  };
}

/** The server took a change by hand. */
export function arranged(state: BoardState, times: Arranged): BoardState {
  return { ...state, times };
}

/** `before` can be gone back to. */
export function remembering(state: BoardState, before: Arrangement): BoardState {
  return { ...state, undo: [...state.undo, before] };
}

/** What undo goes back to, and the board with that step taken; undefined when there is none. */
export function undoing(state: BoardState): { before: Arrangement; state: BoardState } | undefined {
  const before = state.undo.at(-1);
  return before && { before, state: { ...state, undo: state.undo.slice(0, -1) } };
}

export function planBegun(state: BoardState, plan: string): BoardState {
  return { ...state, planning: plan };
}

/** The best plan so far is drawn with the locks of before: a plan keeps them. */
export function planSeen(state: BoardState, progress: PlanAwaited | PlanSeen): BoardState {
  if (!("tours" in progress)) return state;
  return { ...state, times: { ...progress, locked: state.times.locked } };
}

export function planEnded(state: BoardState): BoardState {
  return { ...state, planning: "" };
}

/** Whether the board may be drawn anew from the server without taking something out of somebody's hand. */
export function isIdle(state: BoardState): boolean {
  return !state.planning && !state.dragged && !state.chosen;
}

/** A stop of a column: its file, and where it stands. */
export interface Card {
  readonly number: string;
  readonly file: BoardFile;
  readonly place: number;
  readonly at?: string;
}

/** The cards of a courier in their order. */
export function cardsOf(state: BoardState, courier: string): Card[] {
  const stops = state.times.tours[courier]?.stops ?? [];
  return stops.flatMap(({ number, at }, place) => {
    const file = state.board.files[number];
    return file ? [{ number, file, place, at }] : [];
  });
}

/** The cards nobody drives: left out, and those a person must place; what somebody drives all the same is there. */
export function freeCards(state: BoardState): Card[] {
  const driven = new Set(Object.values(state.times.tours).flatMap(({ stops }) => stops.map(({ number }) => number)));
  const listed = [...state.times.free.map(({ number }) => number), ...state.board.nowhere];
  const numbers = [...new Set(listed)].filter((number) => !driven.has(number));
  return numbers.flatMap((number, place) => {
    const file = state.board.files[number];
    return file ? [{ number, file, place }] : [];
  });
}
