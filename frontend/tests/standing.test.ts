import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/possible_acts.json";
import { type Act, type ActType, atFirst, possible, type Standing, standings } from "../courier/standing.ts";
import type { DoorOut } from "../generated/courier.ts";
import { door } from "./doors.ts";

const act = (type: ActType, number = "A"): Act => ({
  id: `${type}-${number}`,
  type,
  receipt_number: number,
  occurred_at: "2026-03-02T01:30:00Z",
  data: {},
});

function only(doors: Standing[]): Standing {
  assert.equal(doors.length, 1);
  return doors[0] as Standing;
}

test("the phone offers at each stage of its list what the law allows there", () => {
  for (const { stage, acts } of vectors) {
    const mine = stage !== "ready_for_delivery";
    if (acts.length) assert.deepEqual(possible(atFirst({ stage: stage as DoorOut["stage"], mine })), acts, stage);
  }
});

test("after its own acts the phone hides nothing the law would allow", () => {
  for (const { stage, acts, then } of vectors) {
    for (const type of acts as ActType[]) {
      const listed = door({ number: "A", stage: stage as DoorOut["stage"], mine: stage !== "ready_for_delivery" });
      const offered = possible(only(standings({ doors: [listed] }, [act(type)])).fate);
      const allowed = (then as Record<string, string[]>)[type] ?? [];
      assert.deepEqual(
        allowed.filter((next) => !offered.includes(next as ActType)),
        [],
        `${stage}, ${type}`,
      );
    }
  }
});

test("a failed attempt counts, and can still be delivered", () => {
  const failed = only(standings({ doors: [door({ number: "A", mine: true, attempts: 1 })] }, [act("delivery_failed")]));
  assert.equal(failed.attempts, 2);
  assert.equal(failed.fate, "failed");
  assert.equal(possible(failed.fate).includes("delivered"), true);
});

test("an envelope that is on no list is a stranger at the end", () => {
  const doors = standings({ doors: [door({ number: "A", position: 1 })] }, [act("loaded", "B")]);
  assert.deepEqual(
    doors.map(({ number, position, fate, stranger }) => ({ number, position, fate, stranger })),
    [
      { number: "A", position: 1, fate: "ahead", stranger: false },
      { number: "B", position: 2, fate: "aboard", stranger: true },
    ],
  );
});

test("doors stand in the order of the office", () => {
  const doors = [door({ number: "A", position: 2 }), door({ number: "B", position: 1 })];
  assert.deepEqual(
    standings({ doors }, []).map(({ number }) => number),
    ["B", "A"],
  );
});
