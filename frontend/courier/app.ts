/** The courier's app: opens from the phone's own store, shows one screen at a time, sends in the background. */

import { h } from "../shared/dom.ts";
import { wind } from "./clock.ts";
import { actsHere, storedDay } from "./day.ts";
import { load } from "./loading.ts";
import { rest, watch } from "./position.ts";
import { end, list, next, type Odd, odd, stop } from "./screens.ts";
import { type Act, isCarried, type Standing, type StoredDay, standings } from "./standing.ts";
import { acts, dropAct, pictures } from "./store.ts";
import * as sending from "./sync.ts";
import { courier, unlock, unsealJson } from "./vault.ts";
import { t } from "./words.ts";

const EVERY = 15_000;
const FLASH = 6_000;
const main = document.querySelector("main");
let drawnHash = "";
let flash = "";
let flashed = 0;

async function doorsNow(day: StoredDay): Promise<Standing[]> {
  return standings(day, await actsHere());
}

/** What the top of every screen says: what waits, and whether there is a line. */
async function status(): Promise<HTMLElement> {
  const [events, photos] = [await acts(), await pictures()];
  const mine = courier();
  const waiting = events.filter((act) => act.state === "waiting" && (!mine || act.courier === mine)).length;
  const others = mine ? events.filter((act) => act.state === "waiting" && act.courier !== mine).length : 0;
  const words: string[] = [];
  if (waiting) words.push(`${waiting} ${t("menunggu dikirim")}`);
  if (photos.length) words.push(`${photos.length} ${t("foto")}`);
  const calm = !waiting && !photos.length;
  return h(
    "div",
    { class: "sync", role: "status", "data-waiting": waiting, "data-photos": photos.length, "data-line": sending.line },
    h("span", { class: calm ? "dot dot-done" : "dot" }),
    h("span", {}, calm ? t("Semua tersinkron") : words.join(" · ")),
    mine && h("a", { class: "badge-link", href: "#lencana" }, t("Lencana")),
    sending.line === "offline" &&
      h("span", { class: "soft" }, t("Tanpa jaringan. Semua tetap tersimpan di ponsel ini.")),
    sending.line === "loggedOut" &&
      h("a", { class: "button button-primary", href: "/masuk/?next=/kurir/" }, t("Masuk lagi untuk mengirim")),
    others > 0 && h("span", { class: "soft" }, `${others} ${t("milik kurir lain menunggu ia masuk di ponsel ini")}`),
    flash &&
      performance.now() - flashed < FLASH &&
      h("p", { class: "notice notice-success", "data-flash": true }, flash),
  );
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

async function screen(day: StoredDay, doors: Standing[]): Promise<Node[]> {
  const [what = "", number = ""] = location.hash.slice(1).split("/");
  const door = doors.find(({ number: its }) => its === number);
  const saved = (warning: string): void => {
    flashed = performance.now();
    flash = warning || t(navigator.onLine ? "Tersimpan" : "Tersimpan di ponsel");
    location.hash = "";
    void send();
  };
  const open = door && isCarried(door);
  if (what === "antar" || what === "gagal") flash = ""; // "Tersimpan" is never that of the act before
  if (open && what === "antar") return (await import("./deliver.ts")).deliver(day, door, saved);
  if (open && what === "gagal") return (await import("./fail.ts")).fail(day, door, saved);
  if (open && what === "titik") return [stop(day, door)];
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

function bottom(): HTMLElement {
  const links: [string, string][] = [
    ["", "Berikutnya"],
    ["#daftar", "Daftar"],
    ["#peta", "Peta"],
    ["#muat", "Muat"],
    ["#selesai", "Selesai"],
  ];
  const here = location.hash;
  return h(
    "nav",
    { class: "thumb", "aria-label": t("Perjalanan hari ini") },
    ...links.map(([hash, words]) =>
      h("a", { href: hash || "#", "aria-current": here === hash ? "page" : undefined }, t(words)),
    ),
  );
}

let drawing = 0;
let entering = false;

/** Draw the whole screen; a form that is being filled in is never drawn over, and a newer screen never by an older. */
async function draw(): Promise<void> {
  if (!main) return;
  const mine = ++drawing;
  const day = courier() ? await storedDay() : undefined;
  if (!day) {
    const top = await status();
    if (mine === drawing) main.replaceChildren(top, ...locked());
    return;
  }
  const doors = await doorsNow(day);
  const names = new Map(doors.map((door) => [door.number, door.name]));
  const understood = (id: string): void => void dropAct(id).then(draw);
  const body = await screen(day, doors);
  const marks = odd(await oddOnes(), names, understood);
  const top = await status(); // last, so that no act kept meanwhile is missing in it
  if (mine !== drawing) return;
  main.replaceChildren(top, ...marks, ...body, bottom());
  if (entering) main.focus(); // now or never: later it would take the focus from whoever scans already
  entering = false;
  if (/^#(antar|gagal|titik)/.test(location.hash)) watch();
  else rest();
}

let refreshed: Promise<void> = Promise.resolve();

/** One after the other, so that an older status never replaces a newer one. */
function refreshStatus(): Promise<void> {
  const turn = refreshed.then(async () => {
    const top = await status();
    main?.querySelector(".sync")?.replaceWith(top);
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
