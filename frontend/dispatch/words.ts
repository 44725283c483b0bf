/** The board's sentences: Indonesian, English where the page is English. */
import type { ChangeCost } from "../generated/dispatch.ts";

export const t = (words: string, english: string): string => (document.documentElement.lang === "en" ? english : words);

export const minutes = (seconds: number): string => `${Math.round(seconds / 60)} ${t("menit", "min")}`;

/** What a change costs: `+4 menit`, `−4 menit`. */
export const signed = (seconds: number): string => (seconds >= 0 ? "+" : "−") + minutes(Math.abs(seconds));

/** What an arrangement would cost: `+6 menit, +1,2 km, 1 aturan dilanggar`. */
export function price({ work, metres, broken }: ChangeCost): string {
  const km = (Math.abs(metres) / 1000).toLocaleString("id-ID", { maximumFractionDigits: 1 });
  return `${signed(work)}, ${metres >= 0 ? "+" : "−"}${km} km${rules(broken)}`;
}

function rules(broken: number): string {
  if (broken > 0) return `, ${broken} ${t("aturan dilanggar", "rules broken")}`;
  return broken < 0 ? `, ${-broken} ${t("pelanggaran selesai", "mended")}` : "";
}
