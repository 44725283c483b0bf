import assert from "node:assert/strict";
import { test } from "node:test";
import vectors from "../../tests/vectors/letter_codes.json";
import { answerFor, type Outcome, type Sources } from "../public/letter_answer.ts";
import { letterCodeIn } from "../public/letter_code.ts";
import { byBrowser, byNoble, judge } from "../public/letter_signature.ts";

const HOST = "siantar.example.go.id";
const [genuine] = vectors.codes;
const link = genuine?.link ?? "";
const forged = vectors.codes.find(({ signed }) => !signed)?.link ?? "";

for (const [name, verify] of Object.entries({ byBrowser, byNoble }))
  test(`what the office signed and what it did not are told apart as the server does: ${name}`, async () => {
    assert.equal(vectors.codes.filter(({ signed }) => signed).length, 6);
    for (const { link, signed, says } of vectors.codes) {
      const code = letterCodeIn(link);
      assert.ok(code, link);
      const [verdict, statement] = await judge(code, vectors.keys, verify);
      assert.equal(verdict === "signed", signed, link);
      assert.deepEqual(statement, says ?? null);
    }
  });

test("a code is read with what people put around it, and nothing else is one", () => {
  const [address, line] = link.split("#");
  for (const typed of [
    link,
    ` ${link}\n`,
    address ?? "",
    (address ?? "").replace("https://", ""),
    `HTTPS://${HOST}/surat/x`,
  ])
    assert.equal(letterCodeIn(typed)?.host, HOST, typed);
  assert.equal(letterCodeIn(address ?? "")?.line, "");
  for (const typed of [
    "",
    "K7PQ3M9XABCD",
    `https://${HOST}/t/K7PQ`,
    `${address}#`,
    `${address}?x=1`,
    `https://${HOST}/surat/`,
  ])
    assert.equal(letterCodeIn(typed), null, typed);
  for (const typed of [`https://a@${HOST}/surat/x`, `${address}/more`, `https://${HOST}/surat/periksa/`, `x ${line}`])
    assert.equal(letterCodeIn(typed), null, typed);
});

const says = genuine?.says;
const issued = {
  genuine: true,
  state: "issued" as const,
  number: says?.number ?? "",
  date: says?.day ?? "",
  kind: "Surat Keterangan",
  office: "Kecamatan",
  name_masked: says?.name ?? "",
  pdf_sha256: "ab",
};
const unknown = { ...issued, genuine: false, state: null };

const sources = (office: Awaited<ReturnType<Sources["ask"]>>, keys: Record<string, string> | null): Sources => ({
  hosts: [HOST],
  keys: async () => keys,
  ask: async () => office,
});

const cases: [string, string, Awaited<ReturnType<Sources["ask"]>>, Record<string, string> | null, Outcome][] = [
  ["issued", link, issued, vectors.keys, "genuine"],
  ["withdrawn", link, { ...issued, state: "withdrawn" }, vectors.keys, "withdrawn"],
  ["no network", link, null, vectors.keys, "signed"],
  ["forged, whatever the office says of the link", forged, issued, vectors.keys, "forged"],
  ["the line of one letter on the link of another", link, { ...issued, number: "2" }, vectors.keys, "mixed"],
  ["the same number and day, another name", link, { ...issued, name_masked: "B***" }, vectors.keys, "mixed"],
  ["a name whose time is over", link, { ...issued, name_masked: "" }, vectors.keys, "genuine"],
  ["a kind called otherwise since", link, { ...issued, kind: "Lain" }, vectors.keys, "genuine"],
  ["signed, a link nobody gave out", link, unknown, vectors.keys, "orphan"],
  ["an address alone", link.split("#")[0] ?? "", issued, vectors.keys, "genuine"],
  ["an address alone, a link nobody gave out", link.split("#")[0] ?? "", unknown, vectors.keys, "unknown"],
  ["an address alone, no network", link.split("#")[0] ?? "", null, vectors.keys, "bare"],
  ["no keys, no network", link, null, null, "keyless"],
  ["keys that do not know this one, no network", link, null, {}, "keyless"],
  ["keys that do not know this one", link, issued, {}, "forged"],
  ["another site", forged.replace(HOST, "siantar.example.com"), issued, vectors.keys, "foreign"],
  ["an address of another site", "https://siantar.example.com/surat/x", issued, vectors.keys, "foreign"],
  ["a receipt", `https://${HOST}/t/K7PQ3M9XABCD`, issued, vectors.keys, "other"],
];

for (const [name, text, office, keys, outcome] of cases)
  test(`${name}: ${outcome}`, async () => {
    assert.equal((await answerFor(text, sources(office, keys))).outcome, outcome);
  });

test("what is signed under an address of before is judged by its signature, and the address named", async () => {
  const answer = await answerFor(link.replace(HOST, "lama.example.go.id"), sources(issued, vectors.keys));
  assert.equal(answer.outcome, "genuine");
  assert.equal(answer.elsewhere, "lama.example.go.id");
});

test("a key that was renewed since the page was opened is asked for before anything is called forged", async () => {
  const asked: (boolean | undefined)[] = [];
  const keys = async (again?: boolean): Promise<Record<string, string>> => {
    asked.push(again);
    return again ? vectors.keys : {};
  };
  assert.equal((await answerFor(link, { ...sources(issued, null), keys })).outcome, "genuine");
  assert.deepEqual(asked, [undefined, true]);
});

test("facts of a forged line are not shown, nor its digest", async () => {
  const { facts, digest } = await answerFor(forged, sources(issued, vectors.keys));
  assert.equal(facts, null);
  assert.equal(digest, "");
});
