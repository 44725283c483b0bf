import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/clock.json";
import { type ClockState, marked, righted, setTo } from "../courier/clock_state.ts";

const NEVER: ClockState = { offset: 0, contact: 0, last: 0 };
const MINUTE = 60_000;
const NOON = Date.parse("2026-03-02T12:00:00Z");

test("an act before the contact gets the time the server would give it", () => {
  for (const vector of vectors) {
    const act = marked(NEVER, vector.phone_at_act, 1);
    const state = setTo(NEVER, Date.parse(vector.server_time), vector.phone_at_contact);
    assert.equal(righted(state, act, vector.phone_at_contact, 1), vector.really_at);
  }
});

test("an act after the contact is marked with the server's time", () => {
  for (const vector of vectors) {
    const state = setTo(NEVER, Date.parse(vector.server_time), vector.phone_at_contact);
    assert.equal(marked(state, vector.phone_at_act, 1).at, vector.really_at);
  }
});

test("acts never run backwards, even where the clock does", () => {
  const first = marked({ ...NEVER, last: NOON }, NOON - MINUTE, 1);
  assert.equal(first.at, NOON + 1);
  assert.equal(marked({ ...NEVER, last: first.at }, NOON + MINUTE, 1).at, NOON + MINUTE);
});

test("after a restart a clock that was right keeps its times", () => {
  const before = setTo(NEVER, NOON, NOON);
  const act = marked(before, NOON + MINUTE, 1);
  const after = setTo(before, NOON + 10 * MINUTE, NOON + 10 * MINUTE + 500);
  assert.equal(righted(after, act, NOON + 10 * MINUTE + 500, 2), act.at);
});

test("after a restart a clock that was wrong is put right by what it said at the act", () => {
  const day = 24 * 60 * MINUTE;
  const before = setTo(NEVER, NOON, NOON);
  const act = marked(before, NOON + MINUTE - day, 1); // somebody put the phone a day back
  const after = setTo(before, NOON + 5 * MINUTE, NOON + 5 * MINUTE - day);
  assert.equal(righted(after, act, NOON + 5 * MINUTE - day, 2), NOON + MINUTE);
});
