import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/badge_codes.json";
import { base32, codeOf } from "../courier/badge_code.ts";

test("the phone writes the code the server expects in that minute", async () => {
  for (const { code, secret, minute, written } of vectors)
    assert.equal(await codeOf({ code, secret }, minute), written);
});

test("base 32 has no padding for whole fives", () => {
  assert.equal(base32(new TextEncoder().encode("hello")), "NBSWY3DP");
});
