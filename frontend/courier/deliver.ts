/** At the door: hand over with proof. */
import { type Child, h } from "../shared/dom.ts";
import { pinOf, type Scanned } from "../shared/reading.ts";
import { choiceField, choices, doorForm, problemBox, type Saved, save, showProblem, value } from "./door_form.ts";
import { here } from "./position.ts";
import { scanBox, tell } from "./scanning.ts";
import { address } from "./screens.ts";
import { photo, signature } from "./signature.ts";
import type { Act, Standing, StoredDay } from "./standing.ts";
import { checkPin } from "./sync.ts";
import { digest, letter } from "./vault.ts";
import { t } from "./words.ts";

export function deliver(day: StoredDay, door: Standing, saved: Saved): Node[] {
  let proof = "";
  const scanner = scanBox(t("Pindai QR di resi pemohon"), async (scanned) => {
    const words = await mismatch(door, scanned);
    if (!words) {
      proof = scanned.proof;
      for (const check of form.querySelectorAll<HTMLInputElement>("[name=check]")) check.checked = false;
    }
    tell(scanner, words || t("Resi cocok"), !words);
  });
  const pen = signature();
  const envelope = photo(t("Foto amplop tersegel. Jangan memotret dokumen atau KTP."));
  const submit = async (): Promise<void> => {
    const pin = pinOf(value(form, "pin"));
    const check = proof ? "receipt_scanned" : pin ? "pin" : value(form, "check");
    const problem = missing(form, door, check, pin);
    showProblem(form, problem);
    if (problem) return;
    const [picture, drawn] = await Promise.all([envelope.taken(), pen.drawn()]);
    const note = value(form, "without") || undefined;
    const parts = partsOf(door, { photo: picture, signature: drawn });
    if (Object.values(parts).includes("missing") && !note) return askForProof(form);
    const data = { ...(await handoverData(form, door, { check, pin, proof, letterbox: day.letterbox })), ...parts };
    const doubt = check === "pin" ? await doubtAbout(door, data) : "";
    showProblem(form, doubt);
    if (doubt) return;
    const act = { type: "delivered" as const, receipt_number: door.number, position: here(), note, data };
    await save(form, act, { photo: picture, signature: drawn }, saved);
  };
  const form = doorForm(() => void submit(), ...fields(door, pen.box, envelope.box));
  form.addEventListener("change", (event) => {
    if ((event.target as HTMLInputElement).name === "relation") proposeReceiver(form, door);
  });
  return [h("h1", {}, door.name), address(door), scanner, form];
}

function fields(door: Standing, pen: HTMLElement, envelope: HTMLElement): Child[] {
  const receiver = { id: "receiver", name: "receiver", maxlength: 60, autocomplete: "off" };
  return [
    h(
      "details",
      {},
      h("summary", {}, t("Tanpa resi")),
      h("label", { for: "pin" }, t("PIN di resi (6 angka)")),
      h("input", { id: "pin", name: "pin", inputmode: "numeric", maxlength: 20, autocomplete: "off" }),
      ...choices("check", [["ktp_seen", t("KTP dilihat")]], ""),
    ),
    choiceField(t("Penerima"), "relation", door.relations, ""),
    h("div", { class: "field" }, h("label", { for: "receiver" }, t("Nama penerima")), h("input", receiver)),
    door.old_ktp &&
      h(
        "label",
        { class: "choice" },
        h("input", { type: "checkbox", name: "old_ktp", value: "collected" }),
        t("KTP-el lama sudah diserahkan"),
      ),
    door.old_ktp &&
      h(
        "p",
        { class: "hint" },
        t("Tanpa KTP-el lama, KTP-el baru tidak diberikan. Catat sebagai gagal bila tidak ada."),
      ),
    h("p", { class: "soft" }, t("Tanda tangan penerima")),
    pen,
    envelope,
    h(
      "div",
      { class: "field", hidden: true, "data-without": true },
      h("label", { for: "without" }, t("Alasan tanpa foto atau tanda tangan")),
      h("input", { id: "without", name: "without", maxlength: 200, autocomplete: "off" }),
    ),
    problemBox(),
    h("button", { type: "submit", class: "button button-primary" }, t("Serahkan")),
  ];
}

/** Choosing the applicant fills in the name; anybody else's is typed. */
function proposeReceiver(form: HTMLFormElement, door: Standing): void {
  const receiver = form.querySelector<HTMLInputElement>("#receiver");
  if (!receiver || ![door.name, ""].includes(receiver.value)) return;
  receiver.value = value(form, "relation") === "applicant" ? door.name : "";
}

/** Why the PIN does not count, where the office could be asked; without a line it is judged when it arrives. */
async function doubtAbout(door: Standing, data: Act["data"]): Promise<string> {
  const verdict = await checkPin(door.number, data.pin_sealed ?? "");
  if (verdict === "not_shown") return t("PIN tidak cocok. Minta dibacakan lagi, pindai QR di resi, atau lihat KTP.");
  if (verdict === "locked") return t("PIN sudah lima kali salah. Pindai QR di resi, atau lihat KTP.");
  return "";
}

/** What the office asks to see of this handover, and whether it is there; a day of an older version asks for all. */
function partsOf(door: Standing, taken: Record<string, Blob | undefined>): Act["data"] {
  const asked = door.proof_asked ?? Object.keys(taken);
  return Object.fromEntries(asked.map((part) => [part, taken[part] ? "taken" : "missing"]));
}

/** Photo and signature belong to the proof; who cannot give them says why, and is never stuck at a door. */
function askForProof(form: HTMLFormElement): void {
  form.querySelector<HTMLElement>("[data-without]")?.removeAttribute("hidden");
  showProblem(form, t("Foto amplop atau tanda tangan belum ada. Lengkapi, atau tulis alasannya."));
}

interface Checked {
  check: string;
  pin: string;
  proof: string;
  letterbox: string;
}

async function handoverData(form: HTMLFormElement, door: Standing, checked: Checked): Promise<Act["data"]> {
  const data: Act["data"] = {
    receiver_name: value(form, "receiver"),
    relation: value(form, "relation"),
    identity_check: checked.check,
    old_ktp: door.old_ktp ? "collected" : "not_needed",
  };
  if (checked.check === "receipt_scanned") data.proof = checked.proof;
  if (checked.check === "pin") data.pin_sealed = await letter(checked.pin, checked.letterbox);
  return data;
}

function missing(form: HTMLFormElement, door: Standing, check: string, pin: string): string {
  if (check === "pin" && !/^\d{6}$/.test(pin)) return t("Isi PIN 6 angka.");
  if (!check) return t("Pindai resi, isi PIN, atau tandai KTP dilihat.");
  if (!value(form, "relation")) return t("Pilih siapa yang menerima.");
  if (!value(form, "receiver")) return t("Tuliskan nama orang yang menerima.");
  if (door.old_ktp && !value(form, "old_ktp")) return t("Centang KTP-el lama, atau catat gagal.");
  return "";
}

/** Why a scanned receipt does not fit this door; empty when it does. */
async function mismatch(door: Standing, scanned: Scanned): Promise<string> {
  if (scanned.number !== door.number)
    return t("Resi ini milik berkas lain. Minta resi yang benar, atau periksa dengan cara lain.");
  const fits = scanned.proof && (await digest(scanned.proof)) === door.proof_hash;
  return fits ? "" : t("Kode QR resi tidak cocok dengan berkas ini. Periksa dengan PIN atau KTP.");
}
