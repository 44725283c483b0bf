/** A page nobody touches covers itself; what was typed stays beneath. One hand in any tab counts for all of them. */
const CHECK = 5_000; // ms
const TELL = 4 * 60_000; // ms between two words to the server that somebody is here
const MINUTE = 60_000;
const HANDS = ["pointerdown", "keydown", "wheel", "touchstart"];

type Word = "hand" | "locked" | "open";

class Watch {
  private readonly form: HTMLFormElement;
  private readonly channel = new BroadcastChannel("siantar-hand");
  private touchedAt = performance.now();
  private heardAt = performance.now();

  private readonly lock: HTMLDialogElement;

  constructor(lock: HTMLDialogElement) {
    this.lock = lock;
    this.form = lock.querySelector("form") as HTMLFormElement;
  }

  begin(): void {
    for (const hand of HANDS) addEventListener(hand, () => this.touch(), { passive: true, capture: true });
    addEventListener("keydown", (event) => this.lock.open && event.stopPropagation(), { capture: true }); // Esc empties forms
    this.channel.addEventListener("message", ({ data }: MessageEvent<Word>) => this.hear(data));
    setInterval(() => this.look(), CHECK);
    this.lock.addEventListener("cancel", (event) => event.preventDefault());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.open();
    });
  }

  private touch(): void {
    if (this.lock.open) return;
    const now = performance.now();
    if (now - this.touchedAt > CHECK) this.tell("hand");
    this.touchedAt = now;
    if (now - this.heardAt < TELL) return;
    this.heardAt = now;
    post(this.lock.dataset.hand ?? "", this.form);
  }

  private hear(word: Word): void {
    if (word === "hand") this.touchedAt = performance.now();
    if (word === "locked") this.cover();
    if (word === "open") this.uncover();
  }

  private look(): void {
    if (this.lock.open || performance.now() - this.touchedAt <= Number(this.lock.dataset.minutes) * MINUTE) return;
    this.tell("locked");
    this.cover();
    post(this.lock.dataset.lock ?? "", this.form);
  }

  private tell(word: Word): void {
    this.channel.postMessage(word);
  }

  private cover(): void {
    if (this.lock.open) return;
    document.body.dataset.locked = "";
    this.lock.showModal();
  }

  private uncover(): void {
    this.touchedAt = performance.now();
    delete document.body.dataset.locked;
    if (this.lock.open) this.lock.close();
  }

  private async open(): Promise<void> {
    const sentence = await refusal(this.form, this.lock.dataset.away ?? "");
    const line = this.form.querySelector<HTMLElement>(".error");
    if (line) {
      line.hidden = !sentence;
      line.textContent = sentence;
    }
    this.form.reset();
    if (sentence) return;
    this.tell("open");
    this.uncover();
  }
}

/** Tell the server; a network that is away hears it another time. */
function post(address: string, form: HTMLFormElement): void {
  const token = new FormData(form).get("csrfmiddlewaretoken");
  const body = new URLSearchParams({ csrfmiddlewaretoken: String(token) });
  void fetch(address, { method: "POST", body }).catch(() => undefined);
}

/** Ask the server with this password; "" when it opened, else what it said. A session that is over leads to the login. */
async function refusal(form: HTMLFormElement, away: string): Promise<string> {
  const body = new URLSearchParams([...new FormData(form).entries()].map(([name, value]) => [name, String(value)]));
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(
    () => undefined,
  );
  if (!answer) return away;
  if (answer.status === 204) return "";
  if (answer.status === 422) return ((await answer.json()) as { sentence: string }).sentence;
  location.reload();
  return away;
}

const dialog = document.querySelector<HTMLDialogElement>("#kunci");
if (dialog) new Watch(dialog).begin();
