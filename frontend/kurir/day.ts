/** The courier's day: what the office said, with what the phone's own acts made of it since. */
import type { CityMap } from "../ground.ts";
import { acts, keep, recall } from "./store.ts";
import { courier, Locked, type Sealed, sealJson, unsealJson } from "./vault.ts";

/** An event as `interface.md` has it. */
export interface Act {
  id: string;
  type: "loaded" | "delivered" | "delivery_failed" | "unloaded";
  receipt_number: string;
  occurred_at: string;
  reason?: string;
  note?: string;
  position?: { lat: number; lon: number; accuracy_m: number };
  data: Record<string, string>;
}

export interface Door {
  number: string;
  position: number;
  name: string;
  service: string;
  stage: string;
  attempts: number;
  phone: string;
  line: string;
  rt: string;
  rw: string;
  village: string;
  landmark: string;
  may_receive: string;
  note: string;
  failure: string;
  lat: number | null;
  lon: number | null;
  found: string | null;
  old_ktp: boolean;
  mine: boolean;
  begins_at: string | null;
  expected: [string, string] | null;
  agreed: [string, string][];
  relations: [string, string][];
  proof_hash: string;
}

export interface Told {
  day: string;
  zone: string;
  office: { name: string; lat: number | null; lon: number | null };
  run: { number: string; version: number; status: string } | null;
  doors: Door[];
  failures: [string, string][];
  attempts: number;
  letterbox: string;
  tiles: string;
  map: CityMap | null;
  courier: { id: string; name: string };
  badge: { code: string; secret: string; address: string };
}

export type Fate = "ahead" | "aboard" | "failed" | "delivered" | "back";

/** A door as it stands after the phone's own acts. `stranger`: loaded here, but the office has not told its address yet. */
export interface Standing extends Door {
  fate: Fate;
  stranger: boolean;
}

export async function keepTold(told: Told): Promise<void> {
  await keep("told", await sealJson(told));
}

export async function told(): Promise<Told | undefined> {
  const sealed = await recall<Sealed>("told");
  if (!sealed) return undefined;
  return unsealJson<Told>(sealed).catch((problem: unknown) => {
    if (problem instanceof Locked) return undefined;
    throw problem;
  });
}

/** The acts of this courier that the server has not refused, in the order they were done. */
export async function doneHere(): Promise<Act[]> {
  const mine = (await acts()).filter((one) => one.courier === courier() && (one.state === "waiting" || one.state === "recorded"));
  return Promise.all(mine.map((one) => unsealJson<Act>(one.sealed)));
}

const START: Record<string, Fate> = { delivery_failed: "failed", out_for_delivery: "aboard" };

export function standings(day: Told, done: Act[]): Standing[] {
  const doors = new Map<string, Standing>(
    day.doors.map((door) => [door.number, { ...door, fate: door.mine ? (START[door.stage] ?? "aboard") : "ahead", stranger: false }]),
  );
  for (const act of done) {
    const door = doors.get(act.receipt_number) ?? stranger(act.receipt_number, doors.size + 1);
    doors.set(act.receipt_number, { ...door, ...after(door, act) });
  }
  return [...doors.values()].sort((one, other) => one.position - other.position);
}

function after(door: Standing, act: Act): Partial<Standing> {
  if (act.type === "loaded") return { fate: "aboard" };
  if (act.type === "delivered") return { fate: "delivered" };
  if (act.type === "unloaded") return { fate: "back" };
  return { fate: "failed", attempts: door.attempts + 1 };
}

function stranger(number: string, position: number): Standing {
  return {
    number, position, name: "", service: "", stage: "", attempts: 0, phone: "", line: "", rt: "", rw: "", village: "",
    landmark: "", may_receive: "", note: "", failure: "", lat: null, lon: null, found: null, old_ktp: false, mine: false, begins_at: null,
    expected: null, agreed: [], relations: [], proof_hash: "", fate: "ahead", stranger: true,
  };
}
