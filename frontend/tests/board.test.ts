import assert from "node:assert/strict";
import { test } from "node:test";
import * as board from "../dispatch/state.ts";
import type { BoardFile, BoardOut, Times, TourOut } from "../generated/dispatch.ts";

const file = (number: string): BoardFile => ({
  number,
  name: number,
  service: "",
  line: "",
  rt: "",
  rw: "",
  village: "",
  landmark: "",
  promised_at: null,
  overdue: false,
  attempts: 0,
  failure: "",
  note: "",
  old_ktp: false,
  agreed: [],
  aboard: false,
  lat: null,
  lon: null,
  found: null,
});

function tour(...numbers: string[]): TourOut {
  const stops = numbers.map((number) => ({ number, at: "2026-03-02T09:00:00+07:00", waiting: 0 }));
  return { stops, work: 600 * numbers.length, travel: 300, ends: null };
}

function times(first: string[], second: string[]): Times {
  const tours = { "1": tour(...first), "2": tour(...second) };
  return { tours, free: [{ number: "F", why: "" }], broken: [], work: 0, longest_to_mean: null, locked: ["A"] };
}

function whole(): BoardOut {
  const files = Object.fromEntries(["A", "B", "C", "D", "F", "N"].map((number) => [number, file(number)]));
  const rest = {
    rough: false,
    now: "2026-03-02T09:00:00+07:00",
    office: { lat: null, lon: null },
    couriers: [],
    villages: [],
    nowhere: ["N"],
    apart: { N: "" },
    map_words: "",
  };
  return { day: "2026-03-02", zone: "Asia/Jakarta", files, ...rest, ...times(["A", "B", "C"], ["D"]) };
}

const opened = board.opened(whole());
const first = board.arrangementOf(opened);

test("a file moves between tours, and the state it came from stays as it was", () => {
  assert.deepEqual(board.moved(first, "A", "2", 0).order, { "1": ["B", "C"], "2": ["A", "D"] });
  assert.deepEqual(board.moved(first, "F", "2", 10_000).order, { "1": ["A", "B", "C"], "2": ["D", "F"] });
  assert.deepEqual(first.order, { "1": ["A", "B", "C"], "2": ["D"] });
});

test("within a tour the place counts before the file is taken out", () => {
  assert.deepEqual(board.moved(first, "A", "1", 2).order["1"], ["B", "A", "C"]);
  assert.deepEqual(board.moved(first, "C", "1", 0).order["1"], ["C", "A", "B"]);
  assert.deepEqual(board.moved(first, "B", "1", 1).order["1"], ["A", "B", "C"]);
});

test("moved to nobody, a file is in no tour; moved to a courier who is gone, neither", () => {
  assert.deepEqual(board.moved(first, "A", "", 0).order, { "1": ["B", "C"], "2": ["D"] });
  assert.deepEqual(board.moved(first, "A", "9", 0).order, { "1": ["B", "C"], "2": ["D"] });
});

test("a lock turns, and the order stays", () => {
  assert.deepEqual(board.lockTurned(first, "B"), { order: first.order, locked: ["A", "B"] });
  assert.deepEqual(board.lockTurned(first, "A"), { order: first.order, locked: [] });
});

test("a file kept from a courier leaves that tour only", () => {
  assert.deepEqual(board.takenFrom(first, "B", "1").order, { "1": ["A", "C"], "2": ["D"] });
  assert.deepEqual(board.takenFrom(first, "B", "2").order, { "1": ["A", "B", "C"], "2": ["D"] });
});

test("undo goes back step by step, and ends", () => {
  const other = board.lockTurned(first, "B");
  const state = board.remembering(board.remembering(opened, first), other);
  const last = board.undoing(state);
  assert.equal(last?.before, other);
  assert.equal(last && board.undoing(last.state)?.before, first);
  assert.equal(board.undoing(opened), undefined);
});

test("a plan being made is drawn with the locks of before, and only once there is one", () => {
  const planning = board.planBegun(opened, "plan");
  assert.equal(board.planSeen(planning, { status: "running", better: 0 }), planning);
  const better = { ...times(["D"], ["A", "B", "C"]), locked: [], status: "running", better: 1 };
  const seen = board.planSeen(planning, better);
  assert.deepEqual(board.orderOf(seen.times), { "1": ["D"], "2": ["A", "B", "C"] });
  assert.deepEqual(seen.times.locked, ["A"]);
  assert.equal(board.planEnded(seen).planning, "");
});

test("the board is drawn anew only when nothing is in anybody's hand", () => {
  assert.equal(board.isIdle(opened), true);
  assert.equal(board.isIdle(board.choosing(opened, "A")), false);
  assert.equal(board.isIdle(board.dragging(opened, "A")), false);
  assert.equal(board.isIdle(board.planBegun(opened, "plan")), false);
});

test("a second click closes the card and gives the map back", () => {
  assert.equal(board.choosing(board.choosing(opened, "A"), "A").chosen, "");
  assert.equal(board.placing(board.placing(opened, "A"), "A").placing, "");
  assert.equal(board.placing(board.placing(opened, "A"), "B").placing, "B");
});

test("what the server says anew keeps what the person is doing", () => {
  const busy = board.saying(board.choosing(opened, "A"), "Tersimpan.");
  const state = board.reloaded(busy, { ...whole(), ...times(["A"], ["D"]) });
  assert.deepEqual([state.chosen, state.message.words], ["A", "Tersimpan."]);
  assert.deepEqual(board.orderOf(state.times), { "1": ["A"], "2": ["D"] });
});

test("columns hold the files there are, in their order; nobody's column also those without a place", () => {
  assert.deepEqual(
    board.cardsOf(opened, "1").map(({ number, place }) => [number, place]),
    [
      ["A", 0],
      ["B", 1],
      ["C", 2],
    ],
  );
  assert.deepEqual(
    board.freeCards(opened).map(({ number }) => number),
    ["F", "N"],
  );
  const less = board.reloaded(opened, { ...whole(), files: { A: file("A") } });
  assert.deepEqual(
    board.cardsOf(less, "1").map(({ number }) => number),
    ["A"],
  );
});
