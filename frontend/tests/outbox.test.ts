import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mark } from "../courier/clock_state.ts";
import * as outbox from "../courier/outbox.ts";
import type { Act } from "../courier/standing.ts";

const NOON = Date.parse("2026-03-02T12:00:00Z");
const MINUTE = 60_000;
const mark = (raw: number): Mark => ({ at: raw, raw, offset: 0, contact: 0, session: 1 });
const waiting = (id: string, facts: Partial<outbox.Waiting> = {}): outbox.Waiting => ({
  id,
  courier: "1",
  order: NOON,
  mark: mark(NOON),
  state: "waiting",
  ...facts,
});
const act = (id: string): Act => ({ id, type: "loaded", receipt_number: "A", occurred_at: "", data: {} });
const pair = (id: string, facts: Partial<outbox.Waiting> = {}): [outbox.Waiting, Act] => [waiting(id, facts), act(id)];
const asBelieved = ({ raw }: Mark): number => raw;

test("recorded and duplicate are the same success", () => {
  for (const outcome of ["recorded", "duplicate"] as const)
    assert.deepEqual(outbox.afterAnswer({ id: "a", outcome }), { state: "recorded" });
});

test("a refusal and a contradiction stay, with the sentence of the office", () => {
  for (const outcome of ["refused", "conflict"] as const) {
    const problem = { code: "wrong_stage", title: "Berkas ini sudah diserahkan." };
    const change = { state: outcome, code: "wrong_stage", sentence: "Berkas ini sudah diserahkan." };
    assert.deepEqual(outbox.afterAnswer({ id: "a", outcome, problem }), change);
  }
});

test("a redirect or a refusal to know the person means logged out, a fault of the server means no line", () => {
  const of = (status: number, type: ResponseType = "basic"): string => outbox.reception({ status, type });
  assert.equal(of(0, "opaqueredirect"), "logged out");
  assert.equal(of(401), "logged out");
  assert.equal(of(403), "logged out");
  assert.equal(of(500), "no line");
  assert.equal(of(503), "no line");
  assert.equal(of(200), "answered");
  assert.equal(of(409), "answered");
});

test("only this courier's waiting acts are sent, a hundred at a time", () => {
  const many = Array.from({ length: 120 }, (_, place) => waiting(String(place)));
  assert.equal(outbox.nextToSend(many, "1").length, 100);
  const mixed = [waiting("a", { state: "recorded" }), waiting("b", { courier: "2" }), waiting("c")];
  assert.deepEqual(
    outbox.nextToSend(mixed, "1").map(({ id }) => id),
    ["c"],
  );
  assert.deepEqual(outbox.nextToSend(mixed, undefined), []);
});

test("times of acts are settled once, and go up in the order of the acts", () => {
  const earlier = { mark: mark(NOON - MINUTE) };
  const { events, latest } = outbox.inTime([pair("a"), pair("b", earlier), pair("c")], 0, NOON, asBelieved);
  assert.deepEqual(
    events.map(({ at }) => at),
    [NOON, NOON + 1, NOON + 2],
  );
  assert.deepEqual(
    events.map(({ settled }) => settled),
    [true, true, true],
  );
  assert.equal(latest, NOON + 2);
  const again = outbox.inTime([pair("a", { told: NOON })], latest, NOON, asBelieved);
  assert.deepEqual([again.events[0]?.at, again.events[0]?.settled, again.latest], [NOON, false, NOON + 2]);
});

test("an act comes after the last one ever sent, unless that one was a wrong clock's", () => {
  const after = (latest: number): number | undefined =>
    outbox.inTime([pair("a")], latest, NOON, asBelieved).events[0]?.at;
  assert.equal(after(NOON + MINUTE), NOON + MINUTE + 1);
  assert.equal(after(NOON + 60 * MINUTE), NOON);
});

test("what a wrong clock said stays in the data of the event", () => {
  const sentAs = (off: number): Act | undefined =>
    outbox.inTime([pair("a")], 0, NOON, ({ raw }) => raw + off).events[0]?.event;
  assert.deepEqual(sentAs(MINUTE)?.data, {});
  assert.deepEqual(sentAs(3 * MINUTE)?.data, { phone_clock: "2026-03-02T12:00:00.000Z" });
  assert.equal(sentAs(3 * MINUTE)?.occurred_at, "2026-03-02T12:03:00.000Z");
});

test("recorded acts go when the office's list has them, or after a day", () => {
  const acts = [waiting("a", { state: "recorded" }), waiting("b", { state: "recorded", courier: "2" }), waiting("c")];
  assert.deepEqual(
    outbox.takenUp(acts, "1").map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(outbox.longDone(acts, NOON + 24 * 60 * MINUTE), []);
  assert.deepEqual(
    outbox.longDone(acts, NOON + 24 * 60 * MINUTE + 1).map(({ id }) => id),
    ["a", "b"],
  );
});

test("photos of refused acts are dropped, those of acts unknown by now are sent", () => {
  const pictures = [{ event: "a" }, { event: "b" }, { event: "gone" }];
  assert.deepEqual(outbox.orphans(pictures, [waiting("a", { state: "refused" }), waiting("b")]), [{ event: "a" }]);
});

test("a piece of a photo: go on, go on from elsewhere, give up, or wait", () => {
  assert.deepEqual([200, 409, 404, 422, 400].map(outbox.afterPiece), [
    "go on",
    "go on",
    "give up",
    "give up",
    "no line",
  ]);
});

test("only our own answer takes an act out of the line: a proxy's empty or foreign 200 does not", () => {
  const acts = [waiting("a"), waiting("b")];
  const results = [
    { id: "a", outcome: "recorded" },
    { id: "b", outcome: "duplicate" },
  ];
  const ours = JSON.stringify({ server_time: "2026-03-02T12:00:00Z", results });
  assert.deepEqual(outbox.answersTo(acts, ours)?.results, results);
  const foreign = [
    "",
    "OK",
    "null",
    "[]",
    "{}",
    "<html></html>",
    ours.slice(0, -1),
    JSON.stringify({ server_time: "2026-03-02T12:00:00Z", results: results.slice(1) }),
    JSON.stringify({ server_time: "2026-03-02T12:00:00Z", results: [...results].reverse() }),
    JSON.stringify({ server_time: "2026-03-02T12:00:00Z", results: results.map(({ id }) => ({ id, outcome: "ok" })) }),
    JSON.stringify({ server_time: "kemarin", results }),
  ];
  for (const body of foreign) assert.equal(outbox.answersTo(acts, body), null, body);
});

test("a photo goes on from where our server says, and a day is a day of ours", () => {
  assert.equal(outbox.offsetIn('{"offset": 65536}'), 65536);
  for (const body of ["", "{}", '{"offset": "1"}', '{"offset": -1}']) assert.equal(outbox.offsetIn(body), null, body);
  for (const body of ["", "{}", '{"doors": []}', "<html>"]) assert.equal(outbox.dayIn(body), null, body);
});
