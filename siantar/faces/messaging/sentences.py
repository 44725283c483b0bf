"""The sentences of this door: why a message did not go out, what is wrong with a wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.messaging.templates import CHANNELS, SAYINGS
from siantar.rules.message_safety import FlawedWords, WordingFlaw
from siantar.rules.occasions import ChannelKind, Occasion

PROBLEMS: Mapping[str, Promise] = {
    "unreachable": gettext_lazy("Penyedia tidak dapat dihubungi. Kami coba lagi; periksa alamatnya bila berlanjut."),
    "answered": gettext_lazy("Penyedia menolak. Jawabannya:"),
    "settings": gettext_lazy("Pengaturan saluran belum benar. Periksa isian:"),
    "not_set_up": gettext_lazy("Salurannya belum disiapkan, jadi pesan ini menunggu petugas."),
    "fault": gettext_lazy("Kesalahan di pihak kami. Laporkan kepada administrator:"),
    "taken": gettext_lazy("Pesan uji diterima penyedia. Nomornya:"),
    "withdrawn": gettext_lazy("Persetujuannya dicabut."),
    "overtaken": gettext_lazy("Sudah ada kabar yang lebih baru."),
    "corrected": gettext_lazy("Catatannya dikoreksi sebelum dikabarkan."),
    "expired": gettext_lazy("Sudah tidak perlu dikabarkan."),
    "went_on": gettext_lazy("Tidak sampai, dilanjutkan lewat saluran berikutnya. Jawaban penyedia:"),
    "failed": gettext_lazy("Penyedia tidak berhasil menyampaikannya. Jawabannya:"),
}
STATES: Mapping[str, Promise] = {
    "waiting": gettext_lazy("Menunggu dikirim"),
    "sending": gettext_lazy("Sedang dikirim"),
    "sent": gettext_lazy("Terkirim"),
    "delivered": gettext_lazy("Sampai di telepon"),
    "read": gettext_lazy("Dibaca"),
    "by_hand": gettext_lazy("Menunggu petugas"),
    "dead": gettext_lazy("Tidak sampai"),
    "dropped": gettext_lazy("Tidak jadi dikirim"),
}
FLAWS: Mapping[WordingFlaw, Promise] = {
    WordingFlaw.EMPTY: gettext_lazy(
        "Kalimatnya kosong. Tuliskan kabarnya, atau hapus semua untuk memakai kalimat bawaan."
    ),
    WordingFlaw.TOO_LONG: gettext_lazy("Kalimatnya terlalu panjang. Paling banyak 500 huruf."),
    WordingFlaw.BRACES: gettext_lazy("Ada kurung kurawal yang tidak lengkap. Tulis seperti {layanan}."),
    WordingFlaw.PLACEHOLDER: gettext_lazy("Isian ini tidak dikenal di sini:"),
    WordingFlaw.LINK: gettext_lazy("Hanya tautan ke alamat resmi kantor yang boleh dikirim. Hapus:"),
    WordingFlaw.NUMBER: gettext_lazy("Jangan menulis deret angka panjang (NIK, nomor telepon, rekening). Hapus:"),
    WordingFlaw.ASKS: gettext_lazy("Pesan kantor tidak pernah menyebut atau meminta data seperti ini. Hapus:"),
}
ANSWERS: Mapping[str, Promise] = {
    "mark": gettext_lazy("Tercatat: sudah disampaikan oleh Anda."),
    "again": gettext_lazy("Pesan dikirim ulang."),
    "done": gettext_lazy("Selesai, dan tercatat atas nama Anda."),
}


def problem(stored: str) -> str:
    """Say why a message did not go out, and what the provider answered."""
    code, _space, detail = stored.partition(" ")
    sentence = PROBLEMS.get(code)
    if sentence is None:
        return stored
    text = str(sentence)
    return f"{text} {detail}".strip() if detail and text.endswith(":") else text.removesuffix(":")


def flaw(flawed: FlawedWords) -> str:
    """Say what is wrong with a wording."""
    text = str(FLAWS[flawed.flaw])
    return f"{text} {flawed.words}" if flawed.words else text


def occasion(code: str, language: str) -> str:
    """The name of an occasion."""
    title = SAYINGS[Occasion(code)].title.in_language(language)
    return title[:1].upper() + title[1:]


def channel(code: str, language: str) -> str:
    """The name of a channel."""
    return CHANNELS[ChannelKind(code)].in_language(language)


def names(codes: Iterable[str]) -> str:
    """Placeholders as an officer types them."""
    return ", ".join(f"{{{code}}}" for code in sorted(codes))


def status(*, on: bool, missing: int, passed: bool | None) -> str:
    """How a channel stands."""
    if missing:
        return _("Belum disiapkan")
    if not on:
        return _("Mati")
    if passed is None:
        return _("Hidup, belum diuji")
    return _("Hidup") if passed else _("Hidup, uji terakhir gagal")
