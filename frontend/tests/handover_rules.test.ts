import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/handovers.json";
import { lacks, partsAsked, partsOf } from "../courier/handover_rules.ts";
import { door } from "./doors.ts";

test("the app asks for exactly what the law asks for", () => {
  for (const { door: asked, told, note, code } of vectors) {
    const relations = asked.relations as [string, string][];
    const lacking = lacks(door({ ...asked, relations }), told as Record<string, string>, note);
    assert.equal(lacking[0] ?? "", code, JSON.stringify({ asked, told, note }));
  }
});

test("only what the office asks for is told of, and a day of an older version asks for all", () => {
  assert.deepEqual(partsOf(door({ proof_asked: ["photo"] }), { photo: true, signature: true }), { photo: "taken" });
  assert.deepEqual(partsOf(door({}), { photo: undefined, signature: true }), { photo: "missing", signature: "taken" });
  assert.deepEqual(partsAsked({}), ["photo", "signature"]);
});
