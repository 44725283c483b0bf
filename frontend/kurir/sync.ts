/**
 * Send what waits: events first and together, pictures after and in pieces; one sender at a time over all tabs.
 * An act leaves the waiting line only by the server's answer to it, so a lost answer means: the same again.
 */
import * as clock from "./clock.ts";
import { type Act, keepTold, type Told } from "./day.ts";
import { acts, amend, dropAct, dropPicture, keep, type Kept, pictures, putPicture, recall } from "./store.ts";
import { courier, lock, Locked, takeKeys, unseal, unsealJson } from "./vault.ts";

const TOGETHER = 100;
const PIECE = 64 * 1024;
const PATIENCE = 30_000;
const DONE_FOR = 24 * 3_600_000;
const CLOCK_IS_WRONG = 120_000;

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
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new LoggedOut();
  if (answer.status >= 500) throw new NoLine();
  return answer;
}

function post(path: string, body: BodyInit, type: string): Promise<Response> {
  return ask(path, { method: "POST", body, headers: { "X-CSRFToken": csrf, "Content-Type": type } });
}

/** Ask the office for the day and send what waits; `changed` is called whenever something is different. */
export async function sync(changed: () => void): Promise<void> {
  await navigator.locks.request("siantar-kurir-send", { ifAvailable: true }, async (mine) => {
    if (!mine) return;
    try {
      await refresh();
      line = "online";
      if (await sendActs()) await refresh();
      changed();
      await sendPictures(changed);
      await tidy();
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

interface Day extends Told {
  csrf: string;
  server_time: string;
  key: { id: string; secret: string; until: string };
  old_keys: Record<string, string>;
}

async function refresh(): Promise<void> {
  const waiting = [...(await acts()), ...(await pictures())];
  const keys = [...new Set(waiting.map((one) => one.sealed.key))];
  const answer = await ask(`hari-ini/?kunci=${encodeURIComponent(keys.join(","))}`);
  const day = (await answer.json()) as Day;
  csrf = day.csrf;
  await clock.setBy(day.server_time);
  await takeKeys(day.courier.id, day.key, day.old_keys);
  const { csrf: _, key: __, old_keys: ___, ...told } = day;
  await keepTold(told);
  const recorded = (await acts()).filter((one) => one.courier === day.courier.id && one.state === "recorded");
  for (const one of recorded) await dropAct(one.id);
}

interface Answer {
  id: string;
  outcome: "recorded" | "duplicate" | "conflict" | "refused";
  problem?: { code: string; title: string } | null;
}

/** Whether anything was sent. */
async function sendActs(): Promise<boolean> {
  let sent = false;
  for (;;) {
    const waiting = (await acts()).filter((one) => one.state === "waiting" && one.courier === courier()).slice(0, TOGETHER);
    if (!waiting.length) return sent;
    const events = await inTime(waiting, await Promise.all(waiting.map((one) => unsealJson<Act>(one.sealed))));
    const answer = await post("kirim/", JSON.stringify({ sent_at: clock.now().toISOString(), events }), "application/json");
    if (!answer.ok) throw new NoLine();
    const { server_time, results } = (await answer.json()) as { server_time: string; results: Answer[] };
    await clock.setBy(server_time);
    await Promise.all(results.map((result, place) => take(waiting[place], result)));
    sent = true;
  }
}

/**
 * The acts at the times they really were, in their order; what a wrong clock said stays in their data. A time is settled
 * when an act is first told, and every later act comes after it, however the offset to the server's clock wavers.
 */
async function inTime(waiting: Kept[], told: Act[]): Promise<Act[]> {
  const latest = (await recall<number>("clock_told")) ?? 0;
  let before = latest > clock.now().getTime() + CLOCK_IS_WRONG ? 0 : latest;
  const events: Act[] = [];
  for (const [place, act] of told.entries()) {
    const kept = waiting[place];
    if (!kept) continue;
    const at = kept.told ?? Math.max(before + 1, clock.righted(kept.mark));
    if (kept.told === undefined) await amend(kept.id, { told: at });
    before = Math.max(before, at);
    const wrong = Math.abs(at - kept.mark.raw) > CLOCK_IS_WRONG;
    const data = wrong ? { ...act.data, phone_clock: new Date(kept.mark.raw).toISOString() } : act.data;
    events.push({ ...act, occurred_at: new Date(at).toISOString(), data });
  }
  await keep("clock_told", before);
  return events;
}

async function take(kept: Kept | undefined, answer: Answer): Promise<void> {
  if (!kept) return;
  if (answer.outcome === "recorded" || answer.outcome === "duplicate") {
    await amend(kept.id, { state: "recorded" });
  } else {
    await amend(kept.id, { state: answer.outcome, code: answer.problem?.code, sentence: answer.problem?.title });
  }
}

async function sendPictures(changed: () => void): Promise<void> {
  const refused = new Set((await acts()).filter((one) => one.state === "refused").map((one) => one.id));
  for (const picture of (await pictures()).filter((one) => one.courier === courier())) {
    if (refused.has(picture.event)) {
      await dropPicture(picture.id);
      continue;
    }
    const content = await unseal(picture.sealed);
    let { offset } = picture;
    while (offset < content.length) {
      const piece = content.slice(offset, offset + PIECE);
      const address = `bukti/${picture.event}/${picture.part}/?offset=${offset}&total=${content.length}`;
      const answer = await post(address, piece, "application/octet-stream");
      if (answer.status === 404 || answer.status === 422) break;
      if (!answer.ok && answer.status !== 409) throw new NoLine();
      offset = ((await answer.json()) as { offset: number }).offset;
      await putPicture({ ...picture, offset });
    }
    await dropPicture(picture.id);
    changed();
  }
}

/** What was understood long ago need not be kept. */
async function tidy(): Promise<void> {
  for (const one of await acts()) {
    if (one.state === "recorded" && clock.now().getTime() - one.order > DONE_FOR) await dropAct(one.id);
  }
}
