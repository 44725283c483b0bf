/** The dispatcher's board: map left, couriers as columns right, stops as cards to drag; every change shows its price. */
import type { BoardOut } from "../generated/dispatch.ts";
import type { MapFile } from "../generated/shared.ts";
import { h, present } from "../shared/dom.ts";
import { courierColumn, freeColumn } from "./columns.ts";
import { Desk } from "./desk.ts";
import { BoardMap } from "./map.ts";
import { priceInTheHand } from "./price.ts";
import { get, Sorry } from "./server.ts";
import { type BoardState, isIdle } from "./state.ts";
import { minutes, t } from "./words.ts";

const LIVE = 15_000;
const root = document.querySelector<HTMLElement>("#papan");

const say = h("p", { class: "board-say", role: "status" });
const bar = document.querySelector<HTMLElement>("#papan-bilah") ?? h("div", { class: "board-bar" });
const columns = h("div", { class: "board-columns" });
const note = h("div", { class: "map-note" });
const tray = h("div", { class: "board-tray" });
const picture = h("div", { class: "board-map", role: "region", "aria-label": t("Peta titik antar", "Map of stops") });

function buttons(desk: Desk): HTMLElement[] {
  const { planning, board, undo } = desk.state;
  const primary = { type: "button", class: "button button-primary" };
  const plan = planning
    ? h("button", { ...primary, click: () => desk.enough() }, t("Cukup, pakai yang ini", "Enough, take this one"))
    : h(
        "button",
        { ...primary, disabled: !board.couriers.length, click: () => void desk.plan() },
        t("Buat rencana", "Make a plan"),
      );
  const back = { type: "button", class: "button", disabled: planning !== "" || !undo.length, click: () => desk.undo() };
  return [plan, h("button", back, t("Urungkan", "Undo"))];
}

function sums({ times }: BoardState): HTMLElement {
  const spread =
    times.longest_to_mean === null
      ? ""
      : ` · ${t("terpanjang/rata-rata", "longest/mean")} ${times.longest_to_mean.toFixed(2)}`;
  return h("span", {}, `${t("Waktu kerja", "Work")} ${minutes(times.work)}${spread}`);
}

/** The place of messages stays the same element: screen readers speak it when its text changes. */
function drawMessage({ message }: BoardState): void {
  if (say.textContent !== message.words) say.textContent = message.words;
  if (message.words) say.dataset.outcome = message.outcome;
}

function draw(desk: Desk, map: BoardMap): void {
  const { state } = desk;
  drawMessage(state);
  const rough =
    state.board.rough &&
    h("span", { class: "badge badge-resident" }, t("Perkiraan kasar: tanpa peta jalan", "Rough guess: no road map"));
  const elsewhere = state.board.map_words && h("span", { class: "late" }, state.board.map_words);
  bar.replaceChildren(...buttons(desk));
  note.replaceChildren(...present<Node>([elsewhere, rough, sums(state)]));
  columns.replaceChildren(...state.board.couriers.map((courier, place) => courierColumn(desk, courier, place)));
  tray.replaceChildren(freeColumn(desk));
  picture.classList.toggle("placing", state.placing !== "");
  map.draw(state, (number) => desk.choose(number));
}

async function first(): Promise<BoardOut | undefined> {
  try {
    return await get<BoardOut>("papan/");
  } catch (problem) {
    if (!(problem instanceof Sorry)) throw problem;
    say.textContent = problem.message;
    say.dataset.outcome = "refused";
    return undefined;
  }
}

async function begin(): Promise<void> {
  if (!root) return;
  root.replaceChildren(h("div", { class: "board" }, picture, note, columns, tray, say));
  const city = JSON.parse(root.dataset.map ?? "null") as MapFile | null;
  const map = new BoardMap(picture, city, root.dataset.tiles ?? "", (lat, lon) => desk?.put(lat, lon));
  let desk: Desk | undefined;
  const live = async (): Promise<void> => {
    if (desk) {
      await desk.tried(() => desk?.reload() ?? Promise.resolve());
      return;
    }
    const board = await first();
    if (!board) return;
    const opened: Desk = new Desk(board, () => draw(opened, map));
    desk = opened;
    draw(opened, map);
    priceInTheHand(root, opened);
    onSearch(opened);
  };
  await live();
  setInterval(() => {
    if ((!desk || isIdle(desk.state)) && document.visibilityState === "visible") void live();
  }, LIVE);
  document.addEventListener("dragend", () => desk?.drag(""));
  pointBothWays(root, map);
}

/** What is looked for stands out on its card; Enter opens the first. */
function onSearch(desk: Desk): void {
  const box = document.querySelector<HTMLInputElement>("#cari-titik");
  box?.addEventListener("input", () => {
    desk.search(box.value);
    root?.querySelector(".matching")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  box?.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return;
    desk.open();
    root?.querySelector(".chosen")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || (event.target as Element).matches("input, select, textarea")) return;
    event.preventDefault();
    box?.focus();
  });
}

/** The sheet of loading and closing opens where an act in it led back here. */
function openSheet(): void {
  if (location.hash) document.querySelector(`details${location.hash}`)?.setAttribute("open", "");
}

/** A card under the hand shows its pin, a pin its card. */
function pointBothWays(board: HTMLElement, map: BoardMap): void {
  const cardOf = (event: Event) => (event.target as Element | null)?.closest<HTMLElement>("[data-number]");
  board.addEventListener("mouseover", (event) => map.point(cardOf(event)?.dataset.number ?? ""));
  map.pointed = (number) => {
    for (const card of board.querySelectorAll<HTMLElement>("[data-number]"))
      card.classList.toggle("pointed", card.dataset.number === number);
    board.querySelector(".pointed")?.scrollIntoView({ block: "nearest" });
  };
}

openSheet();
void begin();
