/** Scanners that type like a keyboard: whatever they type behind a scan, it is taken once and whole. */
import { read } from "./reading.ts";
import { asMeant } from "./scanner_habits.ts";

const FAST = 60; // milliseconds between signs: no hand types like that
const QUIET = 150; // milliseconds after which a scan without a sign behind it is over
const ECHO = 500; // milliseconds in which a second sign belongs to the scan before

/** Take what is scanned or typed into a box: behind Enter, Tab, both, CR and LF, or nothing at all. */
export function onWedge(box: HTMLInputElement, take: (text: string) => void): void {
  let began = 0;
  let last = 0;
  let takenAt = Number.NEGATIVE_INFINITY;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const fast = (): boolean => box.value.length > 5 && last - began < FAST * box.value.length;
  const taken = (at: number): void => {
    clearTimeout(waiting);
    const text = asMeant(box.value);
    box.value = "";
    takenAt = at;
    if (text.trim()) take(text);
  };
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key, ctrlKey, timeStamp } = event;
    const ends = key === "Enter" || (ctrlKey && /^[jm]$/i.test(key));
    if (ends || (key === "Tab" && !event.shiftKey && (fast() || timeStamp - takenAt < ECHO))) {
      event.preventDefault();
      if (box.value.trim()) taken(timeStamp);
    } else if (!box.value) began = timeStamp;
    last = timeStamp;
  });
  box.addEventListener("input", ({ timeStamp }) => {
    clearTimeout(waiting);
    if (fast()) waiting = setTimeout(() => read(asMeant(box.value)).trouble || taken(timeStamp), QUIET);
  });
}
