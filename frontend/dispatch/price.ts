/** The price of a change on the card in the hand, before it is let go. */
import { h } from "../shared/dom.ts";
import type { Desk, Weighed } from "./desk.ts";

const RESTS = 120; // milliseconds over one place before the office is asked

/** Where a card would go: into which column, before which stop. */
interface Place {
  courier: string;
  position: number;
  under: HTMLElement;
}

function placeUnder(event: DragEvent): Place | undefined {
  const over = event.target instanceof Element ? event.target : null;
  const column = over?.closest<HTMLElement>("[data-courier]");
  if (!column) return undefined;
  const card = over?.closest<HTMLElement>("[data-place]");
  const position = Number((card ?? column).dataset.place ?? column.dataset.end ?? 0);
  return { courier: column.dataset.courier ?? "", position, under: card ?? column };
}

export function priceInTheHand(board: HTMLElement, desk: Desk): void {
  const tag = h("div", { class: "price", role: "status", hidden: true });
  const known = new Map<string, Promise<Weighed>>();
  let here = "";
  let under: HTMLElement | undefined;
  let resting: ReturnType<typeof setTimeout> | undefined;
  document.body.append(tag);

  const away = (): void => {
    clearTimeout(resting);
    under?.classList.remove("drop-here");
    here = "";
    under = undefined;
    tag.hidden = true;
  };
  const ask = async (key: string, place: Place): Promise<void> => {
    const number = desk.state.dragged;
    if (!number) return;
    const asking = known.get(key) ?? desk.weigh(number, place.courier, place.position);
    known.set(key, asking);
    const { words, breaks } = await asking;
    if (here !== key) return;
    tag.textContent = words;
    tag.classList.toggle("price-breaks", breaks);
    tag.hidden = false;
  };
  board.addEventListener("dragover", (event) => {
    tag.style.translate = `${event.clientX + 16}px ${event.clientY + 20}px`;
    const place = placeUnder(event);
    const key = place ? `${desk.state.dragged}>${place.courier}:${place.position}` : "";
    if (key === here) return;
    away();
    if (!place || !desk.state.dragged) return;
    here = key;
    under = place.under;
    under.classList.add("drop-here");
    resting = setTimeout(() => void ask(key, place), RESTS);
  });
  for (const over of ["dragend", "drop"]) {
    document.addEventListener(over, () => {
      away();
      known.clear(); // another arrangement has other prices
    });
  }
}
