import assert from "node:assert/strict";
import { test } from "node:test";
import { matching } from "../frame/page_search.ts";

const pages = ["Loket", "Berkas", "Di mana berkasnya", "Buku surat", "Pengaturan surat"].map((name) => ({
  address: `/${name}/`,
  name,
}));
const names = (typed: string) => matching(pages, typed).map((page) => page.name);

test("nothing typed is all of them", () => {
  assert.equal(names("  ").length, pages.length);
});

test("each typed word begins a word of the name, in any order and case", () => {
  assert.deepEqual(names("BERKAS"), ["Berkas", "Di mana berkasnya"]);
  assert.deepEqual(names("surat peng"), ["Pengaturan surat"]);
  assert.deepEqual(names("rkas"), []);
});

test("a receipt number names no page", () => {
  assert.deepEqual(names("26011000425X"), []);
});
