import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/nik_hints.json";
import { hint } from "../counter/nik.ts";

function written(day: Date): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

test("the counter's page sees in a NIK what the server sees in it", () => {
  for (const vector of vectors) {
    const seen = hint(vector.nik, new Date(`${vector.today}T12:00:00`));
    assert.deepEqual(seen && { female: seen.female, born: written(seen.born) }, vector.hint, vector.nik);
  }
});
