/** The top of every screen: one slim line that says what waits and whether there is a line; what was just saved below it. */
import { h } from "../shared/dom.ts";
import { type Icon, icon } from "./icons.ts";
import { progress, type Standing, type StoredDay } from "./standing.ts";
import { acts, pictures } from "./store.ts";
import type { Line } from "./sync.ts";
import { courier } from "./vault.ts";
import { t } from "./words.ts";

/** What of the day the top tells; nothing where the phone is locked. */
export interface Shown {
  day: StoredDay;
  doors: Standing[];
}

interface Waiting {
  acts: number;
  photos: number;
  others: number;
}

async function waiting(): Promise<Waiting> {
  const mine = courier();
  const kept = (await acts()).filter(({ state }) => state === "waiting");
  const own = kept.filter((act) => !mine || act.courier === mine).length;
  return { acts: own, photos: (await pictures()).length, others: kept.length - own };
}

function sentence({ acts, photos }: Waiting, line: Line): [Icon, string] {
  const parts = [acts && `${acts}`, photos && `${photos} ${t("foto")}`].filter(Boolean).join(" · ");
  if (line === "offline")
    return ["offline", parts ? `${parts} ${t("tersimpan di ponsel, aman")}` : t("Tanpa jaringan")];
  return parts ? ["sending", `${parts} ${t("menunggu dikirim")}`] : ["sent", t("Semua terkirim")];
}

export async function top(line: Line, flash: string, shown?: Shown): Promise<HTMLElement> {
  const sums = await waiting();
  const [cloud, words] = sentence(sums, line);
  return h(
    "div",
    { class: "sync", role: "status", "data-waiting": sums.acts, "data-photos": sums.photos, "data-line": line },
    icon(cloud, true),
    h("span", {}, words),
    shown && links(shown),
    line === "loggedOut" &&
      h("a", { class: "button button-primary", href: "/masuk/?next=/kurir/" }, t("Masuk lagi untuk mengirim")),
    sums.others > 0 &&
      h("p", { class: "soft" }, `${sums.others} ${t("milik kurir lain menunggu ia masuk di ponsel ini")}`),
    flash && h("p", { class: "notice notice-success", "data-flash": true }, icon("check"), h("span", {}, flash)),
  );
}

function links({ day, doors }: Shown): HTMLElement {
  const { done, total } = progress(day, doors);
  return h(
    "span",
    { class: "sync-links push" },
    h("a", { href: "#lencana" }, icon("badge", true), h("span", {}, t("Lencana"))),
    total > 0 && h("a", { class: "num", href: "#daftar" }, icon("list", true), `${done} ${t("dari")} ${total}`),
  );
}
