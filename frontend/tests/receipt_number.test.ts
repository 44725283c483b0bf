import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/receipt_numbers.json";
import { grouped, parse } from "../shared/receipt_number.ts";

test("numbers are read as the server reads them, however they are typed", () => {
  for (const { typed, number, mistyped } of vectors.read) {
    assert.deepEqual(parse(typed), number === null ? null : { number, mistyped }, typed);
  }
});

test("numbers are grouped as the server and the paper group them", () => {
  for (const { number, grouped: written } of vectors.grouped) assert.equal(grouped(number), written);
});
