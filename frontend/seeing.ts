/** The switches for large text and contrast, and reading aloud where the device has an Indonesian voice. */
const root = document.documentElement;

function remember(wish: string, on: boolean): void {
  try {
    if (on) localStorage.setItem(`siantar-${wish}`, "1");
    else localStorage.removeItem(`siantar-${wish}`);
  } catch {
    // not kept, but in force on this page
  }
}

function switches(bar: HTMLElement): void {
  bar.hidden = false;
  for (const button of bar.querySelectorAll<HTMLButtonElement>("[data-eyes]")) {
    const wish = button.dataset.eyes ?? "";
    const show = (): void => button.setAttribute("aria-pressed", String(root.hasAttribute(`data-${wish}`)));
    button.addEventListener("click", () => {
      remember(wish, root.toggleAttribute(`data-${wish}`));
      show();
    });
    show();
  }
}

/** What is worth hearing, a sentence at a time: long texts are cut off by some voices. */
function sentences(): string[] {
  const parts = document.querySelectorAll<HTMLElement>("article h1, article .badge, article .lead, article .notice, article .promise, article h2, article li, article dt, article dd");
  const seen = [...parts].filter((part) => part.offsetParent !== null && !part.closest("form, details:not([open])"));
  return seen.map((part) => part.innerText.replace(/\s+/g, " ").trim()).filter(Boolean);
}

function reading(button: HTMLButtonElement): void {
  const language = root.lang === "en" ? "en" : "id";
  const begin = button.textContent ?? "";
  const offer = (): void => {
    const voice = speechSynthesis.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
    if (!voice || !button.hidden) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        return;
      }
      const words = sentences().map((text) => new SpeechSynthesisUtterance(text));
      const over = (): void => void (button.textContent = begin);
      words.forEach((one, place) => {
        one.voice = voice;
        one.lang = voice.lang;
        one.rate = 0.9;
        one.onerror = over;
        if (place === words.length - 1) one.onend = over;
        speechSynthesis.speak(one);
      });
      button.textContent = button.dataset.stop ?? begin;
    });
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

export function see(): void {
  const bar = document.querySelector<HTMLElement>(".eyes");
  if (bar) switches(bar);
  const button = document.querySelector<HTMLButtonElement>("[data-read]");
  if (button && "speechSynthesis" in window) reading(button);
}
