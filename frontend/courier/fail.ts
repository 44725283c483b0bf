/** At the door: record why nothing could be handed over. */
import { h } from "../shared/dom.ts";
import { choiceField, type Saved, save, value } from "./door_form.ts";
import { icon } from "./icons.ts";
import { here } from "./position.ts";
import { photo } from "./signature.ts";
import type { Standing, StoredDay } from "./standing.ts";
import { Walk } from "./walk.ts";
import { t } from "./words.ts";

export function fail(day: StoredDay, door: Standing, saved: Saved): Node[] {
  const picture = photo(t("Foto pintu bila membantu"), t("Jangan memotret orang atau dokumen."));
  const last = door.attempts + 1 >= day.attempts;
  const later = last
    ? t("Ini percobaan terakhir. Dokumen dapat diambil di kantor.")
    : t("Dicoba lagi pada hari kerja berikutnya.");
  const leave = async (): Promise<string> => {
    const reason = value(form, "reason");
    if (!reason) return t("Pilih alasan.");
    const note = value(form, "note");
    const type = "delivery_failed" as const;
    const act = { type, receipt_number: door.number, position: here(), reason, note, data: {} };
    return save(form, act, { photo: await picture.taken() }, saved);
  };
  const steps = new Walk(
    door,
    [
      {
        title: t("Mengapa belum diserahkan?"),
        fields: [
          choiceField(t("Alasan"), "reason", day.failures, ""),
          h(
            "div",
            { class: "field" },
            h("label", { for: "note" }, t("Catatan")),
            h("input", { id: "note", name: "note", maxlength: 500 }),
          ),
          picture.box,
          h("p", { class: "notice notice-info" }, later),
          door.phone && message(door, later),
        ],
        button: () => ({ words: t("Catat antar gagal"), icon: "failed" }),
        leave,
      },
    ],
    "danger",
  );
  const { form } = steps;
  return [steps.begin()];
}

/** A message to the resident in the phone's own WhatsApp, with the office's warning against fraud. */
function message(door: Standing, later: string): HTMLElement {
  const text = [
    t("Selamat siang, kami kurir kecamatan. Dokumen Anda belum dapat diserahkan hari ini:"),
    later,
    t("Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon."),
  ].join(" ");
  const href = `https://wa.me/${door.phone.replace(/\D/g, "")}?text=${encodeURIComponent(text)}`;
  return h("a", { class: "button", href, rel: "noopener" }, icon("message"), t("Beri tahu pemohon lewat WhatsApp"));
}
