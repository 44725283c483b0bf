/** At the door: hand over with proof, or record why not. */
import { beep } from "../signal.ts";
import { Full, keepAct } from "./acting.ts";
import type { Act, Standing, Told } from "./day.ts";
import { h } from "./dom.ts";
import { here } from "./position.ts";
import { scanBox, type Scanned, tell } from "./scanning.ts";
import { address } from "./screens.ts";
import { photo, signature } from "./signature.ts";
import { digest, letter } from "./vault.ts";
import { t } from "./words.ts";

/** Called when the act is on the disk, with a warning where its photo is not. */
export type Kept = (warning: string) => void;

function choices(name: string, options: [string, string][], chosen: string): HTMLElement[] {
  return options.map(([code, words]) =>
    h("label", { class: "choice" }, h("input", { type: "radio", name, value: code, checked: code === chosen }), words),
  );
}

function problem(form: HTMLElement, words: string): void {
  const box = form.querySelector<HTMLElement>("[data-problem]");
  if (!box) return;
  box.textContent = words;
  box.hidden = !words;
  if (words) {
    box.scrollIntoView({ block: "center" });
    beep(false);
  }
}

const value = (form: HTMLFormElement, name: string): string => String(new FormData(form).get(name) ?? "").trim();

async function done(form: HTMLFormElement, save: () => Promise<boolean>, kept: Kept): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("[type=submit]");
  if (!button || button.disabled) return;
  button.disabled = true;
  try {
    const whole = await save();
    beep(true);
    kept(whole ? "" : t("Memori ponsel penuh: fotonya tidak disimpan, serah terimanya tersimpan."));
  } catch (trouble) {
    button.disabled = false;
    if (!(trouble instanceof Full)) throw trouble;
    problem(form, t("Tidak dapat menyimpan: memori ponsel penuh. Hapus berkas lain di ponsel, lalu tekan lagi. Jangan serahkan amplop sebelum tersimpan."));
  }
}

export function deliver(day: Told, door: Standing, kept: Kept): Node[] {
  let proof = "";
  const scanner = scanBox(t("Pindai QR di resi pemohon"), async (scanned) => {
    const words = await judged(door, scanned);
    proof = words ? proof : scanned.proof;
    if (!words) form.querySelectorAll<HTMLInputElement>("[name=check]").forEach((one) => (one.checked = false));
    tell(scanner, words || t("Resi cocok"), !words);
  });
  const pen = signature();
  const envelope = photo(t("Foto amplop tersegel. Jangan memotret dokumen atau KTP."));
  const form = h(
    "form",
    { class: "card", novalidate: true, submit: (event) => { event.preventDefault(); void submit(); } },
    h(
      "details",
      {},
      h("summary", {}, t("Tanpa resi")),
      h("label", { for: "pin" }, t("PIN di resi (6 angka)")),
      h("input", { id: "pin", name: "pin", inputmode: "numeric", maxlength: 6, autocomplete: "off" }),
      ...choices("check", [["ktp_seen", t("KTP dilihat")]], ""),
    ),
    h("fieldset", { class: "choices" }, h("legend", {}, t("Penerima")), ...choices("relation", door.relations, "applicant")),
    h("div", { class: "field" }, h("label", { for: "receiver" }, t("Nama penerima")), h("input", { id: "receiver", name: "receiver", maxlength: 60, autocomplete: "off", value: door.name })),
    door.old_ktp && h("label", { class: "choice" }, h("input", { type: "checkbox", name: "old_ktp", value: "collected" }), t("KTP-el lama sudah diserahkan")),
    door.old_ktp && h("p", { class: "hint" }, t("Tanpa KTP-el lama, KTP-el baru tidak diberikan. Catat sebagai gagal bila tidak ada.")),
    h("p", { class: "soft" }, t("Tanda tangan penerima")),
    pen.box,
    envelope.box,
    h("p", { class: "notice notice-error", "data-problem": true, role: "alert", hidden: true }),
    h("button", { type: "submit", class: "button button-primary" }, t("Serahkan")),
  );
  form.addEventListener("change", (event) => {
    if ((event.target as HTMLInputElement).name !== "relation") return;
    const receiver = form.querySelector<HTMLInputElement>("#receiver");
    if (receiver && [door.name, ""].includes(receiver.value)) receiver.value = value(form, "relation") === "applicant" ? door.name : "";
  });

  async function submit(): Promise<void> {
    const pin = value(form, "pin");
    const check = proof ? "receipt_scanned" : pin ? "pin" : value(form, "check");
    const wrong = missing(form, door, check, pin);
    problem(form, wrong);
    if (wrong) return;
    const data: Act["data"] = {
      receiver_name: value(form, "receiver"),
      relation: value(form, "relation"),
      identity_check: check,
      old_ktp: door.old_ktp ? "collected" : "not_needed",
    };
    if (check === "receipt_scanned") data.proof = proof;
    if (check === "pin") data.pin_sealed = await letter(pin, day.letterbox);
    const [picture, drawn] = await Promise.all([envelope.taken(), pen.drawn()]);
    const act = { type: "delivered" as const, receipt_number: door.number, position: here(), data };
    await done(form, () => keepAct(act, { photo: picture, signature: drawn }), kept);
  }
  return [h("h1", {}, door.name), address(door), scanner, form];
}

function missing(form: HTMLFormElement, door: Standing, check: string, pin: string): string {
  if (check === "pin" && !/^\d{6}$/.test(pin)) return t("Isi PIN 6 angka.");
  if (!check) return t("Pindai resi, isi PIN, atau tandai KTP dilihat.");
  if (!value(form, "receiver")) return t("Tuliskan nama orang yang menerima.");
  if (door.old_ktp && !value(form, "old_ktp")) return t("Centang KTP-el lama, atau catat gagal.");
  return "";
}

async function judged(door: Standing, scanned: Scanned): Promise<string> {
  if (scanned.number !== door.number) return t("Resi ini milik berkas lain. Minta resi yang benar, atau periksa dengan cara lain.");
  const fits = scanned.proof && (await digest(scanned.proof)) === door.proof_hash;
  return fits ? "" : t("Kode QR resi tidak cocok dengan berkas ini. Periksa dengan PIN atau KTP.");
}

export function fail(day: Told, door: Standing, kept: Kept): Node[] {
  const picture = photo(t("Foto pintu bila membantu. Jangan memotret orang atau dokumen."));
  const last = door.attempts + 1 >= day.attempts;
  const later = last ? t("Ini percobaan terakhir. Dokumen dapat diambil di kantor.") : t("Dicoba lagi pada hari kerja berikutnya.");
  const message = `${t("Selamat siang, kami kurir kecamatan. Dokumen Anda belum dapat diserahkan hari ini:")} ${later} ${t("Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon.")}`;
  const form = h(
    "form",
    { class: "card", novalidate: true, submit: (event) => { event.preventDefault(); void submit(); } },
    h("fieldset", { class: "choices" }, h("legend", {}, t("Alasan")), ...choices("reason", day.failures, "")),
    h("div", { class: "field" }, h("label", { for: "note" }, t("Catatan")), h("input", { id: "note", name: "note", maxlength: 500 })),
    picture.box,
    h("p", { class: "notice notice-info" }, later),
    door.phone && h("a", { class: "button", href: `https://wa.me/${door.phone.replace(/\D/g, "")}?text=${encodeURIComponent(message)}`, rel: "noopener" }, t("Beri tahu pemohon lewat WhatsApp")),
    h("p", { class: "notice notice-error", "data-problem": true, role: "alert", hidden: true }),
    h("button", { type: "submit", class: "button button-danger" }, t("Catat antar gagal")),
  );

  async function submit(): Promise<void> {
    const reason = value(form, "reason");
    problem(form, reason ? "" : t("Pilih alasan."));
    if (!reason) return;
    const act = { type: "delivery_failed" as const, receipt_number: door.number, position: here(), reason, note: value(form, "note"), data: {} };
    const taken = await picture.taken();
    await done(form, () => keepAct(act, { photo: taken }), kept);
  }
  return [h("h1", {}, door.name), address(door), form];
}
