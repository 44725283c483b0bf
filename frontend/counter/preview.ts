/** The receipt as it will be printed, built while the officer types. */
import { h } from "../shared/dom.ts";
import { answerOf, rows } from "./papers.ts";

/** Keep the receipt beside the form in step with it. */
export function previewReceipt(form: HTMLFormElement): void {
  const receipt = document.querySelector<HTMLElement>("[data-preview]");
  if (!receipt) return;
  const draw = () => new Preview(form, receipt).draw();
  form.addEventListener("input", draw);
  form.addEventListener("change", draw);
  draw();
}

class Preview {
  private readonly form: HTMLFormElement;
  private readonly receipt: HTMLElement;

  constructor(form: HTMLFormElement, receipt: HTMLElement) {
    this.form = form;
    this.receipt = receipt;
  }

  draw(): void {
    const service = this.form.querySelector<HTMLSelectElement>("[name=service]");
    this.fill("service", service?.value ? service.selectedOptions[0]?.text : "");
    this.fill("name", this.value("name"));
    const phone = this.value("phone").replace(/\D/g, "");
    this.fill("phone", phone ? `${this.receipt.dataset.phone} …${phone.slice(-4)}` : " ");
    const courier = this.form.querySelector("[name=method][value=courier]:checked") !== null;
    this.fill("way", this.receipt.dataset[courier ? "courier" : "counter"]);
    this.papers();
  }

  private value(name: string): string {
    return this.form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value.trim() ?? "";
  }

  private fill(slot: string, words: string | undefined): void {
    const place = this.receipt.querySelector(`[data-slot=${slot}]`);
    if (place) place.textContent = words || "…";
  }

  private papers(): void {
    const words = this.receipt.dataset;
    const all = rows(this.form);
    const missing = all.filter((row) => answerOf(row) === "missing");
    const given = all.filter((row) => answerOf(row) !== "missing").map((row) => this.paper(row));
    const short = missing.map((row) =>
      h("p", {}, h("strong", {}, `${words.missing ?? ""} ${row.dataset.paper ?? ""}`)),
    );
    this.receipt.querySelector("[data-slot=papers]")?.replaceChildren(...given, ...short);
    const service = this.form.querySelector<HTMLElement>("details[data-service]:not([hidden])")?.dataset;
    this.fill("promise", missing.length ? `${service?.days ?? ""} setelah lengkap` : service?.promise);
  }

  private paper(row: HTMLFieldSetElement): HTMLParagraphElement {
    const kinds: Record<string, string | undefined> = {
      original: this.receipt.dataset.kindOriginal,
      copy: this.receipt.dataset.kindCopy,
    };
    const kind = kinds[answerOf(row) ?? ""] ?? "…";
    return h("p", { class: "row" }, h("span", {}, row.dataset.paper ?? ""), h("span", {}, kind));
  }
}
