/** Take envelopes along and bring them back, by scanning. */
import { h, present } from "../shared/dom.ts";
import type { Scanned } from "../shared/reading.ts";
import { grouped } from "../shared/receipt_number.ts";
import { Full, keepAct } from "./acting.ts";
import { DISK_FULL } from "./door_form.ts";
import { here } from "./position.ts";
import { scanBox, tell } from "./scanning.ts";
import { list } from "./screens.ts";
import { type Act, isCarried, possible, type Standing, type StoredDay } from "./standing.ts";
import { digest } from "./vault.ts";
import { t } from "./words.ts";

/** What a scan means here: whether it is fine, in which words, and whether it is an act. */
type Judgement = { yes: boolean; words: string; act: boolean };

/** With a list, an envelope that is not on it is taken only when it is scanned twice: a hand must mean it. */
let strangerBefore = "";

async function judgeStranger(day: StoredDay, number: string): Promise<Judgement> {
  const owner = day.elsewhere?.[await digest(number)];
  const meant = strangerBefore === number || !(owner || day.run);
  strangerBefore = meant ? "" : number;
  if (meant) {
    const words = t("tidak ada di daftar Anda; dicatat, alamatnya tampil setelah ada jaringan");
    return { yes: true, act: true, words };
  }
  const whose = owner ? `${t("milik kurir")} ${owner}` : t("tidak ada di daftar Anda");
  return { yes: false, act: false, words: `${whose}. ${t("Sisihkan. Bila memang Anda bawa, pindai sekali lagi.")}` };
}

function judgeLoad(door: Standing): Judgement {
  if (door.fate === "delivered") return { yes: false, act: false, words: t("sudah diserahkan tadi") };
  if (!possible(door.fate).includes("loaded")) return { yes: true, act: false, words: t("sudah dimuat tadi") };
  return { yes: true, act: true, words: t("dimuat") };
}

function judgeUnload(door: Standing | undefined, done: string): Judgement {
  if (door && possible(door.fate).includes("unloaded")) return { yes: true, act: true, words: done };
  return {
    yes: false,
    act: false,
    words: door?.fate === "delivered" ? t("sudah diserahkan tadi") : t("tidak ada di tangan Anda"),
  };
}

/** Loading, unloading at the office, or handing on to another courier, who scans it too. */
export type Way = "muat" | "turun" | "serah";

const TITLES: Record<Way, string> = { muat: "Muat", turun: "Turunkan di kantor", serah: "Serahkan ke kurir lain" };
const UNLOADED: Record<Way, string> = {
  muat: "",
  turun: "diturunkan",
  serah: "diserahkan; sekarang ia memindainya di ponselnya",
};

/** The day, its doors as they are now, and what to do after each act. */
export interface LoadingDay {
  day: StoredDay;
  now: () => Promise<Standing[]>;
  scanned: () => Promise<void>;
}

export function load(loading: LoadingDay, doors: Standing[], way: Way): Node[] {
  let queue: Promise<void> = Promise.resolve();
  const count = h("p", { class: "scan-number", "data-count": true });
  const names = h("div");
  const show = (now: Standing[]): void => {
    const aboard = now.filter(isCarried);
    const ahead = now.filter((door) => door.fate === "ahead");
    count.textContent =
      way === "muat" ? `${aboard.length} ${t("dari")} ${aboard.length + ahead.length}` : String(aboard.length);
    names.replaceChildren(list(loading.day, now, way === "muat" ? ahead : aboard));
  };
  const take = async (scanned: Scanned): Promise<void> => {
    const door = (await loading.now()).find(({ number }) => number === scanned.number);
    const judgement = await judge(loading.day, scanned.number, door, way);
    if (judgement.act && !(await record(scanned.number, door, way))) return tell(scanner, t(DISK_FULL), false);
    if (judgement.act) await loading.scanned(); // the top of the screen says that it waits before it is said to be done
    tell(scanner, `${door?.name || grouped(scanned.number)}: ${judgement.words}`, judgement.yes);
    show(await loading.now());
  };
  const scanner = scanBox(t("Pindai amplop"), (scanned) => {
    queue = queue.then(() => take(scanned));
    return queue;
  });
  show(doors);
  const hint =
    way === "serah" &&
    h("p", { class: "soft" }, t("Pindai di sini dulu, lalu kurir penerima memindainya di ponselnya."));
  return present<Node>([h("h1", {}, t(TITLES[way])), hint, count, scanner, names]);
}

function judge(day: StoredDay, number: string, door: Standing | undefined, way: Way): Judgement | Promise<Judgement> {
  if (way !== "muat") return judgeUnload(door, t(UNLOADED[way]));
  return door ? judgeLoad(door) : judgeStranger(day, number);
}

/** Put the act on the disk; false where it is full. */
async function record(number: string, door: Standing | undefined, way: Way): Promise<boolean> {
  const type = way === "muat" ? "loaded" : "unloaded";
  // an envelope that is not on the list: somebody gave it on the road
  const data: Act["data"] = way === "muat" && !door ? { handed_over: "1" } : {};
  try {
    await keepAct({ type, receipt_number: number, position: here(), data });
    return true;
  } catch (problem) {
    if (problem instanceof Full) return false;
    throw problem;
  }
}
