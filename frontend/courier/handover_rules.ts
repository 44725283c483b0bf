/** What a handover needs, as `siantar.rules.journey.handover` has it (tests/vectors/handovers.json): the app only asks earlier. */
import type { Act, Standing } from "./standing.ts";

export type Lack =
  | "receiver_missing"
  | "relation_not_allowed"
  | "identity_not_checked"
  | "old_ktp_missing"
  | "proof_missing";

export type Part = "photo" | "signature";

const CHECKS = ["receipt_scanned", "pin", "ktp_seen"];

/** What office and service ask to see of this handover; a day of an older version asks for all. */
export function partsAsked(door: Partial<Pick<Standing, "proof_asked">>): Part[] {
  return (["photo", "signature"] as const).filter((part) => door.proof_asked?.includes(part) ?? true);
}

/** What is told of each part that is asked for. */
export function partsOf(door: Pick<Standing, "proof_asked">, taken: Record<Part, unknown>): Act["data"] {
  return Object.fromEntries(partsAsked(door).map((part) => [part, taken[part] ? "taken" : "missing"]));
}

/** All that is lacking, in the order of the law; empty when the handover can be told. */
export function lacks(
  door: Pick<Standing, "old_ktp" | "relations" | "proof_asked">,
  told: Act["data"],
  note: string,
): Lack[] {
  const lacking: Lack[] = [];
  if (!told.receiver_name?.trim()) lacking.push("receiver_missing");
  if (!door.relations.some(([relation]) => relation === told.relation)) lacking.push("relation_not_allowed");
  if (!CHECKS.includes(told.identity_check ?? "")) lacking.push("identity_not_checked");
  if (door.old_ktp && told.old_ktp !== "collected") lacking.push("old_ktp_missing");
  if (!note.trim() && partsAsked(door).some((part) => told[part] === "missing")) lacking.push("proof_missing");
  return lacking;
}
