/** Do one thing: an event with an id of its own, on the phone's disk before the screen says so. */
import { nextMark } from "./clock.ts";
import type { Act } from "./standing.ts";
import { type Picture, type StoredAct, write } from "./store.ts";
import { courier, Locked, seal, sealJson } from "./vault.ts";

export interface Pictures {
  photo?: Blob;
  signature?: Blob;
}

export class Full extends Error {}

/** A UUID of version 7: 48 bits of time, the rest drawn. */
export function uuid7(at: number): string {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  let left = at;
  for (let place = 5; place >= 0; place--) {
    raw[place] = left % 256;
    left = Math.floor(left / 256);
  }
  raw[6] = ((raw[6] ?? 0) & 0x0f) | 0x70;
  raw[8] = ((raw[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What is told of an act; its id and time come from the phone. */
export type NewAct = Omit<Act, "id" | "occurred_at">;

/** Keep an act; false where the phone was too full for its pictures. Throws Full when not even the act could be kept. */
export async function keepAct(wish: NewAct, pictures: Pictures = {}): Promise<boolean> {
  const mine = courier();
  if (!mine) throw new Locked();
  const mark = await nextMark().catch(full);
  const act: Act = { ...wish, id: uuid7(mark.at), occurred_at: new Date(mark.at).toISOString() };
  const sealed = await sealJson(act);
  const stored: StoredAct = { id: act.id, courier: mine, order: mark.at, mark, sealed, state: "waiting" };
  const whole = await sealedPictures(act.id, mine, pictures);
  try {
    await write(stored, whole);
    return true;
  } catch (problem) {
    if (!whole.length) full(problem);
  }
  await write(stored, []).catch(full);
  return false;
}

async function sealedPictures(event: string, mine: string, pictures: Pictures): Promise<Picture[]> {
  const whole: Picture[] = [];
  for (const part of ["photo", "signature"] as const) {
    const blob = pictures[part];
    if (!blob) continue;
    const sealed = await seal(new Uint8Array(await blob.arrayBuffer()));
    whole.push({ id: `${event}-${part}`, event, part, courier: mine, sealed, size: blob.size, offset: 0 });
  }
  return whole;
}

function full(problem: unknown): never {
  throw new Full(String(problem));
}
