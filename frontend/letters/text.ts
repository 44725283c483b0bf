/** The page of a letter beside its text: drawn anew a moment after the last key, by the server that will print it. */

const PAUSE = 500;

class SamplePage {
  private readonly form: HTMLFormElement;
  private timer = 0;
  private asking: AbortController | undefined;

  constructor(form: HTMLFormElement) {
    this.form = form;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.draw(), PAUSE);
  }

  private async draw(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const page = await this.fetched(this.asking.signal);
    const fresh = page?.querySelector("[data-sample]");
    if (fresh) document.querySelector("[data-sample]")?.replaceWith(fresh);
  }

  /** The same page as the button without scripts gets; nothing where the network is away. */
  private async fetched(signal: AbortSignal): Promise<Document | undefined> {
    try {
      const body = new FormData(this.form);
      const response = await fetch(location.href, { method: "POST", body, signal });
      if (response.redirected) return undefined;
      return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      return undefined;
    }
  }
}

const form = document.querySelector<HTMLFormElement>("[data-letter-text]");
if (form) new SamplePage(form);
