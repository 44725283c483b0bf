/** Stops as cards to drag, with their tools when one is opened. */
import type { BoardCourier, BoardFile } from "../generated/dispatch.ts";
import { h } from "../shared/dom.ts";
import { hour } from "../shared/hours.ts";
import type { Desk } from "./desk.ts";
import { type Card, matches } from "./state.ts";
import { t } from "./words.ts";

const AT_THE_END = 10_000;
const ROUGH: Record<string, string> = {
  rt: t("perkiraan: tengah RT", "rough: middle of the RT"),
  street: t("perkiraan: tengah jalan", "rough: middle of the street"),
  rw: t("perkiraan: tengah RW", "rough: middle of the RW"),
  village: t("perkiraan: tengah kelurahan", "rough: middle of the kelurahan"),
};

export function cardElement(desk: Desk, card: Card, courier?: BoardCourier, tour = "pin-none"): HTMLElement {
  const { number, file } = card;
  const { board, times, chosen, search } = desk.state;
  const broken = times.broken.find((flaw) => flaw.number === number);
  const free = times.free.find((left) => left.number === number);
  const apart = board.apart[number];
  const open = chosen === number;
  const match = matches(search, number, file, courier);
  return h(
    "li",
    {
      class: ["stop-card", open && "chosen", broken && "broken", match && "matching"].filter(Boolean).join(" "),
      draggable: file.aboard ? "false" : "true",
      "data-number": number,
      "data-place": card.place,
      ...dragging(desk, card, courier),
    },
    h(
      "button",
      { type: "button", class: "card-open", "aria-expanded": String(open), click: () => desk.choose(number) },
      h("span", { class: `pin ${tour}` }, courier ? String(card.place + 1) : "?"),
      h("span", { class: "stop-who" }, card.at && h("time", {}, hour(card.at, board.zone)), h("strong", {}, file.name)),
      h("small", {}, lane(file)),
    ),
    marks(file, times.locked.includes(number), board.zone),
    file.note && h("p", { class: "soft" }, file.note),
    broken && h("p", { class: "late" }, broken.words),
    free && h("p", { class: "soft" }, free.why),
    apart && h("p", { class: "late" }, `${apart}. ${t("Tandai di peta", "Mark it on the map")}.`),
    open && tools(desk, card, courier),
  );
}

function dragging(desk: Desk, card: Card, courier?: BoardCourier): Record<string, (event: Event) => void> {
  return {
    dragstart: (event) => {
      desk.drag(card.number);
      (event as DragEvent).dataTransfer?.setData("text/plain", card.number);
    },
    dragover: (event) => event.preventDefault(),
    drop: (event) => {
      event.preventDefault();
      event.stopPropagation();
      const { dragged } = desk.state;
      if (dragged && dragged !== card.number) desk.move(dragged, courier?.id ?? "", card.place);
    },
  };
}

function lane(file: BoardFile): string {
  const parts = [file.line, file.rt && `RT ${file.rt}`, file.rw && `RW ${file.rw}`, file.village];
  return parts.filter(Boolean).join(", ");
}

function marks(file: BoardFile, locked: boolean, zone: string): HTMLElement {
  const hours = file.agreed.map(([from, to]) => `${hour(from, zone)}–${hour(to, zone)}`).join(", ");
  return h(
    "p",
    { class: "card-marks" },
    file.old_ktp && h("span", {}, t("KTP lama", "old KTP")),
    locked && h("span", {}, t("dikunci", "locked")),
    file.aboard && h("span", {}, t("dibawa", "on board")),
    file.attempts > 0 && h("span", {}, t("percobaan ke-2", "second attempt")),
    file.overdue && h("span", { class: "late" }, t("janji lewat", "overdue")),
    hours && h("span", {}, `${t("janji temu", "appointment")} ${hours}`),
    file.found && file.found in ROUGH && h("span", {}, ROUGH[file.found]),
  );
}

function tools(desk: Desk, card: Card, courier?: BoardCourier): HTMLElement {
  const { number, file } = card;
  const waiting = desk.state.placing === number;
  return h(
    "div",
    { class: "card-tools" },
    h("p", {}, `${file.service} · `, h("span", { class: "number" }, file.number)),
    file.landmark && h("p", {}, file.landmark),
    ways(desk, number),
    file.failure && h("p", { class: "late" }, `${t("Percobaan lalu", "Last attempt")}: ${file.failure}`),
    !file.aboard && courierChoice(desk, number, courier),
    ...(courier ? tourTools(desk, card, courier) : []),
    button(
      waiting ? t("Klik tempatnya di peta…", "Click the place on the map…") : t("Tandai di peta", "Mark on the map"),
      () => desk.place(number),
    ),
    appointment(desk, number),
    noteTool(desk, card),
  );
}

/** To the file, and to the resident: the number is fetched when it is asked for, and that is recorded. */
function ways(desk: Desk, number: string): HTMLElement {
  const { contact } = desk.state;
  const reached = contact?.number === number ? contact : undefined;
  const dialled = reached?.phone.replace(/\D/g, "") ?? "";
  const small = { class: "button button-small" };
  return h(
    "div",
    { class: "card-times" },
    h("a", { ...small, href: `/berkas/${number}/` }, t("Buka berkas", "Open the file")),
    !reached && button(t("Telepon atau pesan", "Call or message"), () => desk.reach(number)),
    dialled && h("a", { ...small, href: `tel:${reached?.phone}` }, `${t("Telepon", "Call")} ${reached?.phone}`),
    dialled && h("a", { ...small, href: `https://wa.me/${dialled}`, rel: "noopener", target: "_blank" }, "WhatsApp"),
    reached &&
      h(
        "p",
        { class: "hint" },
        reached.note && `${reached.note}. `,
        !dialled && t("Tidak ada nomor yang dapat dihubungi. ", "There is no number to call. "),
        t("Tercatat bahwa Anda melihatnya.", "That you looked is recorded."),
      ),
  );
}

function courierChoice(desk: Desk, number: string, mine?: BoardCourier): HTMLElement {
  const select: HTMLSelectElement = h(
    "select",
    {
      "aria-label": t("Pindah ke", "Move to"),
      change: () => desk.move(number, select.value, AT_THE_END),
      focus: () => void priceEach(desk, number, select, mine?.id ?? ""),
    },
    h("option", { value: "" }, t("Belum dibagi", "Nobody")),
    ...desk.state.board.couriers.map((courier) =>
      h("option", { value: courier.id, selected: courier.id === mine?.id }, courier.name),
    ),
  );
  return select;
}

/** What each courier would cost stands beside the name, for who moves a card without dragging it. */
async function priceEach(desk: Desk, number: string, select: HTMLSelectElement, mine: string): Promise<void> {
  for (const option of select.options) {
    if (option.value === mine || option.dataset.priced) continue;
    option.dataset.priced = "1";
    const { words } = await desk.weigh(number, option.value, AT_THE_END);
    option.textContent += ` (${words})`;
  }
}

function tourTools(desk: Desk, { number, file, place }: Card, courier: BoardCourier): HTMLElement[] {
  const locked = desk.state.times.locked.includes(number);
  const tour = [
    button(`↑ ${t("Naik", "Up")}`, () => desk.move(number, courier.id, Math.max(0, place - 1))),
    button(`↓ ${t("Turun", "Down")}`, () => desk.move(number, courier.id, place + 2)),
    button(locked ? t("Buka kunci", "Unlock") : t("Kunci di kurir ini", "Lock here"), () => desk.lock(number)),
  ];
  if (file.aboard) return tour;
  return [...tour, button(t("Jangan kurir ini", "Not this courier"), () => desk.forbid(courier, number))];
}

function appointment(desk: Desk, number: string): HTMLElement {
  const begins = h("input", { type: "time", "aria-label": t("Janji temu mulai", "Appointment from") });
  const ends = h("input", { type: "time", "aria-label": t("Janji temu sampai", "Appointment to") });
  const save = button(t("Simpan janji temu", "Save appointment"), () => desk.agree(number, begins.value, ends.value));
  return h("div", { class: "card-times" }, begins, ends, save);
}

function noteTool(desk: Desk, { number, file }: Card): HTMLElement {
  const label = t("Catatan untuk kurir", "Note for the courier");
  const words = h("input", { value: file.note, maxlength: 200, placeholder: label, "aria-label": label });
  const save = button(t("Simpan catatan", "Save note"), () => desk.note(number, words.value));
  return h("div", { class: "card-times" }, words, save);
}

export function button(words: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "button button-small", click }, words);
}
