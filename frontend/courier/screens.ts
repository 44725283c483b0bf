/** The screens: the next stop, the list, loading, the end of the day, what needs to be looked at. */
import { h, present } from "../shared/dom.ts";
import { hour } from "../shared/hours.ts";
import { grouped } from "../shared/receipt_number.ts";
import { type Act, isCarried, type Standing, type StoredDay } from "./standing.ts";
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

export function address(door: Standing): HTMLElement {
  const lane = [door.line, door.rt && `RT ${door.rt}`, door.rw && `RW ${door.rw}`, door.village]
    .filter(Boolean)
    .join(", ");
  return h("p", { class: "address" }, lane, door.landmark && h("br"), door.landmark && h("strong", {}, door.landmark));
}

function facts(door: Standing, day: StoredDay): HTMLElement {
  const hours = (from: string, to: string): string => `${hour(from, day.zone)}–${hour(to, day.zone)}`;
  return h(
    "ul",
    { class: "marks" },
    door.attempts > 0 && h("li", {}, t("Percobaan ke-2")),
    ...door.agreed.map(([from, to]) => h("li", {}, `${t("Janji temu")} ${hours(from, to)}`)),
    door.expected && !door.agreed.length && h("li", {}, `${t("Diharapkan")} ${hours(...door.expected)}`),
    door.old_ktp && h("li", { class: "mark-turn" }, t("Bawa kembali KTP-el lama")),
    door.found && door.found in ROUGH && h("li", {}, t(ROUGH[door.found] ?? "")),
  );
}

/** Call, message and find by the phone's own apps. */
export function ways(door: Standing): HTMLElement {
  const where = encodeURIComponent([door.line, door.village].filter(Boolean).join(", "));
  const spot = door.lat !== null && door.lon !== null ? `${door.lat},${door.lon}` : "";
  const geo = spot ? `geo:${spot}?q=${spot}` : `geo:0,0?q=${where}`;
  return h(
    "nav",
    { class: "ways", "aria-label": t("Peta") },
    h("a", { class: "button", href: geo }, t("Peta")),
    door.phone && h("a", { class: "button", href: `tel:${door.phone}` }, t("Telepon")),
    door.phone_note && h("span", { class: "soft" }, door.phone_note),
    door.phone &&
      h(
        "a",
        { class: "button", href: `https://wa.me/${door.phone.replace(/\D/g, "")}`, rel: "noopener" },
        t("WhatsApp"),
      ),
  );
}

export function next(day: StoredDay, doors: Standing[]): Node[] {
  const door = still(doors)[0];
  const count = h(
    "p",
    { class: "soft" },
    `${still(doors).length} ${t("dibawa")} · ${doors.filter(({ fate }) => fate === "ahead").length} ${t("belum dimuat")}`,
  );
  if (!door) {
    const ahead = doors.some(({ fate }) => fate === "ahead");
    const words =
      doors.length && !ahead
        ? t("Semua sudah diserahkan atau diturunkan.")
        : t(
            "Titik antar muncul di sini setelah pengatur membagi perjalanan, atau setelah Anda memindai amplop di bawah.",
          );
    return [
      h("h1", {}, t("Perjalanan hari ini")),
      doors.length
        ? count
        : h("div", { class: "empty" }, h("strong", {}, t("Belum ada titik antar")), h("p", {}, words)),
      h(
        "a",
        { class: "button button-primary", href: ahead || !doors.length ? "#muat" : "#selesai" },
        ahead || !doors.length ? t("Muat") : t("Selesai hari ini"),
      ),
      list(day, doors),
    ];
  }
  return [
    h("p", { class: "eyebrow" }, t("Berikutnya")),
    stop(day, door),
    count,
    list(
      day,
      doors.filter((other) => other !== door),
    ),
  ];
}

export function stop(day: StoredDay, door: Standing): HTMLElement {
  return h(
    "article",
    { class: "card stop" },
    h("h1", {}, door.name || grouped(door.number)),
    door.stranger && h("p", {}, t("tidak ada di daftar Anda; dicatat, alamatnya tampil setelah ada jaringan")),
    address(door),
    facts(door, day),
    h("p", { class: "soft" }, `${door.service} · `, h("span", { class: "number" }, grouped(door.number))),
    door.note && h("p", { class: "notice notice-info" }, door.note),
    door.failure && h("p", { class: "soft" }, `${t("Percobaan lalu")}: ${door.failure}`),
    door.may_receive && h("p", {}, `${t("Boleh menerima")}: `, h("strong", {}, door.may_receive)),
    h(
      "div",
      { class: "acts-door" },
      h("a", { class: "button button-primary", href: `#antar/${door.number}` }, t("Antar")),
      h("a", { class: "button button-danger", href: `#gagal/${door.number}` }, t("Gagal")),
      ways(door),
    ),
  );
}

export function list(day: StoredDay, doors: Standing[]): HTMLElement {
  return h(
    "ol",
    { class: "plain doors" },
    ...doors.map((door) => {
      const open = isCarried(door);
      const name = door.name || grouped(door.number);
      const at = door.begins_at ? `${hour(door.begins_at, day.zone)} · ` : "";
      const lane = [door.line, door.village].filter(Boolean).join(", ");
      return h(
        "li",
        { class: `fate-${door.fate}` },
        open ? h("a", { href: `#titik/${door.number}` }, name) : h("span", {}, name),
        h("small", {}, `${at}${lane}`),
        h("small", { class: "fate" }, t(FATES[door.fate])),
      );
    }),
  );
}

export function end(day: StoredDay, doors: Standing[], waiting: number): Node[] {
  const left = doors.filter(isCarried);
  const count = (fate: Standing["fate"]): string => String(doors.filter((door) => door.fate === fate).length);
  const sums: [string, string][] = [
    [t("Diserahkan"), count("delivered")],
    [t("Kembali di kantor"), count("back")],
    [t("Yang masih dibawa"), String(left.length)],
    [t("menunggu dikirim"), String(waiting)],
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
          list(day, left),
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
