import assert from "node:assert/strict";
import { test } from "node:test";
import { byHand, LAYOUTS, layoutOf, learn } from "../shared/scanner_habits.ts";

const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:/.#-";

test("a plain scanner has no habits, whatever its case", () => {
  assert.deepEqual(learn(SIGNS, SIGNS), { prefix: "", suffix: "", signs: {} });
  assert.deepEqual(learn(SIGNS.toLowerCase(), SIGNS), { prefix: "", suffix: "", signs: {} });
});

test("prefix and suffix are what stands around the sample", () => {
  assert.deepEqual(learn(`j~${SIGNS}@@`, SIGNS), { prefix: "j~", suffix: "@@", signs: {} });
});

test("another keyboard layout is a table of signs", () => {
  const german = SIGNS.replace("YZ", "ZY").replace(":/.#-", "Ö-.§ß");
  assert.deepEqual(learn(german, SIGNS)?.signs, {
    Z: "Y",
    z: "y",
    Y: "Z",
    y: "z",
    Ö: ":",
    ö: ":",
    "-": "/",
    "§": "#",
    ß: "-",
  });
});

test("a receipt is not the sample", () => {
  assert.equal(learn("02YGDHGAPC9K", SIGNS), null);
  assert.equal(learn(`https://siantar.example/t/02YGDHGAPC9K#${"0a1b2c3d4e".repeat(2)}`, SIGNS), null);
});

test("told by hand it is as if it had been learned", () => {
  for (const [layout, scanned] of Object.entries(LAYOUTS)) {
    const told = byHand("j~", "@@", layout);
    const learned = learn(`j~${scanned}@@`, SIGNS);
    assert.deepEqual(told, learned, layout);
    assert.equal(layoutOf(told), layout);
  }
});

test("a layout that is in no list is none of it, and no habits are those of a plain keyboard", () => {
  assert.equal(layoutOf({ prefix: "", suffix: "", signs: { ä: "-" } }), "");
  assert.equal(layoutOf(null), "us");
  assert.deepEqual(byHand("", "#", "klingon").signs, {});
});
