/** Where each door stands: what the office said, with what the phone's own acts made of it since. */
import type { Day, DoorOut } from "../generated/courier.ts";

/** The day as the phone keeps it: without what only this moment needs. */
export type StoredDay = Omit<Day, "csrf" | "server_time" | "key" | "old_keys">;

/** What a phone can do to an item. */
export type ActType = "loaded" | "delivered" | "delivery_failed" | "unloaded";

/** An event as `POST kirim/` takes it. */
export interface Act {
  id: string;
  type: ActType;
  receipt_number: string;
  occurred_at: string;
  reason?: string;
  note?: string;
  position?: { lat: number; lon: number; accuracy_m: number };
  data: Record<string, string>;
}

export type Fate = "ahead" | "aboard" | "failed" | "delivered" | "back";

/** A door as it stands. `stranger`: loaded here, but the office has not told its address yet. */
export interface Standing extends DoorOut {
  fate: Fate;
  stranger: boolean;
}

const AT_FIRST: Partial<Record<DoorOut["stage"], Fate>> = { delivery_failed: "failed", out_for_delivery: "aboard" };
const POSSIBLE: Record<Fate, ActType[]> = {
  ahead: ["loaded"],
  aboard: ["delivered", "delivery_failed", "unloaded"],
  failed: ["delivered", "delivery_failed", "unloaded"],
  delivered: [],
  back: ["loaded"],
};

/** What the phone offers at a door; `siantar.rules.journey` allows at least that (tests/vectors/possible_acts.json). */
export function possible(fate: Fate): ActType[] {
  return POSSIBLE[fate];
}

/** Whether the courier has the item. */
export function isCarried(door: Pick<Standing, "fate">): boolean {
  return door.fate === "aboard" || door.fate === "failed";
}

/** How a door of the office's list stands before the phone did anything. */
export function atFirst(door: Pick<DoorOut, "stage" | "mine">): Fate {
  return door.mine ? (AT_FIRST[door.stage] ?? "aboard") : "ahead";
}

export function standings(day: Pick<Day, "doors">, acts: Act[]): Standing[] {
  const doors = new Map<string, Standing>(
    day.doors.map((door) => [door.number, { ...door, fate: atFirst(door), stranger: false }]),
  );
  for (const act of acts) {
    const door = doors.get(act.receipt_number) ?? stranger(act.receipt_number, doors.size + 1);
    doors.set(act.receipt_number, { ...door, ...after(door, act) });
  }
  return [...doors.values()].sort((first, second) => first.position - second.position);
}

/** How many stops of the day are over, of how many; the office's list names only those that are not. */
export function progress(day: Pick<StoredDay, "run">, doors: Standing[]): { done: number; total: number } {
  const total = Math.max(day.run?.stops ?? 0, doors.length);
  return { done: total - doors.filter(({ fate }) => fate === "ahead" || fate === "aboard").length, total };
}

/** The number of a door in the day, as on the map. */
export function placeOf(day: Pick<StoredDay, "run">, doors: Standing[], door: Standing): number {
  return progress(day, doors).total - doors.length + doors.indexOf(door) + 1;
}

function after(door: Standing, act: Act): Partial<Standing> {
  if (act.type === "loaded") return { fate: "aboard" };
  if (act.type === "delivered") return { fate: "delivered" };
  if (act.type === "unloaded") return { fate: "back" };
  return { fate: "failed", attempts: door.attempts + 1 };
}

function stranger(number: string, position: number): Standing {
  const texts = {
    name: "",
    service: "",
    phone: "",
    phone_note: "",
    line: "",
    rt: "",
    rw: "",
    village: "",
    landmark: "",
    note: "",
  };
  return {
    ...texts,
    number,
    position,
    stage: "ready_for_delivery",
    attempts: 0,
    may_receive: "",
    failure: "",
    lat: null,
    lon: null,
    found: null,
    old_ktp: false,
    mine: false,
    begins_at: null,
    expected: null,
    agreed: [],
    relations: [],
    proof_hash: "",
    proof_asked: ["photo", "signature"],
    fate: "ahead",
    stranger: true,
  };
}
