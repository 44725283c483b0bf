/** The office's own network: when it is away, what was typed stays on the screen and is saved when it is back. */
const PAUSE = 2000;

export class Line {
  private readonly form: HTMLFormElement;
  private readonly badge = document.querySelector<HTMLElement>("[data-line]");
  private readonly words = document.querySelector<HTMLElement>("[data-line]")?.textContent ?? "";
  private sending = false;

  constructor(form: HTMLFormElement) {
    this.form = form;
  }

  watch(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send(event.submitter);
    });
    addEventListener("offline", () => this.show(false));
    addEventListener("online", () => this.show(true));
    addEventListener("pageshow", () => (this.sending = false));
  }

  /** Sent once, by the browser itself, as soon as the server answers at all; the same hand-in twice is one. */
  private async send(by: HTMLElement | null): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (!(await this.alive())) {
      this.show(false);
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    this.show(true);
    if (by instanceof HTMLButtonElement && by.name) {
      const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value });
      this.form.append(chosen);
    }
    HTMLFormElement.prototype.submit.call(this.form);
  }

  private async alive(): Promise<boolean> {
    const answer = await fetch(this.form.dataset.alive ?? "/", {
      cache: "no-store",
      headers: { "Siantar-Background": "1" },
    }).catch(() => null);
    return answer?.ok ?? false;
  }

  private show(there: boolean): void {
    const held = this.form.querySelector<HTMLElement>("[data-held]");
    if (held) {
      held.hidden = there || !this.sending;
      held.textContent = there ? "" : (this.form.dataset.gone ?? "");
    }
    if (!this.badge) return;
    this.badge.textContent = there ? this.words : (this.badge.dataset.gone ?? "");
    this.badge.classList.toggle("badge-end", there);
    this.badge.classList.toggle("badge-stopped", !there);
  }
}
