/** What the dispatcher does: each act asks the server, then the state becomes what the server says. */
import type {
  Arranged,
  BoardCourier,
  BoardOut,
  Contact,
  PlanAwaited,
  PlanBegun,
  PlanSeen,
  Replanned,
} from "../generated/dispatch.ts";
import { hour } from "../shared/hours.ts";
import { formOf, get, post, Sorry } from "./server.ts";
import * as board from "./state.ts";
import { minutes, price, t } from "./words.ts";

const LOOK = 300;
type Update = (state: board.BoardState) => board.BoardState;

/** A price in words, and whether a rule breaks for it. */
export interface Weighed {
  words: string;
  breaks: boolean;
}

export class Desk {
  /** The state now. */
  state: board.BoardState;
  private readonly draw: () => void;

  constructor(first: BoardOut, draw: () => void) {
    this.state = { ...board.opened(first), undo: undoOf(first) };
    this.draw = draw;
  }

  /** A new state, drawn. */
  update(...updates: Update[]): void {
    for (const update of updates) this.state = update(this.state);
    keepUndo(this.state);
    this.draw();
  }

  /** Drawing while something is dragged would take it out of the hand. */
  drag(number: string): void {
    this.state = board.dragging(this.state, number);
  }

  choose(number: string): void {
    this.update((state) => board.choosing(state, number));
  }

  place(number: string): void {
    this.update((state) => board.placing(state, number));
  }

  say(words: string, outcome: board.Message["outcome"] = "ok"): void {
    this.update((state) => board.saying(state, words, outcome));
  }

  /** Do it; a refusal is said, anything else is a mistake of ours. */
  async tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Sorry)) throw problem;
      this.say(problem.message, "refused");
    }
  }

  async reload(): Promise<void> {
    const whole = await get<BoardOut>("papan/");
    this.update((state) => board.reloaded(state, whole));
  }

  private async change(wish: board.Arrangement, remember = true): Promise<void> {
    await this.tried(async () => {
      const before = board.arrangementOf(this.state);
      const answer = await post<Arranged>("susun/", wish);
      this.update(
        (state) => (remember ? board.remembering(state, before) : state),
        (state) => board.arranged(state, answer),
        (state) => board.saying(state, price(answer.change), answer.change.broken > 0 ? "refused" : "ok"),
      );
    });
  }

  /** What it would cost to put a file there, in words and whether a rule breaks; nothing is changed. */
  async weigh(number: string, courier: string, position: number): Promise<Weighed> {
    const wish = { ...board.moved(board.arrangementOf(this.state), number, courier, position), dry: true };
    try {
      const answer = await post<Arranged>("susun/", wish);
      const ends = answer.tours[courier]?.ends;
      const until = ends ? `, ${t("selesai", "ends")} ${hour(ends, this.state.board.zone)}` : "";
      return { words: `${price(answer.change)}${until}`, breaks: answer.change.broken > 0 };
    } catch (problem) {
      if (!(problem instanceof Sorry)) throw problem;
      return { words: problem.message, breaks: true };
    }
  }

  /** The resident's telephone is asked for; the office keeps that it was. */
  reach(number: string): void {
    void this.tried(async () => {
      const contact = await post<Contact>("kontak/", formOf({ file: number }));
      this.update((state) => board.reached(state, number, contact));
    });
  }

  search(words: string): void {
    this.update((state) => board.searching(state, words));
  }

  /** The first card that is looked for is opened. */
  open(): void {
    const number = board.firstMatch(this.state);
    if (number && number !== this.state.chosen) this.choose(number);
  }

  move(number: string, courier: string, position: number): void {
    void this.change(board.moved(board.arrangementOf(this.state), number, courier, position));
  }

  lock(number: string): void {
    void this.change(board.lockTurned(board.arrangementOf(this.state), number));
  }

  undo(): void {
    const step = board.undoing(this.state);
    if (!step) return;
    this.state = step.state;
    void this.change(step.before, false);
  }

  forbid(courier: BoardCourier, number: string): void {
    void this.tried(async () => {
      const allow = courier.not_for.includes(number);
      await post(`${courier.run}/kecuali/`, formOf(allow ? { file: number, allow: "1" } : { file: number }));
      await this.change(board.takenFrom(board.arrangementOf(this.state), number, courier.id));
      await this.reload();
    });
  }

  agree(number: string, begins: string, ends: string): void {
    const form = formOf({ file: number, begins, ends });
    void this.posted("janji/", form, t("Janji temu tersimpan.", "Appointment saved."));
  }

  note(number: string, words: string): void {
    const form = formOf({ file: number, note: words });
    void this.posted("catatan/", form, t("Catatan untuk kurir tersimpan.", "Note for the courier saved."));
  }

  /** The map was clicked. */
  put(lat: number, lon: number): void {
    const number = this.state.placing;
    if (!number) return;
    const form = formOf({ file: number, lat: String(lat), lon: String(lon) });
    void this.posted("tempat/", form, t("Tempat tersimpan.", "Place saved."), (state) => ({ ...state, placing: "" }));
  }

  private async posted(path: string, form: FormData, words: string, update: Update = (state) => state): Promise<void> {
    await this.tried(async () => {
      await post(path, form);
      this.state = update(this.state);
      await this.reload();
      this.say(words);
    });
  }

  again(courier: BoardCourier): void {
    void this.tried(async () => {
      const { words } = await post<Replanned>(`${courier.run}/ulang/`, {});
      await this.reload();
      this.say(words);
    });
  }

  async plan(): Promise<void> {
    await this.tried(async () => {
      const { id } = await post<PlanBegun>("rencana/", {});
      this.state = board.planBegun(this.state, id);
      const before = board.arrangementOf(this.state);
      await this.watched(id);
      await post(`rencana/${id}/pakai/`, {});
      this.state = board.planEnded(board.remembering(this.state, before));
      await this.reload();
      this.say(`${t("Rencana dipakai", "Plan taken")}: ${minutes(this.state.times.work)}`);
    });
    this.update(board.planEnded);
  }

  /** Draw the plan as it gets better, until it is done. */
  private async watched(id: string): Promise<void> {
    for (;;) {
      const progress = await get<PlanAwaited | PlanSeen>(`rencana/${id}/`);
      const words =
        "tours" in progress
          ? `${t("Rencana ke-", "Plan ")}${progress.better}: ${minutes(progress.work)}`
          : t("Mencari rencana…", "Looking for a plan…");
      this.update(
        (state) => board.planSeen(state, progress),
        (state) => board.saying(state, words),
      );
      if (progress.status === "failed")
        throw new Sorry(t("Rencana gagal dibuat. Coba sekali lagi.", "No plan was made. Try again."));
      if (progress.status === "done") return;
      await new Promise((done) => setTimeout(done, LOOK));
    }
  }

  /** The plan being made is good enough. */
  enough(): void {
    void post(`rencana/${this.state.planning}/berhenti/`, {});
  }
}

/** The way back survives a reload in this tab: numbers of files and couriers, nothing personal. */
const KEPT = "siantar-papan";

function keepUndo({ board: { day }, undo }: board.BoardState): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ day, undo }));
}

function undoOf({ day }: BoardOut): readonly board.Arrangement[] {
  const stored = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Pick<board.BoardState, "undo"> & { day: string };
  return stored?.day === day ? stored.undo : [];
}
