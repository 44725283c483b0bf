/** The first step at a door: who receives, the old KTP-el, and how we know who stands there. */
import { type Child, h } from "../shared/dom.ts";
import { pinOf, type Scanned } from "../shared/reading.ts";
import { choices, value } from "./door_form.ts";
import { scanBox, scanByCamera, tell } from "./scanning.ts";
import type { Act, Standing, StoredDay } from "./standing.ts";
import { checkPin } from "./sync.ts";
import { digest, letter } from "./vault.ts";
import type { Step } from "./walk.ts";
import { t } from "./words.ts";

/** How the receiver was known: a scan beats a PIN, a PIN beats a KTP that was seen. */
export interface Checked {
  check: string;
  pin: string;
  proof: string;
}

export interface Receiver {
  step: (form: () => HTMLFormElement, on: () => Promise<void>) => Step;
  checked: (form: HTMLFormElement) => Checked;
  told: (form: HTMLFormElement) => Promise<Act["data"]>;
}

export function receiver(day: StoredDay, door: Standing): Receiver {
  let proof = "";
  let right = ""; // the PIN that the office said fits
  const checked = (form: HTMLFormElement): Checked => {
    const pin = pinOf(value(form, "pin"));
    return { check: proof ? "receipt_scanned" : pin ? "pin" : value(form, "check"), pin, proof };
  };
  const told = async (form: HTMLFormElement): Promise<Act["data"]> => {
    const { check, pin } = checked(form);
    const data: Act["data"] = { ...plain(form, door), identity_check: check };
    if (check === "receipt_scanned") data.proof = proof;
    if (check === "pin") data.pin_sealed = await letter(pin, day.letterbox);
    return data;
  };
  const step = (form: () => HTMLFormElement, on: () => Promise<void>): Step => {
    const scanner = scanBox(t("Pindai QR di resi pemohon"), async (scanned) => {
      const words = await mismatch(door, scanned);
      if (!words) proof = scanned.proof;
      if (proof) for (const check of form().querySelectorAll<HTMLInputElement>("[name=check]")) check.checked = false;
      tell(scanner, words || t("Resi cocok"), !words);
      form().dispatchEvent(new Event("input"));
      if (!words && !lacking(form(), door, checked(form()))) await on(); // nothing else is to be chosen here
    });
    const leave = async (): Promise<string> => {
      const now = checked(form());
      const problem = lacking(form(), door, now);
      if (problem || now.check !== "pin" || now.pin === right) return problem;
      const doubt = await doubtAbout(door, await letter(now.pin, day.letterbox));
      if (!doubt) right = now.pin;
      return doubt;
    };
    const button = (): ReturnType<Step["button"]> => {
      const scan = !proof && !form().querySelector("details[open]") && scanByCamera(scanner);
      if (scan) return { words: t("Pindai resi pemohon"), icon: "scan", instead: scan };
      return { words: t("Lanjut: bukti"), icon: "right" };
    };
    return { title: t("Siapa yang menerima?"), fields: fields(door, scanner), button, leave };
  };
  return { step, checked, told };
}

function fields(door: Standing, scanner: HTMLElement): Child[] {
  const others = h(
    "div",
    { class: "field", "data-other": true },
    h("label", { for: "receiver" }, t("Nama penerima")),
    h("input", { id: "receiver", name: "receiver", maxlength: 60, autocomplete: "off" }),
  );
  others.hidden = true;
  const receivers: HTMLElement = h(
    "fieldset",
    {
      class: "choices",
      "aria-label": t("Penerima"),
      change: (): void => {
        others.hidden = !mustBeNamed(receivers, door);
      },
    },
    ...choices("relation", door.relations, "", { applicant: door.name }),
  );
  return [
    receivers,
    door.may_receive && h("p", {}, `${t("Boleh menerima")}: `, h("strong", {}, door.may_receive)),
    others,
    door.old_ktp && oldKtp(),
    scanner,
    h(
      "details",
      {},
      h("summary", {}, t("Tanpa resi")),
      h(
        "div",
        { class: "field" },
        h("label", { for: "pin" }, t("PIN di resi (6 angka)")),
        h("input", { id: "pin", name: "pin", inputmode: "numeric", maxlength: 20, autocomplete: "off" }),
      ),
      ...choices("check", [["ktp_seen", t("KTP dilihat")]], ""),
    ),
  ];
}

function oldKtp(): HTMLElement {
  return h(
    "div",
    { class: "notice notice-warning" },
    h(
      "label",
      { class: "choice" },
      h("input", { type: "checkbox", name: "old_ktp", value: "collected" }),
      h("span", {}, t("KTP-el lama saya terima")),
    ),
    h("p", {}, t("Tanpa KTP-el lama, KTP-el baru tidak diberikan. Catat sebagai gagal bila tidak ada.")),
  );
}

function mustBeNamed(receivers: HTMLElement, door: Standing): boolean {
  const chosen = receivers.querySelector<HTMLInputElement>("[name=relation]:checked")?.value ?? "";
  return chosen !== "" && (chosen !== "applicant" || !door.name);
}

/** Receiver, relation and old KTP-el as the form has them; an applicant needs not be named again. */
export function plain(form: HTMLFormElement, door: Standing): Act["data"] {
  const relation = value(form, "relation");
  return {
    receiver_name: (relation === "applicant" && door.name) || value(form, "receiver"),
    relation,
    old_ktp: door.old_ktp ? value(form, "old_ktp") : "not_needed",
  };
}

/** What of the first step is lacking, in the order of the screen. */
function lacking(form: HTMLFormElement, door: Standing, { check, pin }: Checked): string {
  const { relation, receiver_name, old_ktp } = plain(form, door);
  if (!relation) return t("Pilih siapa yang menerima.");
  if (!receiver_name) return t("Tuliskan nama orang yang menerima.");
  if (door.old_ktp && !old_ktp) return t("Centang KTP-el lama, atau catat gagal.");
  if (check === "pin" && !/^\d{6}$/.test(pin)) return t("Isi PIN 6 angka.");
  return check ? "" : t("Pindai resi, isi PIN, atau tandai KTP dilihat.");
}

/** Why the PIN does not count, where the office could be asked; without a line it is judged when it arrives. */
async function doubtAbout(door: Standing, sealed: string): Promise<string> {
  const verdict = await checkPin(door.number, sealed);
  if (verdict === "not_shown") return t("PIN tidak cocok. Minta dibacakan lagi, pindai QR di resi, atau lihat KTP.");
  if (verdict === "locked") return t("PIN sudah lima kali salah. Pindai QR di resi, atau lihat KTP.");
  return "";
}

/** Why a scanned receipt does not fit this door; empty when it does. */
async function mismatch(door: Standing, scanned: Scanned): Promise<string> {
  if (scanned.number !== door.number)
    return t("Resi ini milik berkas lain. Minta resi yang benar, atau periksa dengan cara lain.");
  const fits = scanned.proof && (await digest(scanned.proof)) === door.proof_hash;
  return fits ? "" : t("Kode QR resi tidak cocok dengan berkas ini. Periksa dengan PIN atau KTP.");
}
