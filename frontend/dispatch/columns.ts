/** The columns: one for each courier, and one for what nobody drives yet. */
import type { BoardCourier, TourOut } from "../generated/dispatch.ts";
import { type Child, h } from "../shared/dom.ts";
import { hour } from "../shared/hours.ts";
import { button, cardElement } from "./cards.ts";
import type { Desk } from "./desk.ts";
import { tourOf } from "./map.ts";
import { cardsOf, freeCards } from "./state.ts";
import { minutes, t } from "./words.ts";

export function courierColumn(desk: Desk, courier: BoardCourier, place: number): HTMLElement {
  const { board, times } = desk.state;
  const tour = times.tours[courier.id] ?? { stops: [], work: 0, travel: 0, ends: null };
  const late = tour.ends !== null && Date.parse(tour.ends) > Date.parse(courier.ends_at);
  const ends = tour.ends && `${t("selesai", "ends")} ${hour(tour.ends, board.zone)}`;
  const title = h(
    "header",
    {},
    h("h2", {}, h("span", { class: `pin ${tourOf(place)}` }, courier.name.charAt(0)), courier.name),
    h(
      "p",
      { class: "tour-sums" },
      h("span", {}, `${tour.stops.length} ${t("titik", "stops")}, ${courier.done.aboard} ${t("dibawa", "on board")}`),
      h("span", {}, minutes(tour.work)),
      ends && h("span", { class: late ? "late push" : "push" }, ends),
    ),
    strip(courier, tour, board.zone),
    ...(courier.out ? live(desk, courier) : []),
  );
  const cards = cardsOf(desk.state, courier.id).map((card) => cardElement(desk, card, courier, tourOf(place)));
  const empty = t("Seret titik ke sini, atau buat rencana.", "Drag stops here, or make a plan.");
  return column(desk, { title, cards, empty, courier: courier.id, end: tour.stops.length, tour: tourOf(place) });
}

const WIDE = 256;
const HOUR = 3_600_000;

/** The tour as a line of time: a mark for each stop, the shift's end at its end. */
function strip(courier: BoardCourier, tour: TourOut, zone: string): SVGElement | "" {
  const first = tour.stops[0];
  if (!first) return "";
  const from = Math.floor(Date.parse(first.at) / HOUR) * HOUR;
  const until = Math.max(Date.parse(courier.ends_at), Date.parse(tour.ends ?? first.at));
  const x = (at: number) => ((at - from) / Math.max(until - from, HOUR)) * WIDE;
  const drawing = svg("svg", { class: "strip", viewBox: `0 0 ${WIDE} 34`, "aria-hidden": "true" });
  drawing.append(svg("rect", { class: "strip-ground", x: 0, y: 7, width: WIDE, height: 4, rx: 2 }));
  for (const stop of tour.stops)
    drawing.append(
      svg("rect", { class: "strip-stop", x: x(Date.parse(stop.at)) - 2, y: 2, width: 5, height: 14, rx: 2 }),
    );
  for (let at = from; at <= until; at += HOUR) {
    const label = svg("text", { x: Math.min(x(at), WIDE - 12), y: 32 });
    label.textContent = String(Number(hour(new Date(at).toISOString(), zone).slice(0, 2)));
    drawing.append(label);
  }
  return drawing;
}

function svg(tag: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

function live(desk: Desk, courier: BoardCourier): Child[] {
  const { delivered, failed, all } = courier.done;
  const parts = [
    `${t("diserahkan", "delivered")} ${delivered}`,
    `${t("gagal", "failed")} ${failed}`,
    `${t("dari", "of")} ${all}`,
  ];
  return [
    h("p", { class: "live line" }, h("span", {}, parts.join(" · ")), heard(desk, courier)),
    button(t("Susun ulang sisanya", "Re-plan the rest"), () => desk.again(courier)),
  ];
}

const SILENT = 30;

/** When the courier's phone last called; amber after half an hour. */
function heard(desk: Desk, courier: BoardCourier): Child {
  if (!courier.heard_at) return false;
  const ago = Math.max(0, Math.round((Date.parse(desk.state.board.now) - Date.parse(courier.heard_at)) / 60_000));
  const words = ago
    ? `${t("kabar", "heard")} ${ago} ${t("menit lalu", "min ago")}`
    : t("baru berkabar", "heard just now");
  return h("span", { class: ago >= SILENT ? "push silent" : "push" }, words);
}

export function freeColumn(desk: Desk): HTMLElement {
  const free = freeCards(desk.state);
  const nowhere = desk.state.board.nowhere.length;
  const title = h(
    "header",
    {},
    h("h2", {}, t("Belum dibagi", "Not shared out")),
    h("p", {}, `${free.length} ${t("titik", "stops")}`),
    nowhere > 0 && h("p", { class: "late" }, `${nowhere} ${t("perlu ditandai di peta", "to be marked on the map")}`),
  );
  const cards = free.map((card) => cardElement(desk, card));
  return column(desk, {
    title,
    cards,
    empty: t("Semua sudah dibagi.", "Everything is shared out."),
    courier: "",
    end: 0,
    tour: "",
  });
}

interface Column {
  title: HTMLElement;
  cards: HTMLElement[];
  empty: string;
  courier: string;
  end: number;
  tour: string;
}

function column(desk: Desk, { title, cards, empty, courier, end, tour }: Column): HTMLElement {
  return h(
    "section",
    {
      class: `board-column ${tour}`,
      "data-courier": courier,
      "data-end": end,
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        if (desk.state.dragged) desk.move(desk.state.dragged, courier, end);
      },
    },
    title,
    cards.length ? h("ol", {}, ...cards) : h("p", { class: "empty" }, empty),
  );
}
