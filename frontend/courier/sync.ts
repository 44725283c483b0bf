/** Send what waits: events first and together, pictures after and in pieces; one sender at a time over all tabs. */
import type { ReceiptChecked } from "../generated/courier.ts";
import * as clock from "./clock.ts";
import { storeDay } from "./day.ts";
import * as outbox from "./outbox.ts";
import type { Act } from "./standing.ts";
import { acts, amend, dropAct, dropPicture, keep, type Picture, pictures, putPicture, recall } from "./store.ts";
import { courier, Locked, lock, takeKeys, unseal, unsealJson } from "./vault.ts";

const PIECE = 64 * 1024;
const PATIENCE = 30_000;
const AT_THE_DOOR = 4_000; // nobody waits longer for the office at a door

export type Line = "unknown" | "online" | "offline" | "loggedOut";
export let line: Line = "unknown";
let csrf = "";

class LoggedOut extends Error {}
class NoLine extends Error {}

async function ask(path: string, wishes: RequestInit = {}): Promise<Response> {
  const patience = AbortSignal.timeout(PATIENCE);
  const answer = await fetch(path, { ...wishes, redirect: "manual", cache: "no-store", signal: patience }).catch(() => {
    throw new NoLine();
  });
  const reception = outbox.reception(answer);
  if (reception === "logged out") throw new LoggedOut();
  if (reception === "no line") throw new NoLine();
  return answer;
}

function post(path: string, body: BodyInit, type: string): Promise<Response> {
  return ask(path, { method: "POST", body, headers: { "X-CSRFToken": csrf, "Content-Type": type } });
}

/** Ask the office for the day and send what waits; `changed` is called whenever something is different. */
export async function sync(changed: () => void): Promise<void> {
  await navigator.locks.request("siantar-kurir-send", { ifAvailable: true }, async (mine) => {
    if (!mine) return changed(); // another tab of this phone is sending: what it has sent waits no more here either
    try {
      await refresh();
      line = "online";
      if (await sendActs()) await refresh();
      changed();
      await sendPictures(changed);
      for (const act of outbox.longDone(await acts(), clock.now().getTime())) await dropAct(act.id);
    } catch (problem) {
      if (problem instanceof LoggedOut) {
        line = "loggedOut";
        await lock();
      } else if (problem instanceof NoLine || problem instanceof Locked) line = "offline";
      else throw problem;
    } finally {
      changed();
    }
  });
}

async function refresh(): Promise<void> {
  const waiting = [...(await acts()), ...(await pictures())];
  const keys = [...new Set(waiting.map((item) => item.sealed.key))];
  const answer = await ask(`hari-ini/?kunci=${encodeURIComponent(keys.join(","))}`);
  const day = outbox.dayIn(await answer.text());
  if (!day) throw new NoLine();
  csrf = day.csrf;
  await clock.setBy(day.server_time);
  await takeKeys(day.courier.id, day.key, day.old_keys);
  await storeDay(day);
  for (const act of outbox.takenUp(await acts(), day.courier.id)) await dropAct(act.id);
}

/** Whether a sealed PIN fits, where the office can be asked at once; null where it cannot. */
export async function checkPin(receipt_number: string, pin_sealed: string): Promise<ReceiptChecked["verdict"] | null> {
  const body = JSON.stringify({ receipt_number, pin_sealed });
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  const wishes = { method: "POST", body, headers, signal: AbortSignal.timeout(AT_THE_DOOR) };
  try {
    const answer = await fetch("periksa/", wishes);
    return answer.ok ? (((await answer.json()) as ReceiptChecked).verdict ?? null) : null;
  } catch {
    return null;
  }
}

/** Whether anything was sent. */
async function sendActs(): Promise<boolean> {
  let sent = false;
  for (;;) {
    const waiting = outbox.nextToSend(await acts(), courier());
    if (!waiting.length) return sent;
    const events = await settledEvents(
      await Promise.all(
        waiting.map(async (act): Promise<[outbox.Waiting, Act]> => [act, await unsealJson(act.sealed)]),
      ),
    );
    const body = JSON.stringify({ sent_at: clock.now().toISOString(), events });
    const answer = await post("kirim/", body, "application/json");
    if (!answer.ok) throw new NoLine();
    const sentBack = outbox.answersTo(waiting, await answer.text());
    if (!sentBack) throw new NoLine();
    const { server_time, results } = sentBack;
    await clock.setBy(server_time);
    await Promise.all(
      results.map(async (result, place) => {
        const act = waiting[place];
        if (act) await amend(act.id, outbox.afterAnswer(result));
      }),
    );
    sent = true;
  }
}

/** The events at their times, each new time on the disk before it is sent. */
async function settledEvents(waiting: [outbox.Waiting, Act][]): Promise<Act[]> {
  const latest = (await recall<number>("clock_told")) ?? 0;
  const timed = outbox.inTime(waiting, latest, clock.now().getTime(), clock.righted);
  for (const { event, at, settled } of timed.events) if (settled) await amend(event.id, { told: at });
  await keep("clock_told", timed.latest);
  return timed.events.map(({ event }) => event);
}

async function sendPictures(changed: () => void): Promise<void> {
  for (const picture of outbox.orphans(await pictures(), await acts())) await dropPicture(picture.id);
  for (const picture of (await pictures()).filter((item) => item.courier === courier())) {
    await sendPicture(picture);
    await dropPicture(picture.id);
    changed();
  }
}

async function sendPicture(picture: Picture): Promise<void> {
  const content = await unseal(picture.sealed);
  let { offset } = picture;
  while (offset < content.length) {
    const piece = content.slice(offset, offset + PIECE);
    const address = `bukti/${picture.event}/${picture.part}/?offset=${offset}&total=${content.length}`;
    const answer = await post(address, piece, "application/octet-stream");
    const next = outbox.afterPiece(answer.status);
    if (next === "give up") return;
    if (next === "no line") throw new NoLine();
    const reached = outbox.offsetIn(await answer.text());
    if (reached === null) throw new NoLine();
    offset = reached;
    await putPicture({ ...picture, offset });
  }
}
