/** Do one thing: an event with an id of its own, on the phone's disk before the screen says so. */
import { nextMark } from "./clock.ts";
import type { Act } from "./day.ts";
import { type Picture, write } from "./store.ts";
import { courier, Locked, seal, sealJson } from "./vault.ts";

export interface Taken {
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

/** Keep an act; false where the phone was too full for its pictures. Throws Full when not even the act could be kept. */
export async function keepAct(told: Omit<Act, "id" | "occurred_at">, taken: Taken = {}): Promise<boolean> {
  const mine = courier();
  if (!mine) throw new Locked();
  const mark = await nextMark().catch((problem: unknown) => {
    throw new Full(String(problem));
  });
  const act: Act = { ...told, id: uuid7(mark.at), occurred_at: new Date(mark.at).toISOString() };
  const kept = { id: act.id, courier: mine, order: mark.at, mark, sealed: await sealJson(act), state: "waiting" as const };
  const pictures: Picture[] = [];
  for (const part of ["photo", "signature"] as const) {
    const blob = taken[part];
    if (blob) {
      const sealed = await seal(new Uint8Array(await blob.arrayBuffer()));
      pictures.push({ id: `${act.id}-${part}`, event: act.id, part, courier: mine, sealed, size: blob.size, offset: 0 });
    }
  }
  try {
    await write(kept, pictures);
    return true;
  } catch (problem) {
    if (!pictures.length) throw new Full(String(problem));
  }
  try {
    await write(kept, []);
    return false;
  } catch (problem) {
    throw new Full(String(problem));
  }
}
