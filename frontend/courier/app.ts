/** The courier's app: opens from the phone's own store, shows one screen at a time, sends in the background. */

import { h } from "../shared/dom.ts";
import { wind } from "./clock.ts";
import { actsHere, storedDay } from "./day.ts";
import { type Icon, icon } from "./icons.ts";
import { load } from "./loading.ts";
import { rest, watch } from "./position.ts";
import { end, list, next, type Odd, odd, stop } from "./screens.ts";
import { type Act, isCarried, type Standing, type StoredDay, standings } from "./standing.ts";
import { acts, dropAct, pictures } from "./store.ts";
import * as sending from "./sync.ts";
import { type Shown, top } from "./top.ts";
import { courier, unlock, unsealJson } from "./vault.ts";
import { t } from "./words.ts";

const EVERY = 15_000;
const FLASH = 6_000;
const main = document.querySelector("main");
let drawnHash = "";
let flash = ""; // what was just saved, until the next screen or for some seconds
let fading: ReturnType<typeof setTimeout> | undefined;

async function doorsNow(day: StoredDay): Promise<Standing[]> {
  return standings(day, await actsHere());
}

function locked(): Node[] {
  const words =
    sending.line === "offline"
      ? t("Buka dulu aplikasi ini saat ada jaringan, di kantor.")
      : t("Data hari ini terkunci. Masuk lagi untuk membukanya.");
  return [
    h("h1", {}, t("Perjalanan hari ini")),
    h("p", { class: "notice notice-warning" }, words),
    h("p", {}, t("Yang belum terkirim tetap tersimpan dan dikirim setelah Anda masuk.")),
    h("a", { class: "button button-primary", href: "/masuk/?next=/kurir/" }, t("Masuk")),
  ];
}

async function oddOnes(): Promise<Odd[]> {
  const mine = courier();
  const marked = (await acts()).filter(
    (act) => act.courier === mine && (act.state === "refused" || act.state === "conflict"),
  );
  return Promise.all(
    marked.map(async (stored) => ({ stored, act: await unsealJson<Act>(stored.sealed).catch(() => undefined) })),
  );
}

/** Say what was just saved; the next screen that is opened says it no more. */
function say(words: string): void {
  flash = words;
  clearTimeout(fading);
  fading = setTimeout(() => {
    flash = "";
    void refreshStatus();
  }, FLASH);
}

async function screen(day: StoredDay, doors: Standing[]): Promise<Node[]> {
  const [what = "", number = ""] = location.hash.slice(1).split("/");
  const door = doors.find(({ number: its }) => its === number);
  const saved = (warning: string): void => {
    const words = warning || t(navigator.onLine ? "Tersimpan" : "Tersimpan di ponsel");
    say(door?.name ? `${words}: ${door.name}` : words);
    location.hash = "";
    void send();
  };
  const open = door && isCarried(door);
  if (open && what === "antar") return (await import("./deliver.ts")).deliver(day, door, saved);
  if (open && what === "gagal") return (await import("./fail.ts")).fail(day, door, saved);
  if (open && what === "titik") return stop(day, doors, door);
  if (what === "daftar") return [h("h1", {}, t("Daftar")), list(day, doors)];
  if (what === "muat" || what === "turun" || what === "serah") {
    const now = async (): Promise<Standing[]> => doorsNow((await storedDay()) ?? day);
    const scanned = async (): Promise<void> => {
      await refreshStatus();
      void send();
    };
    return load({ day, now, scanned }, doors, what);
  }
  if (what === "peta") return (await import("./map.ts")).chart(day, doors);
  if (what === "lencana") return (await import("./badge.ts")).badgeScreen(day);
  if (what === "selesai") {
    const waiting = (await acts()).filter((act) => act.state === "waiting").length + (await pictures()).length;
    return end(day, doors, waiting);
  }
  return next(day, doors);
}

const LINKS: [string, Icon, string][] = [
  ["", "navigation", "Berikutnya"],
  ["#daftar", "list", "Daftar"],
  ["#peta", "mapPin", "Peta"],
  ["#muat", "parcel", "Muat"],
  ["#selesai", "done", "Selesai"],
];

function bottom(): HTMLElement {
  const here = location.hash;
  return h(
    "nav",
    { class: "thumb", "aria-label": t("Perjalanan hari ini") },
    ...LINKS.map(([hash, drawing, words]) =>
      h("a", { href: hash || "#", "aria-current": here === hash ? "page" : undefined }, icon(drawing), t(words)),
    ),
  );
}

const status = async (): Promise<HTMLElement> => top(sending.line, flash, await shown());

async function shown(): Promise<Shown | undefined> {
  const day = courier() ? await storedDay() : undefined;
  return day && { day, doors: await doorsNow(day) };
}

let drawing = 0;
let entering = false;

/** Draw the whole screen; a form that is being filled in is never drawn over, and a newer screen never by an older. */
async function draw(): Promise<void> {
  if (!main) return;
  const mine = ++drawing;
  const day = courier() ? await storedDay() : undefined;
  if (!day) {
    const head = await status();
    if (mine === drawing) main.replaceChildren(head, ...locked());
    return;
  }
  const doors = await doorsNow(day);
  const names = new Map(doors.map((door) => [door.number, door.name]));
  const understood = (id: string): void => void dropAct(id).then(draw);
  const body = await screen(day, doors);
  const marks = odd(await oddOnes(), names, understood);
  const head = await status(); // last, so that no act kept meanwhile is missing in it
  if (mine !== drawing) return;
  const acts = body.some(
    (node) => node instanceof Element && (node.matches(".bottom") || node.querySelector(".bottom")),
  );
  main.replaceChildren(head, ...marks, ...body, ...(acts ? [] : [bottom()]));
  if (entering) main.focus(); // now or never: later it would take the focus from whoever scans already
  entering = false;
  if (/^#(antar|gagal|titik)/.test(location.hash)) watch();
  else rest();
}

let refreshed: Promise<void> = Promise.resolve();

/** One after the other, so that an older status never replaces a newer one. */
function refreshStatus(): Promise<void> {
  const turn = refreshed.then(async () => {
    const head = await status();
    main?.querySelector(".sync")?.replaceWith(head);
  });
  refreshed = turn.catch(() => undefined);
  return turn;
}

const filling = (): boolean => /^#(antar|gagal|muat|turun|serah|peta|lencana)/.test(location.hash);

/** After something was sent or told: the status at once, the rest of the screen only where nothing is being filled in. */
async function changed(): Promise<void> {
  if (filling() && main?.querySelector("form, .chart, .badge-screen")) await refreshStatus();
  else await draw();
}

let sendingNow: Promise<void> | undefined;
let again = false;

function send(): Promise<void> {
  if (sendingNow) {
    again = true;
    return sendingNow;
  }
  sendingNow = sending
    .sync(() => void changed())
    .finally(() => {
      sendingNow = undefined;
      if (again) {
        again = false;
        void send();
      }
    });
  return sendingNow;
}

async function begin(): Promise<void> {
  await wind();
  await unlock();
  await draw();
  addEventListener("hashchange", () => {
    entering ||= location.hash !== drawnHash;
    if (location.hash) flash = ""; // said on the screen that follows the act, and on no other
    if (entering) void draw();
    drawnHash = location.hash;
  });
  addEventListener("online", () => void send());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void send());
  setInterval(() => void send(), EVERY);
  void navigator.storage?.persist?.();
  void navigator.serviceWorker?.register("/kurir/sw.js", { scope: "/kurir/" });
  await send();
}

void begin();
