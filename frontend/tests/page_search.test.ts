import assert from "node:assert/strict";
import { test } from "node:test";
import { matching, matchingHelp } from "../frame/page_search.ts";

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

const helps = ["Loket", "Berkas"].map((name) => ({ address: `/${name}/#bantuan`, name: `Bantuan: ${name}` }));
const helpNames = (typed: string) => matchingHelp(helps, typed, "Bantuan").map((page) => page.name);

test("help comes once its word is begun, with the page it is about", () => {
  assert.deepEqual(helpNames("bant"), ["Bantuan: Loket", "Bantuan: Berkas"]);
  assert.deepEqual(helpNames("loket bantuan"), ["Bantuan: Loket"]);
});

test("a page is found alone, and a name that begins alike finds no help", () => {
  assert.deepEqual(helpNames("loket"), []);
  assert.deepEqual(helpNames("ba"), []);
  assert.deepEqual(helpNames("Bambang"), []);
  assert.deepEqual(helpNames(""), []);
});
