import assert from "node:assert/strict";
import { test } from "node:test";
import { rank } from "../counter/typeahead.ts";

test("beginnings of words come before words that are only somewhere inside", () => {
  const services = ["KTP-el baru", "KTP-el rusak", "KTP-el ubah data", "KK rusak"];
  const ranked = (words: string[]): string[] =>
    services
      .filter((text) => words.every((word) => text.toLowerCase().includes(word)))
      .sort((one, other) => rank(one, words) - rank(other, words));
  assert.equal(ranked(["ktp", "r"])[0], "KTP-el rusak");
  assert.equal(ranked(["ru"])[0], "KTP-el rusak");
  assert.equal(ranked(["kk", "r"])[0], "KK rusak");
  assert.equal(ranked(["u"])[0], "KTP-el ubah data");
});
