"""The sentences of this door: why a message did not go out, what is wrong with a wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.messaging.office_settings import SetUp
from siantar.messaging.templates import CHANNELS, SAYINGS
from siantar.rules.message_safety import FlawedWords, WordingFlaw
from siantar.rules.occasions import ChannelKind, Occasion

PROBLEMS: Mapping[str, Promise] = {
    "unreachable": gettext_lazy("Penyedia tidak dapat dihubungi. Kami coba lagi; periksa alamatnya bila berlanjut."),
    "answered": gettext_lazy("Penyedia menolak. Jawabannya:"),
    "settings": gettext_lazy("Pengaturan saluran belum benar. Periksa isian:"),
    "settings inside": gettext_lazy(
        "Alamat itu berada di dalam jaringan kantor. Operator mengizinkannya dengan SIANTAR_OUTBOUND_ALLOW."
    ),
    "not_set_up": gettext_lazy("Salurannya belum disiapkan, jadi pesan ini menunggu petugas."),
    "stopped": gettext_lazy("Salurannya berhenti, jadi pesan ini menunggu. Jawaban penyedia:"),
    "gone": gettext_lazy("Langganan peramban ini sudah berakhir."),
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


# What the office can do about the provider's refusal, by the code it answered (channels/whatsapp/errors.py).
TOKEN = gettext_lazy("Kunci aksesnya tidak berlaku atau kurang haknya. Buat yang baru di tempat penyedia, lalu isikan.")
MONEY = gettext_lazy("Pembayaran atau saldonya bermasalah. Selesaikan di tempat penyedia.")
BLOCKED = gettext_lazy("Akun kantor dibatasi atau dikunci. Buka pemberitahuan penyedia dan ikuti langkahnya.")
NUMBER = gettext_lazy("Nomor kantor belum siap: pendaftaran atau nama tampilannya. Selesaikan di tempat penyedia.")
TEMPLATE = gettext_lazy("Template pesannya ditolak, dihentikan, atau tidak cocok. Periksa nama dan isiannya.")
SETTINGS = gettext_lazy("Isian saluran ini belum benar. Periksa pengaturannya.")
ACCOUNT = gettext_lazy("Penyedia menolak akun kantor. Periksa akun, saldo, dan kuncinya di tempat penyedia.")
_REMEDIES: Mapping[Promise, Iterable[int]] = {
    TOKEN: (0, 3, 10, 190, *range(200, 300), 401, 530, 534, 535, 538, 131005),
    MONEY: (402, 131042, 134011),
    BLOCKED: (368, 130497, 131031),
    NUMBER: (33, 100, 131030, 131037, 131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015),
    TEMPLATE: (131008, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069),
}
_REMEDY = {str(code): sentence for sentence, codes in _REMEDIES.items() for code in codes}


ADVICE = gettext_lazy(
    "Tanda berhasil belum diisi: bila penyedia menjawab 200 walau gagal, pesan bisa hilang tanpa diketahui. "
    "Isi menurut jawaban pesan uji."
)


def remedy(stopped_by: str) -> str:
    """What the office does about a channel that stopped: the last code the provider gave says it best."""
    head, *codes = stopped_by.split() or [""]
    if head == "settings":
        return str(SETTINGS)
    return str(next((_REMEDY[code] for code in reversed(codes) if code in _REMEDY), ACCOUNT))


def problem(stored: str) -> str:
    """Say why a message did not go out, and what the provider answered."""
    code, _space, detail = stored.partition(" ")
    if stored in PROBLEMS:
        return str(PROBLEMS[stored]).removesuffix(":")
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


def status(channel: SetUp) -> str:
    """How a channel stands."""
    if channel.missing:
        return _("Belum disiapkan")
    if not channel.on:
        return _("Mati")
    if channel.stopped_at is not None:
        return _("Berhenti: penyedia menolak akun kantor")
    if channel.test_passed is None:
        return _("Hidup, belum diuji")
    return _("Hidup") if channel.test_passed else _("Hidup, uji terakhir gagal")
