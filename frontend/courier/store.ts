/** What the phone keeps (IndexedDB). Personal data lie here sealed only; see `vault.ts`. */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Waiting } from "./outbox.ts";
import type { Sealed } from "./vault.ts";

/** One act of the courier, sealed, with the time it was first told to the server by, and what the server answered. */
export interface StoredAct extends Waiting {
  sealed: Sealed;
  code?: string;
  sentence?: string;
}

/** A photo or signature on its way; `offset` bytes are at the server. */
export interface Picture {
  id: string;
  event: string;
  part: "photo" | "signature";
  courier: string;
  sealed: Sealed;
  size: number;
  offset: number;
}

interface Shape extends DBSchema {
  meta: { key: string; value: unknown };
  acts: { key: string; value: StoredAct; indexes: { order: number } };
  pictures: { key: string; value: Picture };
}

let opening: Promise<IDBPDatabase<Shape>> | undefined;

export function open(): Promise<IDBPDatabase<Shape>> {
  opening ??= openDB<Shape>("siantar-kurir", 1, {
    upgrade(base) {
      base.createObjectStore("meta");
      base.createObjectStore("acts", { keyPath: "id" }).createIndex("order", "order");
      base.createObjectStore("pictures", { keyPath: "id" });
    },
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  });
  return opening;
}

export async function keep(name: string, value: unknown): Promise<void> {
  await (await open()).put("meta", value, name);
}

export async function recall<Value>(name: string): Promise<Value | undefined> {
  return (await (await open()).get("meta", name)) as Value | undefined;
}

export async function forget(name: string): Promise<void> {
  await (await open()).delete("meta", name);
}

/** Write an act and its pictures at once, on the disk when this returns. */
export async function write(act: StoredAct, pictures: Picture[]): Promise<void> {
  const transaction = (await open()).transaction(["acts", "pictures"], "readwrite", { durability: "strict" });
  await Promise.all([
    transaction.objectStore("acts").add(act),
    ...pictures.map((picture) => transaction.objectStore("pictures").put(picture)),
    transaction.done,
  ]);
}

export async function acts(): Promise<StoredAct[]> {
  return (await open()).getAllFromIndex("acts", "order");
}

export async function pictures(): Promise<Picture[]> {
  return (await open()).getAll("pictures");
}

/** Change one act as it is now, if it is there still. */
export async function amend(id: string, change: Partial<StoredAct>): Promise<void> {
  const transaction = (await open()).transaction("acts", "readwrite");
  const stored = await transaction.store.get(id);
  if (stored) await transaction.store.put({ ...stored, ...change });
  await transaction.done;
}

export async function dropAct(id: string): Promise<void> {
  await (await open()).delete("acts", id);
}

export async function putPicture(picture: Picture): Promise<void> {
  await (await open()).put("pictures", picture);
}

export async function dropPicture(id: string): Promise<void> {
  await (await open()).delete("pictures", id);
}
