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
  for (const button of bar.querySelectorAll<HTMLButtonElement>("[data-accessibility]")) {
    const wish = button.dataset.accessibility ?? "";
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
  const parts = document.querySelectorAll<HTMLElement>(
    "article h1, article .badge, article .lead, article .notice, article .promise, article h2, article li, article dt, article dd",
  );
  const seen = [...parts].filter((part) => part.offsetParent !== null && !part.closest("form, details:not([open])"));
  // biome-ignore lint/performance/useDomNodeTextContent: what is not seen is not read aloud
  return seen.map((part) => part.innerText.replace(/\s+/g, " ").trim()).filter(Boolean);
}

function reading(button: HTMLButtonElement): void {
  const language = root.lang === "en" ? "en" : "id";
  const begin = button.textContent ?? "";
  const offer = (): void => {
    const voice = speechSynthesis.getVoices().find((candidate) => candidate.lang.toLowerCase().startsWith(language));
    if (!voice || !button.hidden) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        return;
      }
      const words = sentences().map((text) => new SpeechSynthesisUtterance(text));
      const over = (): void => {
        button.textContent = begin;
      };
      words.forEach((utterance, place) => {
        utterance.voice = voice;
        utterance.lang = voice.lang;
        utterance.rate = 0.9;
        utterance.onerror = over;
        if (place === words.length - 1) utterance.onend = over;
        speechSynthesis.speak(utterance);
      });
      button.textContent = button.dataset.stop ?? begin;
    });
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

export function see(): void {
  const bar = document.querySelector<HTMLElement>(".accessibility");
  if (bar) switches(bar);
  const button = document.querySelector<HTMLButtonElement>("[data-read]");
  if (button && "speechSynthesis" in window) reading(button);
}
