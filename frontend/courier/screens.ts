/** The screens: the next stop, the list, loading, the end of the day, what needs to be looked at. */
import { type Child, h, present } from "../shared/dom.ts";
import { hour } from "../shared/hours.ts";
import { grouped } from "../shared/receipt_number.ts";
import { icon } from "./icons.ts";
import { metresTo } from "./position.ts";
import { type Act, isCarried, placeOf, type Standing, type StoredDay } from "./standing.ts";
import type { StoredAct } from "./store.ts";
import { t } from "./words.ts";

const FATES: Record<Standing["fate"], string> = {
  ahead: "Belum dimuat",
  aboard: "Dibawa",
  failed: "Antar gagal",
  delivered: "Diserahkan",
  back: "Kembali di kantor",
};

/** By what an address without a point was placed. */
const ROUGH: Record<string, string> = {
  rt: "Perkiraan tempat: tengah RT",
  street: "Perkiraan tempat: tengah jalan",
  rw: "Perkiraan tempat: tengah RW",
  village: "Perkiraan tempat: tengah kelurahan",
};

export const still = (doors: Standing[]): Standing[] => doors.filter((door) => door.fate === "aboard");

function address(door: Standing): Child[] {
  const street = [door.line, [door.rt && `RT ${door.rt}`, door.rw && `RW ${door.rw}`].filter(Boolean).join("/")];
  const lane = [street[1], door.village].filter(Boolean).join(", ");
  return [
    h("p", { class: "address" }, street[0], lane && h("br"), lane),
    door.landmark && h("p", { class: "mark" }, icon("mapPin"), h("strong", {}, door.landmark)),
  ];
}

function facts(door: Standing, day: StoredDay): HTMLElement | false {
  const hours = (from: string, to: string): string => `${hour(from, day.zone)}–${hour(to, day.zone)}`;
  const marks = present([
    door.attempts > 0 && t("Percobaan ke-2"),
    ...door.agreed.map(([from, to]) => `${t("Janji temu")} ${hours(from, to)}`),
    door.expected && !door.agreed.length && `${t("Diharapkan")} ${hours(...door.expected)}`,
    door.found && door.found in ROUGH && t(ROUGH[door.found] ?? ""),
  ]);
  return marks.length > 0 && h("ul", { class: "marks" }, ...marks.map((words) => h("li", {}, words)));
}

/** What is done here: the primary act in the thumb's reach, and the phone's own apps for way and voice. */
function acts(door: Standing): HTMLElement {
  const where = encodeURIComponent([door.line, door.village].filter(Boolean).join(", "));
  const spot = door.lat !== null && door.lon !== null ? `${door.lat},${door.lon}` : "";
  const geo = spot ? `geo:${spot}?q=${spot}` : `geo:0,0?q=${where}`;
  return h(
    "footer",
    { class: "bottom" },
    h("a", { class: "button button-primary", href: `#antar/${door.number}` }, icon("deliver"), t("Antar")),
    h(
      "div",
      { class: "trio" },
      h("a", { class: "button", href: geo }, icon("navigation"), t("Peta")),
      door.phone && h("a", { class: "button", href: `tel:${door.phone}` }, icon("phone"), t("Telepon")),
      h("a", { class: "button button-danger", href: `#gagal/${door.number}` }, icon("failed"), t("Gagal")),
    ),
  );
}

/** Nothing is in the bag: what to do now. */
function nothing(day: StoredDay, doors: Standing[]): Node[] {
  const ahead = doors.some(({ fate }) => fate === "ahead");
  const words =
    doors.length && !ahead
      ? t("Semua sudah diserahkan atau diturunkan.")
      : t(
          "Titik antar muncul di sini setelah pengatur membagi perjalanan, atau setelah Anda memindai amplop di bawah.",
        );
  const load = ahead || !doors.length;
  return [
    h("h1", {}, t("Perjalanan hari ini")),
    doors.length
      ? h("p", { class: "soft" }, `${doors.filter(({ fate }) => fate === "ahead").length} ${t("belum dimuat")}`)
      : h("div", { class: "empty" }, icon("parcel"), h("strong", {}, t("Belum ada titik antar")), h("p", {}, words)),
    h(
      "a",
      { class: "button button-primary", href: load ? "#muat" : "#selesai" },
      icon(load ? "scan" : "done"),
      load ? t("Muat") : t("Selesai hari ini"),
    ),
    list(day, doors),
  ];
}

export function next(day: StoredDay, doors: Standing[]): Node[] {
  const door = still(doors)[0];
  return door ? stop(day, doors, door) : nothing(day, doors);
}

function pin(place: number): HTMLElement {
  return h("span", { class: "pin tour-1" }, String(place));
}

/** One stop fills the screen. */
export function stop(day: StoredDay, doors: Standing[], door: Standing): Node[] {
  const first = still(doors)[0] === door;
  const about = [door.begins_at && hour(door.begins_at, day.zone), metresTo(door)].filter(Boolean).join(", ");
  return present<Node>([
    h(
      "p",
      { class: "line soft" },
      pin(placeOf(day, doors, door)),
      h("strong", {}, [first && t("Berikutnya"), about].filter(Boolean).join(" · ")),
    ),
    h("h1", {}, door.name || grouped(door.number)),
    door.stranger && h("p", {}, t("tidak ada di daftar Anda; dicatat, alamatnya tampil setelah ada jaringan")),
    ...present<Child>(address(door)).filter((child) => child instanceof Node),
    door.old_ktp &&
      h("p", { class: "notice notice-warning" }, icon("idCard"), h("strong", {}, t("Minta KTP-el lama lebih dulu."))),
    facts(door, day),
    door.note && h("p", { class: "notice notice-info" }, door.note),
    door.failure && h("p", { class: "soft" }, `${t("Percobaan lalu")}: ${door.failure}`),
    door.may_receive && h("p", {}, `${t("Boleh menerima")}: `, h("strong", {}, door.may_receive)),
    h("p", { class: "soft" }, `${door.service} · `, h("span", { class: "number" }, grouped(door.number))),
    message(door),
    after(day, doors, door),
    acts(door),
  ]);
}

function message(door: Standing): HTMLElement | false {
  if (!door.phone && !door.phone_note) return false;
  const href = `https://wa.me/${door.phone.replace(/\D/g, "")}`;
  return h(
    "p",
    { class: "mark" },
    icon("message"),
    h(
      "span",
      {},
      door.phone && h("a", { href, rel: "noopener" }, t("Kirim WhatsApp")),
      door.phone_note && h("span", { class: "soft" }, `${door.phone ? " · " : ""}${door.phone_note}`),
    ),
  );
}

/** The stop behind this one, and what still lies at the office. */
function after(day: StoredDay, doors: Standing[], door: Standing): HTMLElement | false {
  const bag = still(doors);
  const following = bag[bag.indexOf(door) + 1];
  const ahead = doors.filter(({ fate }) => fate === "ahead").length;
  if (!following)
    return ahead > 0 && h("a", { class: "then", href: "#muat" }, icon("parcel"), `${ahead} ${t("belum dimuat")}`);
  const at = following.begins_at ? `, ${hour(following.begins_at, day.zone)}` : "";
  return h(
    "a",
    { class: "then", href: `#titik/${following.number}` },
    pin(placeOf(day, doors, following)),
    h("span", {}, h("span", { class: "soft" }, t("Sesudah ini")), h("br"), h("strong", {}, `${following.name}${at}`)),
    icon("next"),
  );
}

/** Stops of the day (all, or some), each a row for the thumb; what is no longer in the bag leads nowhere. */
export function list(day: StoredDay, doors: Standing[], some: Standing[] = doors): HTMLElement {
  const row = (door: Standing): HTMLElement => rowOf(door, placeOf(day, doors, door), day.zone);
  return h("ol", { class: "doors" }, ...some.map((door) => h("li", { class: `fate-${door.fate}` }, row(door))));
}

function rowOf(door: Standing, place: number, zone: string): HTMLElement {
  const lane = [door.line, door.village].filter(Boolean).join(", ");
  const fate = [door.begins_at && hour(door.begins_at, zone), t(FATES[door.fate])].filter(Boolean).join(" · ");
  const words = h(
    "span",
    {},
    h("strong", {}, door.name || grouped(door.number)),
    h("span", { class: "soft" }, lane),
    h("span", { class: "fate" }, fate),
  );
  return isCarried(door)
    ? h("a", { class: "then", href: `#titik/${door.number}` }, pin(place), words, icon("next"))
    : h("div", { class: "then" }, pin(place), words);
}

export function end(day: StoredDay, doors: Standing[], waiting: number): Node[] {
  const left = doors.filter(isCarried);
  const count = (fate: Standing["fate"]): string => String(doors.filter((door) => door.fate === fate).length);
  const sums: [string, string][] = [
    [t("Diserahkan"), count("delivered")],
    [t("Kembali di kantor"), count("back")],
    [t("Yang masih dibawa"), String(left.length)],
    [t("Menunggu dikirim"), String(waiting)],
  ];
  return present<Node>([
    h("h1", {}, t("Selesai hari ini")),
    h(
      "dl",
      { class: "facts" },
      ...sums.flatMap(([name, sum]) => [h("dt", {}, name), h("dd", { class: "number" }, sum)]),
    ),
    left.length
      ? h(
          "section",
          { class: "card" },
          h("h2", {}, t("Yang masih dibawa")),
          h("p", {}, t("Pindai satu per satu saat menurunkannya di kantor.")),
          list(day, doors, left),
          h("a", { class: "button button-primary", href: "#turun" }, t("Turunkan di kantor")),
        )
      : h(
          "p",
          { class: "notice notice-success" },
          waiting ? t("Semua sudah diserahkan atau diturunkan.") : t("Terima kasih. Hari ini selesai."),
        ),
    left.length > 0 && h("a", { class: "button", href: "#serah" }, t("Serahkan ke kurir lain")),
    waiting > 0 && h("p", { class: "notice notice-warning" }, t("Jangan hapus data peramban sebelum semua terkirim.")),
  ]);
}

export interface Odd {
  stored: StoredAct;
  act: Act | undefined;
}

/** What the server refused or found contradicted, with what to do. */
export function odd(ones: Odd[], names: Map<string, string>, understood: (id: string) => void): Node[] {
  return ones.map(({ stored, act }) => {
    const number = act?.receipt_number ?? "";
    const what =
      stored.state === "refused"
        ? t("Amplopnya bawa ke kantor dan tunjukkan kepada pengatur.")
        : t("Pengatur akan menanyakannya. Tidak perlu melakukan apa pun di jalan.");
    return h(
      "section",
      { class: `notice notice-${stored.state === "refused" ? "error" : "warning"}`, role: "alert" },
      h(
        "h2",
        {},
        `${t(stored.state === "refused" ? "Ditolak" : "Bertentangan")}: ${names.get(number) ?? grouped(number)}`,
      ),
      h("p", {}, stored.sentence ?? ""),
      h("p", {}, what),
      h("button", { type: "button", class: "button", click: () => understood(stored.id) }, t("Mengerti")),
    );
  });
}
