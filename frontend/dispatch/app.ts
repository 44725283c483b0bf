/** The dispatcher's board: map left, couriers as columns right, stops as cards to drag; every change shows its price. */
import { clock, h } from "../kurir/dom.ts";
import { type Board, type Courier, type FileTold, get, type Order, orderOf, post, Sorry, type Times } from "./board.ts";
import type { CityMap } from "../ground.ts";
import { BoardMap, colourOf } from "./map.ts";

const LIVE = 15_000;
const LOOK = 300;
const root = document.querySelector<HTMLElement>("#papan");
const t = (words: string, english: string): string => (document.documentElement.lang === "en" ? english : words);

let board: Board;
let times: Times;
let chosen = "";
let placing = "";
let dragged = "";
let planning = "";
const undone: { order: Order; locked: string[] }[] = [];
let map: BoardMap | undefined;

const say = h("p", { class: "board-say", role: "status" });
const bar = h("div", { class: "board-bar" });
const columns = h("div", { class: "board-columns" });
const picture = h("div", { class: "board-map", role: "region", "aria-label": t("Peta titik antar", "Map of stops") });

const minutes = (seconds: number): string => `${Math.round(seconds / 60)} ${t("menit", "min")}`;
const signed = (seconds: number): string => (seconds >= 0 ? "+" : "−") + minutes(Math.abs(seconds));

async function tried(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Sorry)) throw problem;
    say.textContent = problem.message;
    say.dataset.outcome = "refused";
  }
}

function tell(words: string, outcome = "ok"): void {
  say.textContent = words;
  say.dataset.outcome = outcome;
}

async function change(order: Order, locked = times.locked, remember = true): Promise<void> {
  await tried(async () => {
    const before = { order: orderOf(times), locked: times.locked };
    const answer = await post<Times & { change: { work: number; broken: number } }>("susun/", { order, locked });
    if (remember) undone.push(before);
    times = answer;
    const { work, broken } = answer.change;
    const windows = broken > 0 ? `, ${broken} ${t("aturan dilanggar", "rules broken")}` : broken < 0 ? `, ${-broken} ${t("pelanggaran selesai", "mended")}` : "";
    tell(`${signed(work)}${windows}`, broken > 0 ? "refused" : "ok");
    draw();
  });
}

function move(number: string, courier: string, position: number): void {
  const order = orderOf(times);
  const from = Object.entries(order).find(([, numbers]) => numbers.includes(number));
  let at = position;
  if (from && from[0] === courier && from[1].indexOf(number) < position) at -= 1;
  for (const [name, numbers] of Object.entries(order)) order[name] = numbers.filter((one) => one !== number);
  if (courier) order[courier]?.splice(at, 0, number);
  void change(order);
}

function lock(number: string): void {
  const locked = times.locked.includes(number) ? times.locked.filter((one) => one !== number) : [...times.locked, number];
  void change(orderOf(times), locked);
}

async function forbid(courier: Courier, number: string): Promise<void> {
  await tried(async () => {
    const form = new FormData();
    form.set("file", number);
    if (courier.not_for.includes(number)) form.set("allow", "1");
    await post(`${courier.run}/kecuali/`, form);
    const order = orderOf(times);
    order[courier.id] = (order[courier.id] ?? []).filter((one) => one !== number);
    await change(order);
    await reload();
  });
}

async function agree(number: string, begins: string, ends: string): Promise<void> {
  await tried(async () => {
    const form = new FormData();
    form.set("file", number);
    form.set("begins", begins);
    form.set("ends", ends);
    await post("janji/", form);
    await reload();
    tell(t("Janji temu tersimpan.", "Appointment saved."));
  });
}

async function note(number: string, words: string): Promise<void> {
  await tried(async () => {
    const form = new FormData();
    form.set("file", number);
    form.set("note", words);
    await post("catatan/", form);
    await reload();
    tell(t("Catatan untuk kurir tersimpan.", "Note for the courier saved."));
  });
}

async function put(lat: number, lon: number): Promise<void> {
  if (!placing) return;
  await tried(async () => {
    const form = new FormData();
    form.set("file", placing);
    form.set("lat", String(lat));
    form.set("lon", String(lon));
    await post("tempat/", form);
    placing = "";
    await reload();
    tell(t("Tempat tersimpan.", "Place saved."));
  });
}

async function plan(): Promise<void> {
  await tried(async () => {
    const { id } = await post<{ id: string }>("rencana/", {});
    planning = id;
    const before = { order: orderOf(times), locked: times.locked };
    for (;;) {
      const answer = await get<Times & { status: string; better: number }>(`rencana/${id}/`);
      if (answer.tours) {
        times = { ...answer, locked: times.locked };
        tell(`${t("Rencana ke-", "Plan ")}${answer.better}: ${minutes(answer.work)}`);
      } else tell(t("Mencari rencana…", "Looking for a plan…"));
      draw();
      if (answer.status === "failed") throw new Sorry(t("Rencana gagal dibuat. Coba sekali lagi.", "No plan was made. Try again."));
      if (answer.status === "done") break;
      await new Promise((done) => setTimeout(done, LOOK));
    }
    await post(`rencana/${id}/pakai/`, {});
    undone.push(before);
    planning = "";
    await reload();
    tell(`${t("Rencana dipakai", "Plan taken")}: ${minutes(times.work)}`);
  });
  planning = "";
  draw();
}

async function again(courier: Courier): Promise<void> {
  await tried(async () => {
    const answer = await post<{ words: string }>(`${courier.run}/ulang/`, {});
    await reload();
    tell(answer.words);
  });
}

function card(file: FileTold, number: string, at: { stop?: { at: string }; courier?: Courier; place: number }): HTMLElement {
  const broken = times.broken.find((one) => one.number === number);
  const locked = times.locked.includes(number);
  const free = times.free.find((one) => one.number === number);
  const lane = [file.line, file.rt && `RT ${file.rt}`, file.rw && `RW ${file.rw}`, file.village].filter(Boolean).join(", ");
  const hours = file.agreed.map(([from, to]) => `${clock(from, board.zone)}–${clock(to, board.zone)}`).join(", ");
  const rough = ["rt", "rw", "village"].includes(file.found ?? "");
  return h(
    "li",
    {
      class: `stop-card${chosen === number ? " chosen" : ""}${broken ? " broken" : ""}`,
      draggable: file.aboard ? "false" : "true",
      "data-number": number,
      dragstart: (event) => {
        dragged = number;
        (event as DragEvent).dataTransfer?.setData("text/plain", number);
      },
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        event.stopPropagation();
        if (dragged && dragged !== number) move(dragged, at.courier?.id ?? "", at.place);
      },
    },
    h("button", { type: "button", class: "card-open", "aria-expanded": String(chosen === number), click: () => choose(number) },
      at.stop ? h("span", { class: "number" }, clock(at.stop.at, board.zone)) : "",
      h("strong", {}, file.name),
      h("small", {}, lane)),
    h("p", { class: "card-marks" },
      locked && h("span", {}, t("dikunci", "locked")),
      file.aboard && h("span", {}, t("dibawa", "on board")),
      file.attempts > 0 && h("span", {}, t("percobaan ke-2", "second attempt")),
      file.overdue && h("span", { class: "late" }, t("janji lewat", "overdue")),
      hours && h("span", {}, `${t("janji temu", "appointment")} ${hours}`),
      rough && h("span", {}, t("perkiraan tempat", "rough place"))),
    file.note && h("p", { class: "soft" }, file.note),
    broken && h("p", { class: "late" }, broken.words),
    free && h("p", { class: "soft" }, free.why),
    chosen === number && tools(file, number, at),
  );
}

function tools(file: FileTold, number: string, at: { courier?: Courier; place: number }): HTMLElement {
  const select: HTMLSelectElement = h(
    "select",
    { "aria-label": t("Pindah ke", "Move to"), change: () => move(number, select.value, 10_000) },
    h("option", { value: "" }, t("Belum dibagi", "Nobody")),
    ...board.couriers.map((courier) => h("option", { value: courier.id, selected: courier.id === at.courier?.id }, courier.name)),
  );
  const begins = h("input", { type: "time", "aria-label": t("Janji temu mulai", "Appointment from") });
  const ends = h("input", { type: "time", "aria-label": t("Janji temu sampai", "Appointment to") });
  const button = (words: string, click: () => void): HTMLElement => h("button", { type: "button", class: "button button-small", click }, words);
  const words = h("input", { value: file.note, maxlength: 200, placeholder: t("Catatan untuk kurir", "Note for the courier"), "aria-label": t("Catatan untuk kurir", "Note for the courier") });
  const mine = at.courier;
  return h(
    "div",
    { class: "card-tools" },
    h("p", {}, `${file.service} · `, h("span", { class: "number" }, file.number)),
    file.landmark && h("p", {}, file.landmark),
    file.failure && h("p", { class: "late" }, `${t("Percobaan lalu", "Last attempt")}: ${file.failure}`),
    !file.aboard && select,
    mine && button("↑ " + t("Naik", "Up"), () => move(number, mine.id, Math.max(0, at.place - 1))),
    mine && button("↓ " + t("Turun", "Down"), () => move(number, mine.id, at.place + 2)),
    mine && button(times.locked.includes(number) ? t("Buka kunci", "Unlock") : t("Kunci di kurir ini", "Lock here"), () => lock(number)),
    mine && !file.aboard && button(t("Jangan kurir ini", "Not this courier"), () => void forbid(mine, number)),
    button(placing === number ? t("Klik tempatnya di peta…", "Click the place on the map…") : t("Tandai di peta", "Mark on the map"), () => {
      placing = placing === number ? "" : number;
      draw();
    }),
    h("div", { class: "card-times" }, begins, ends, button(t("Simpan janji temu", "Save appointment"), () => void agree(number, begins.value, ends.value))),
    h("div", { class: "card-times" }, words, button(t("Simpan catatan", "Save note"), () => void note(number, words.value))),
  );
}

function choose(number: string): void {
  chosen = chosen === number ? "" : number;
  draw();
}

function column(title: HTMLElement, courier: Courier | undefined, cards: HTMLElement[], length: number): HTMLElement {
  return h(
    "section",
    {
      class: "board-column",
      "data-courier": courier?.id ?? "",
      dragover: (event) => event.preventDefault(),
      drop: (event) => {
        event.preventDefault();
        if (dragged) move(dragged, courier?.id ?? "", length);
      },
    },
    title,
    cards.length ? h("ol", { class: "plain" }, ...cards) : h("p", { class: "empty" }, courier ? t("Seret titik ke sini, atau buat rencana.", "Drag stops here, or make a plan.") : t("Semua sudah dibagi.", "Everything is shared out.")),
  );
}

function courierColumn(courier: Courier, place: number): HTMLElement {
  const tour = times.tours[courier.id] ?? { stops: [], work: 0, travel: 0, ends: null };
  const { delivered, failed, all } = courier.done;
  const title = h(
    "header",
    {},
    h("h2", {}, h("span", { class: "swatch", "data-colour": String(place) }), courier.name),
    h("p", {}, `${tour.stops.length} ${t("titik", "stops")} · ${minutes(tour.work)}${tour.ends ? ` · ${t("selesai", "ends")} ${clock(tour.ends, board.zone)}` : ""}`),
    courier.out && h("p", { class: "live" }, `${t("diserahkan", "delivered")} ${delivered} · ${t("gagal", "failed")} ${failed} · ${t("dari", "of")} ${all}`),
    courier.out && h("button", { type: "button", class: "button button-small", click: () => void again(courier) }, t("Susun ulang sisanya", "Re-plan the rest")),
  );
  const cards = tour.stops.flatMap((stop, at) => {
    const file = board.files[stop.number];
    return file ? [card(file, stop.number, { stop, courier, place: at })] : [];
  });
  return column(title, courier, cards, tour.stops.length);
}

function freeColumn(): HTMLElement {
  const numbers = [...times.free.map((one) => one.number), ...board.nowhere];
  const cards = numbers.flatMap((number, place) => {
    const file = board.files[number];
    return file ? [card(file, number, { place })] : [];
  });
  const title = h("header", {}, h("h2", {}, t("Belum dibagi", "Not shared out")), h("p", {}, `${numbers.length} ${t("titik", "stops")}`), board.nowhere.length > 0 && h("p", { class: "late" }, `${board.nowhere.length} ${t("tanpa tempat: tandai di peta", "without a place: mark them on the map")}`));
  return column(title, undefined, cards, 0);
}

function draw(): void {
  const busy = planning !== "";
  const spread = times.longest_to_mean === null ? "" : ` · ${t("terpanjang/rata-rata", "longest/mean")} ${times.longest_to_mean.toFixed(2)}`;
  bar.replaceChildren(
    busy
      ? h("button", { type: "button", class: "button button-primary", click: () => void post(`rencana/${planning}/berhenti/`, {}) }, t("Cukup, pakai yang ini", "Enough, take this one"))
      : h("button", { type: "button", class: "button button-primary", disabled: !board.couriers.length, click: () => void plan() }, t("Buat rencana", "Make a plan")),
    h("button", { type: "button", class: "button", disabled: busy || !undone.length, click: undo }, t("Urungkan", "Undo")),
    h("span", {}, `${t("Waktu kerja", "Work")} ${minutes(times.work)}${spread}`),
    board.rough ? h("span", { class: "badge badge-resident" }, t("Perkiraan kasar: tanpa peta jalan", "Rough guess: no road map")) : "",
    say,
  );
  columns.replaceChildren(...board.couriers.map(courierColumn), freeColumn());
  columns.querySelectorAll<HTMLElement>("[data-colour]").forEach((one) => one.style.setProperty("--pin", colourOf(Number(one.dataset.colour))));
  picture.classList.toggle("placing", placing !== "");
  map?.draw(board, times, chosen, choose);
}

function undo(): void {
  const before = undone.pop();
  if (before) void change(before.order, before.locked, false);
}

async function reload(): Promise<void> {
  board = await get<Board>("papan/");
  times = board;
  draw();
}

async function begin(): Promise<void> {
  if (!root) return;
  root.replaceChildren(bar, h("div", { class: "board" }, picture, columns));
  map = new BoardMap(picture, JSON.parse(root.dataset.map ?? "null") as CityMap | null, root.dataset.tiles ?? "", (lat, lon) => void put(lat, lon));
  await tried(reload);
  setInterval(() => {
    if (!planning && !dragged && !chosen && document.visibilityState === "visible") void tried(reload);
  }, LIVE);
  document.addEventListener("dragend", () => (dragged = ""));
}

void begin();
