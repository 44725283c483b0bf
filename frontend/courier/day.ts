/** The courier's day on the phone's disk, sealed. */
import type { Day } from "../generated/courier.ts";
import type { Act, StoredDay } from "./standing.ts";
import { acts, keep, recall } from "./store.ts";
import { courier, Locked, type Sealed, sealJson, unsealJson } from "./vault.ts";

/** Keep the day without what only this moment needs. */
export async function storeDay(day: Day): Promise<void> {
  const { csrf: _csrf, server_time: _time, key: _key, old_keys: _keys, ...stored } = day;
  await keep("told", await sealJson(stored));
}

export async function storedDay(): Promise<StoredDay | undefined> {
  const sealed = await recall<Sealed>("told");
  if (!sealed) return undefined;
  return unsealJson<StoredDay>(sealed).catch((problem: unknown) => {
    if (problem instanceof Locked) return undefined;
    throw problem;
  });
}

/** The acts of this courier that the server has not refused, in the order they were done. */
export async function actsHere(): Promise<Act[]> {
  const mine = (await acts()).filter(
    (act) => act.courier === courier() && (act.state === "waiting" || act.state === "recorded"),
  );
  return Promise.all(mine.map((act) => unsealJson<Act>(act.sealed)));
}
