/** The columns: one for each courier, and one for what nobody drives yet. */
import type { BoardCourier } from "../generated/dispatch.ts";
import { type Child, h } from "../shared/dom.ts";
import { hour } from "../shared/hours.ts";
import { button, cardElement } from "./cards.ts";
import type { Desk } from "./desk.ts";
import { cardsOf, freeCards } from "./state.ts";
import { minutes, t } from "./words.ts";

export function courierColumn(desk: Desk, courier: BoardCourier, place: number): HTMLElement {
  const { board, times } = desk.state;
  const tour = times.tours[courier.id] ?? { stops: [], work: 0, travel: 0, ends: null };
  const ends = tour.ends ? ` · ${t("selesai", "ends")} ${hour(tour.ends, board.zone)}` : "";
  const title = h(
    "header",
    {},
    h("h2", {}, h("span", { class: "swatch", "data-colour": String(place) }), courier.name),
    h("p", {}, `${tour.stops.length} ${t("titik", "stops")} · ${minutes(tour.work)}${ends}`),
    ...(courier.out ? live(desk, courier) : []),
  );
  const cards = cardsOf(desk.state, courier.id).map((card) => cardElement(desk, card, courier));
  const empty = t("Seret titik ke sini, atau buat rencana.", "Drag stops here, or make a plan.");
  return column(desk, { title, cards, empty, courier: courier.id, end: tour.stops.length });
}

function live(desk: Desk, courier: BoardCourier): Child[] {
  const { delivered, failed, all } = courier.done;
  const parts = [
    `${t("diserahkan", "delivered")} ${delivered}`,
    `${t("gagal", "failed")} ${failed}`,
    `${t("dari", "of")} ${all}`,
  ];
  return [
    h("p", { class: "live" }, parts.join(" · ")),
    button(t("Susun ulang sisanya", "Re-plan the rest"), () => desk.again(courier)),
  ];
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
  });
}

interface Column {
  title: HTMLElement;
  cards: HTMLElement[];
  empty: string;
  courier: string;
  end: number;
}

function column(desk: Desk, { title, cards, empty, courier, end }: Column): HTMLElement {
  return h(
    "section",
    {
      class: "board-column",
      "data-courier": courier,
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        if (desk.state.dragged) desk.move(desk.state.dragged, courier, end);
      },
    },
    title,
    cards.length ? h("ol", { class: "plain" }, ...cards) : h("p", { class: "empty" }, empty),
  );
}
