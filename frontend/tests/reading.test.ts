import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/scans.json";
import { pinOf, read } from "../shared/reading.ts";

test("scans are read as the server reads them, whatever stands around the number", () => {
  for (const { text, number, proof, trouble } of vectors.scans) {
    assert.deepEqual(read(text), { number, proof, trouble }, text);
  }
});

test("a PIN is read as the server reads it", () => {
  for (const { typed, pin } of vectors.pins) assert.equal(pinOf(typed), pin, typed);
});
