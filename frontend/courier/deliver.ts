/** At the door: who receives, the proof, done. A scan or a photo that completes a step goes on by itself. */
import { h, present } from "../shared/dom.ts";
import { grouped } from "../shared/receipt_number.ts";
import { type Saved, save, value } from "./door_form.ts";
import { type Lack, lacks, type Part, partsAsked, partsOf } from "./handover_rules.ts";
import { icon } from "./icons.ts";
import { here, metresTo } from "./position.ts";
import { type Checked, type Receiver, receiver } from "./receiver.ts";
import { type Photo, photo, type Signed, signature } from "./signature.ts";
import type { Standing, StoredDay } from "./standing.ts";
import { type Step, Walk } from "./walk.ts";
import { t } from "./words.ts";

const SENTENCES: Record<Lack, string> = {
  receiver_missing: "Tuliskan nama orang yang menerima.",
  relation_not_allowed: "Pilih siapa yang menerima.",
  identity_not_checked: "Pindai resi, isi PIN, atau tandai KTP dilihat.",
  old_ktp_missing: "Centang KTP-el lama, atau catat gagal.",
  proof_missing: "Foto amplop atau tanda tangan belum ada. Lengkapi, atau tulis alasannya.",
};
const CHECKS: Record<string, string> = {
  receipt_scanned: "QR resi cocok",
  pin: "PIN di resi",
  ktp_seen: "KTP dilihat",
};

/** What was taken as proof, and why a part of it was not. */
interface Proof {
  pen: Signed;
  envelope: Photo;
  without: HTMLElement;
}

export function deliver(day: StoredDay, door: Standing, saved: Saved): Node[] {
  const who = receiver(day, door);
  const proof: Proof = {
    pen: signature(() => steps.look()),
    envelope: photo(t("Foto amplop tersegel"), t("Jangan memotret dokumen atau KTP."), () => taken()),
    without: reasonBox(),
  };
  const form = (): HTMLFormElement => steps.form;
  const on = (): Promise<void> => steps.on();
  const asked = partsAsked(door);
  const steps: Walk = new Walk(
    door,
    present([
      who.step(form, on),
      asked.length > 0 && proofStep(door, proof, form, () => who.checked(form())),
      lastStep(door, who, proof, { form, saved }),
    ]),
  );
  const taken = (): void => {
    steps.look();
    if (asked.every((part) => has(proof, part))) void on();
  };
  return [steps.begin()];
}

const has = ({ pen, envelope }: Proof, part: Part): boolean => (part === "photo" ? envelope.there() : pen.there());

function reasonBox(): HTMLElement {
  return h(
    "div",
    { class: "field", hidden: true },
    h("label", { for: "without" }, t("Alasan tanpa foto atau tanda tangan")),
    h("input", { id: "without", name: "without", maxlength: 200, autocomplete: "off" }),
  );
}

function proofStep(door: Standing, proof: Proof, form: () => HTMLFormElement, checked: () => Checked): Step {
  const asked = partsAsked(door);
  const missing = (): Part[] => asked.filter((part) => !has(proof, part));
  const identity = h("p", { class: "notice notice-success" });
  const without = (): void => {
    proof.without.hidden = false;
    form().dispatchEvent(new Event("input"));
    proof.without.querySelector("input")?.focus();
  };
  return {
    title: t("Bukti dari penerima"),
    enter: () => identity.replaceChildren(icon("check"), h("strong", {}, t(CHECKS[checked().check] ?? ""))),
    fields: [
      identity,
      asked.includes("signature") && proof.pen.box,
      asked.includes("photo") && proof.envelope.box,
      h(
        "button",
        { type: "button", class: "button button-quiet", click: without },
        t("Tidak bisa foto atau tanda tangan?"),
      ),
      proof.without,
    ],
    button: () =>
      missing().includes("photo") && proof.without.hidden
        ? { words: t("Foto amplop"), icon: "camera", instead: proof.envelope.take }
        : { words: t("Lanjut: serahkan"), icon: "right" },
    leave: () => {
      if (!missing().length || value(form(), "without")) return "";
      proof.without.hidden = false; // who cannot give them says why, and is never stuck at a door
      return t(SENTENCES.proof_missing);
    },
  };
}

interface Telling {
  form: () => HTMLFormElement;
  saved: Saved;
}

function lastStep(door: Standing, who: Receiver, proof: Proof, { form, saved }: Telling): Step {
  const summary = h("dl", { class: "facts card" });
  const leave = async (): Promise<string> => {
    const [picture, drawn] = await Promise.all([proof.envelope.taken(), proof.pen.drawn()]);
    const parts = partsOf(door, { photo: picture, signature: drawn });
    const data = { ...(await who.told(form())), ...parts };
    const note = Object.values(parts).includes("missing") ? value(form(), "without") : "";
    const [lack] = lacks(door, data, note);
    if (lack) return t(SENTENCES[lack]);
    const act = {
      type: "delivered" as const,
      receipt_number: door.number,
      position: here(),
      note: note || undefined,
      data,
    };
    return save(form(), act, { photo: picture, signature: drawn }, saved);
  };
  const enter = (): void => {
    const rows = facts(door, form(), who.checked(form()), proof);
    summary.replaceChildren(...rows.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]));
  };
  return {
    title: t("Serahkan amplop"),
    enter,
    fields: [
      h("p", { class: "soft" }, `${door.service} · `, h("span", { class: "number" }, grouped(door.number))),
      summary,
      h(
        "p",
        { class: "line soft" },
        icon("info"),
        h("span", {}, t("Tanpa sinyal pun tersimpan di ponsel dan dikirim sendiri nanti.")),
      ),
    ],
    button: () => ({ words: t("Sudah saya serahkan"), icon: "check" }),
    leave,
  };
}

/** What is about to be told, to be read before it is. */
function facts(door: Standing, form: HTMLFormElement, checked: Checked, proof: Proof): [string, string][] {
  const chosen = value(form, "relation");
  const relation = door.relations.find(([code]) => code === chosen)?.[1] ?? "";
  const name = (chosen === "applicant" && door.name) || value(form, "receiver");
  const words: Record<Part, string> = { photo: t("foto"), signature: t("tanda tangan") };
  const asked = partsAsked(door);
  const there = asked.filter((part) => has(proof, part)).map((part) => words[part]);
  const shown = there.join(` ${t("dan")} `) || t("tidak ada");
  const note = there.length < asked.length ? ` (${value(form, "without")})` : "";
  const away = metresTo(door);
  return present<[string, string]>([
    [t("Penerima"), `${name}, ${relation.toLowerCase()}`],
    [t("Identitas"), t(CHECKS[checked.check] ?? "")],
    door.old_ktp && [t("KTP lama"), t("sudah diterima")],
    asked.length > 0 && [t("Bukti"), shown + note],
    away && [t("Tempat"), `${away} ${t("dari alamat")}`],
  ]);
}
