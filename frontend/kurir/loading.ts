/** Take envelopes along and bring them back, by scanning. */
import { Full, keepAct } from "./acting.ts";
import type { Act, Standing, Told } from "./day.ts";
import { grouped, h } from "./dom.ts";
import { here } from "./position.ts";
import { scanBox, type Scanned, tell } from "./scanning.ts";
import { list } from "./screens.ts";
import { t } from "./words.ts";

type Judged = { yes: boolean; words: string; act: boolean };

function judgeLoad(door: Standing | undefined): Judged {
  if (!door) return { yes: true, act: true, words: t("tidak ada di daftar Anda; dicatat, alamatnya tampil setelah ada jaringan") };
  if (door.fate === "delivered") return { yes: false, act: false, words: t("sudah diserahkan tadi") };
  if (door.fate === "aboard" || door.fate === "failed") return { yes: true, act: false, words: t("sudah dimuat tadi") };
  return { yes: true, act: true, words: t("dimuat") };
}

function judgeUnload(door: Standing | undefined, done: string): Judged {
  if (door?.fate === "aboard" || door?.fate === "failed") return { yes: true, act: true, words: done };
  return { yes: false, act: false, words: door?.fate === "delivered" ? t("sudah diserahkan tadi") : t("tidak ada di tangan Anda") };
}

/** Loading, unloading at the office, or handing on to another courier, who scans it too. */
export type Way = "muat" | "turun" | "serah";

const TITLES: Record<Way, string> = { muat: "Muat", turun: "Turunkan di kantor", serah: "Serahkan ke kurir lain" };
const UNLOADED: Record<Way, string> = { muat: "", turun: "diturunkan", serah: "diserahkan; sekarang ia memindainya di ponselnya" };

export function load(day: Told, fresh: () => Promise<Standing[]>, kept: () => Promise<void>, doors: Standing[], way: Way): Node[] {
  const unload = way !== "muat";
  let queue: Promise<void> = Promise.resolve();
  const count = h("p", { class: "count", "data-count": true });
  const names = h("div");
  const show = (now: Standing[]): void => {
    const aboard = now.filter((door) => door.fate === "aboard" || door.fate === "failed");
    const ahead = now.filter((door) => door.fate === "ahead");
    count.textContent = unload ? String(aboard.length) : `${aboard.length} ${t("dari")} ${aboard.length + ahead.length}`;
    names.replaceChildren(list(day, unload ? aboard : ahead));
  };
  const one = async (scanned: Scanned): Promise<void> => {
    const door = (await fresh()).find((known) => known.number === scanned.number);
    const told = unload ? judgeUnload(door, t(UNLOADED[way])) : judgeLoad(door);
    const name = door?.name || grouped(scanned.number);
    if (told.act) {
      try {
        const data: Act["data"] = unload || door ? {} : { handed_over: "1" }; // not on the list: somebody gave it on the road
        await keepAct({ type: unload ? "unloaded" : "loaded", receipt_number: scanned.number, position: here(), data });
      } catch (trouble) {
        if (!(trouble instanceof Full)) throw trouble;
        return tell(scanner, t("Tidak dapat menyimpan: memori ponsel penuh. Hapus berkas lain di ponsel, lalu tekan lagi. Jangan serahkan amplop sebelum tersimpan."), false);
      }
    }
    tell(scanner, `${name}: ${told.words}`, told.yes);
    show(await fresh());
    if (told.act) await kept();
  };
  const scanner = scanBox(t("Pindai amplop"), (scanned) => (queue = queue.then(() => one(scanned))));
  show(doors);
  const hint = way === "serah" && h("p", { class: "soft" }, t("Pindai di sini dulu, lalu kurir penerima memindainya di ponselnya."));
  return [h("h1", {}, t(TITLES[way])), hint, count, scanner, names].filter((one): one is HTMLElement => Boolean(one));
}
