/** What can be said of a letter by its code: first the signature on this device, then, where there is a network, the office. */
import { type LetterCode, type LetterStatement, letterCodeIn } from "./letter_code.ts";
import { judge, type LetterKeys, type LineVerdict } from "./letter_signature.ts";

/**
 * `genuine`: issued and not withdrawn. `signed`: the signature holds, the office was not asked. `mixed`: signature and
 * link are of two letters. `orphan`: signed, but the office does not know the link. `bare`: no signature in the code and
 * nobody to ask. `keyless`: the key is not on this device.
 */
export type Outcome =
  | "genuine"
  | "withdrawn"
  | "signed"
  | "forged"
  | "mixed"
  | "orphan"
  | "unknown"
  | "bare"
  | "keyless"
  | "foreign"
  | "other";

/** Number, day (ISO 8601), kind, office and masked name, as the page shows them. */
export type LetterFacts = Omit<LetterStatement, "key">;

/** What the office says (`GET /api/v1/letters/{code}`). */
interface OfficeAnswer {
  readonly genuine: boolean;
  readonly state: "issued" | "withdrawn" | null;
  readonly number: string | null;
  readonly date: string | null;
  readonly kind: string | null;
  readonly office: string | null;
  readonly name_masked: string | null;
  readonly pdf_sha256: string | null;
}

/** The outcome, the facts it is about, the digest of the PDF where the office told it, and a site of another host. */
export interface Answer {
  readonly outcome: Outcome;
  readonly facts: LetterFacts | null;
  readonly digest: string;
  readonly elsewhere: string;
}

/** Where keys (`again`: not those of before) and answers come from; null where nobody answered. */
export interface Sources {
  readonly hosts: readonly string[];
  keys(again?: boolean): Promise<LetterKeys | null>;
  ask(token: string): Promise<OfficeAnswer | null>;
}

/** What can be said of what was scanned or typed. */
export async function answerFor(text: string, sources: Sources): Promise<Answer> {
  const code = letterCodeIn(text);
  if (!code) return answer("other", null);
  const elsewhere = sources.hosts.includes(code.host) ? "" : code.host;
  const [verdict, signed] = code.line ? await bySignature(code, sources) : ["bare", null];
  if (elsewhere && !signed) return { ...answer("foreign", null), elsewhere };
  if (verdict === "forged") return answer("forged", null);
  const office = await sources.ask(code.token);
  if (verdict === "unknown_key") return answer(office ? "forged" : "keyless", null);
  return { ...byOffice(signed, office), elsewhere };
}

const answer = (outcome: Outcome, facts: LetterFacts | null, digest = ""): Answer => ({
  outcome,
  facts,
  digest,
  elsewhere: "",
});

async function bySignature(code: LetterCode, sources: Sources): Promise<[LineVerdict, LetterStatement | null]> {
  const first = await judge(code, (await sources.keys()) ?? {});
  return first[0] === "unknown_key" ? await judge(code, (await sources.keys(true)) ?? {}) : first;
}

function byOffice(signed: LetterStatement | null, office: OfficeAnswer | null): Answer {
  if (!office) return answer(signed ? "signed" : "bare", signed);
  if (!office.genuine) return answer(signed ? "orphan" : "unknown", signed);
  const facts = factsOf(office);
  if (signed && !isSameLetter(signed, facts)) return answer("mixed", signed);
  const outcome = office.state === "withdrawn" ? "withdrawn" : "genuine";
  return answer(outcome, { ...facts, name: facts.name || signed?.name || "" }, office.pdf_sha256 ?? "");
}

const factsOf = (office: OfficeAnswer): LetterFacts => ({
  number: office.number ?? "",
  day: office.date ?? "",
  kind: office.kind ?? "",
  office: office.office ?? "",
  name: office.name_masked ?? "",
});

/** A kind or an office may be called otherwise since; a name whose time is over is erased. */
export function isSameLetter(signed: LetterFacts, known: Pick<LetterFacts, "number" | "day" | "name">): boolean {
  const names = !known.name || !signed.name || signed.name === known.name;
  return signed.number === known.number && signed.day === known.day && names;
}
