/** The board's sentences: Indonesian, English where the page is English. */
export const t = (words: string, english: string): string => (document.documentElement.lang === "en" ? english : words);

export const minutes = (seconds: number): string => `${Math.round(seconds / 60)} ${t("menit", "min")}`;

/** What a change costs: `+4 menit`, `−4 menit`. */
export const signed = (seconds: number): string => (seconds >= 0 ? "+" : "−") + minutes(Math.abs(seconds));
