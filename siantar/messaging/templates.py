"""What is said on each occasion unless an office says it otherwise, in Indonesian and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from siantar.catalogue.words import Words
from siantar.rules.occasions import ChannelKind, Occasion

FIXED = Words(  # product.md, Fraud: every message ends with it, no office can change it
    "Layanan ini GRATIS. Petugas tidak pernah meminta NIK, OTP, PIN, atau transfer melalui WhatsApp/telepon.",
    "This service is FREE. Officers never ask for NIK, OTP, PIN or a transfer by WhatsApp or telephone.",
)
SEE = Words("Lihat perjalanannya", "Follow it")
SURVEY = Words("Nilai layanan kami, satu menit", "Rate our service, one minute")
ASK_AT_COUNTER = Words("keterangannya dapat ditanyakan di loket", "please ask at the counter for the reason")
MANY = Words("{jumlah} berkas Anda: {judul}", "{jumlah} of your files: {judul}")
COMMON = frozenset({"layanan", "resi", "kantor"})


@dataclass(frozen=True, slots=True)
class Saying:
    """An occasion: its title, our words for one file, and what may stand in braces besides COMMON."""

    title: Words
    text: Words
    facts: frozenset[str] = frozenset()
    on: bool = True

    def placeholders(self) -> frozenset[str]:
        """List everything that may stand in braces."""
        return COMMON | self.facts


def _saying(title: tuple[str, str], text: tuple[str, str], *facts: str) -> Saying:
    return Saying(Words(*title), Words(*text), frozenset(facts))


SAYINGS: Mapping[Occasion, Saying] = {
    Occasion.RECEIVED: _saying(
        ("berkas diterima", "file received"),
        (
            "Berkas {layanan} Anda (resi {resi}) sudah kami terima dan segera diperiksa. {janji}",
            "We have your file for {layanan} (receipt {resi}) and will check it soon. {janji}",
        ),
        "janji",
    ),
    Occasion.INCOMPLETE: _saying(
        ("berkas belum lengkap", "file incomplete"),
        (
            "Berkas {layanan} Anda (resi {resi}) belum lengkap: {kurang}. Mohon dibawa ke loket bersama resi.",
            "Your file for {layanan} (receipt {resi}) is incomplete: {kurang}. Please bring it to the counter.",
        ),
        "kurang",
    ),
    Occasion.SENT: _saying(
        ("dikirim ke instansi", "sent to the agency"),
        (
            "Berkas {layanan} Anda (resi {resi}) sudah lengkap dan dikirim ke {instansi}.",
            "Your file for {layanan} (receipt {resi}) is complete and on its way to {instansi}.",
        ),
        "instansi",
    ),
    Occasion.HELD: _saying(
        ("menunggu di instansi", "waiting at the agency"),
        (
            "Berkas {layanan} Anda (resi {resi}) masih menunggu di {instansi}: {alasan}. Anda tidak perlu melakukan "
            "apa pun; kami kabari bila selesai.",
            "Your file for {layanan} (receipt {resi}) still waits at {instansi}: {alasan}. There is nothing "
            "you need to do; we will write when it is done.",
        ),
        "alasan",
        "instansi",
    ),
    Occasion.DELAYED: _saying(
        ("melewati janji", "later than promised"),
        (
            "Mohon maaf, berkas {layanan} Anda (resi {resi}) {terlambat} {janji} seperti yang kami janjikan. {sebab} "
            "{perkiraan} Anda tidak perlu datang; kami kabari begitu selesai.",
            "We are sorry: your file for {layanan} (receipt {resi}) {terlambat} {janji} as promised. {sebab} "
            "{perkiraan} You need not come; we will write as soon as it is done.",
        ),
        "janji",
        "sebab",
        "terlambat",
        "perkiraan",
    ),
    Occasion.RETURNED: _saying(
        ("perlu perbaikan", "needs a correction"),
        (
            "Berkas {layanan} Anda (resi {resi}) dikembalikan {instansi} dan perlu diperbaiki: {alasan}. Mohon hubungi "
            "loket.",
            "Your file for {layanan} (receipt {resi}) came back from {instansi} and needs a correction: {alasan}. "
            "Please contact the counter.",
        ),
        "instansi",
        "alasan",
    ),
    Occasion.FINISHED: _saying(
        ("dokumen sudah jadi", "document done"),
        (
            "Dokumen {layanan} Anda (resi {resi}) sudah jadi dan sedang kami siapkan.",
            "Your document for {layanan} (receipt {resi}) is done and is being prepared.",
        ),
    ),
    Occasion.ISSUED: _saying(
        ("terbit digital", "issued digitally"),
        (
            "Dokumen {layanan} Anda (resi {resi}) sudah terbit digital dan dapat dicetak sendiri di kertas HVS A4.",
            "Your document for {layanan} (receipt {resi}) was issued digitally; you can print it on plain A4 paper.",
        ),
    ),
    Occasion.TO_COLLECT: _saying(
        ("siap diambil", "ready to collect"),
        (
            "Dokumen {layanan} Anda (resi {resi}) siap diambil di loket {kantor} pada jam kerja. Bawa resi dan KTP-el "
            "lama bila ada.",
            "Your document for {layanan} (receipt {resi}) is ready at the counter of {kantor} in office hours. Bring "
            "your receipt and your old KTP-el if you have one.",
        ),
    ),
    Occasion.REMINDED: _saying(
        ("belum diambil", "not collected yet"),
        (
            "Dokumen {layanan} Anda (resi {resi}) masih menunggu di loket {kantor} dan dapat diambil pada jam kerja. "
            "Kami simpan sampai {simpan}.",
            "Your document for {layanan} (receipt {resi}) still waits at the counter of {kantor}; collect it in office "
            "hours. We keep it until {simpan}.",
        ),
        "simpan",
    ),
    Occasion.LAST_REMINDED: _saying(
        ("pengingat terakhir", "last reminder"),
        (
            "Dokumen {layanan} Anda (resi {resi}) belum diambil. Kami simpan di loket {kantor} sampai {simpan}. Bila "
            "tidak dapat datang, hubungi kami atau pilih diantar di halaman berkas.",
            "Your document for {layanan} (receipt {resi}) was not collected yet. We keep it at the counter of {kantor} "
            "until {simpan}. If you cannot come, call us or choose delivery on the page of your file.",
        ),
        "simpan",
    ),
    Occasion.TO_DELIVER: _saying(
        ("siap diantar", "ready for delivery"),
        (
            "Dokumen {layanan} Anda (resi {resi}) sudah jadi dan siap diantar. Waktu kedatangan kurir kami kabari.",
            "Your document for {layanan} (receipt {resi}) is done and ready for delivery. We will tell you when.",
        ),
    ),
    Occasion.WINDOW: _saying(
        ("jadwal antar", "delivery time"),
        (
            "Kurir kami mengantar dokumen {layanan} Anda (resi {resi}) pada {jendela}. Siapkan resi dan KTP-el lama "
            "bila ada.",
            "Our courier brings your document for {layanan} (receipt {resi}) on {jendela}. Keep your receipt and your "
            "old KTP-el at hand.",
        ),
        "jendela",
    ),
    Occasion.DEPARTED: _saying(
        ("kurir berangkat", "courier on the way"),
        (
            "Kurir kami berangkat hari ini dengan dokumen {layanan} Anda (resi {resi}). {perkiraan}",
            "Our courier set out today with your document for {layanan} (receipt {resi}). {perkiraan}",
        ),
        "perkiraan",
    ),
    Occasion.NARROWER: _saying(
        ("kurir mendekat", "courier is near"),
        (
            "Kurir kami dalam perjalanan dengan dokumen {layanan} Anda (resi {resi}), perkiraan tiba {jendela}.",
            "Our courier is on the way with your document for {layanan} (receipt {resi}), expected {jendela}.",
        ),
        "jendela",
    ),
    Occasion.CONSIGNED: _saying(
        ("dibawa jasa kirim", "with a carrier"),
        (
            "Dokumen {layanan} Anda (resi {resi}) kini dibawa {jasa} dengan nomor kiriman {kiriman}.",
            "Your document for {layanan} (receipt {resi}) is now with {jasa}, shipment number {kiriman}.",
        ),
        "jasa",
        "kiriman",
    ),
    Occasion.FAILED: _saying(
        ("antar belum berhasil", "delivery failed"),
        (
            "Dokumen {layanan} Anda (resi {resi}) belum bisa diserahkan: {alasan}. {berikut}",
            "Your document for {layanan} (receipt {resi}) could not be handed over: {alasan}. {berikut}",
        ),
        "alasan",
        "berikut",
    ),
    Occasion.DELIVERED: _saying(
        ("sudah diterima", "delivered"),
        (
            "Dokumen {layanan} Anda (resi {resi}) sudah diserahkan. Terima kasih.",
            "Your document for {layanan} (receipt {resi}) was handed over. Thank you.",
        ),
    ),
    Occasion.COLLECTED: _saying(
        ("sudah diambil", "collected"),
        (
            "Dokumen {layanan} Anda (resi {resi}) sudah diambil di loket. Terima kasih.",
            "Your document for {layanan} (receipt {resi}) was collected at the counter. Thank you.",
        ),
    ),
    Occasion.BACK: _saying(
        ("kembali ke kantor", "back at the office"),
        (
            "Dokumen {layanan} Anda (resi {resi}) kembali ke kantor, dapat diambil di loket {kantor} pada jam kerja.",
            "Your document for {layanan} (receipt {resi}) is back and can be collected at the counter of {kantor}.",
        ),
    ),
    Occasion.MISSING: _saying(
        ("sedang ditelusuri", "being traced"),
        (
            "Berkas {layanan} Anda (resi {resi}) sedang kami telusuri, paling lama 14 hari kerja. Anda tidak perlu "
            "melakukan apa pun.",
            "We are tracing your file for {layanan} (receipt {resi}), 14 working days at most. There is nothing you "
            "need to do.",
        ),
    ),
    Occasion.FOUND: _saying(
        ("sudah ditemukan", "found"),
        (
            "Berkas {layanan} Anda (resi {resi}) sudah ditemukan dan diproses kembali.",
            "Your file for {layanan} (receipt {resi}) was found and goes on.",
        ),
    ),
    Occasion.REJECTED: _saying(
        ("tidak dapat diproses", "cannot be processed"),
        (
            "Permohonan {layanan} Anda (resi {resi}) tidak dapat diproses: {alasan}. Berkas Anda dapat diambil kembali "
            "di loket.",
            "Your application for {layanan} (receipt {resi}) cannot be processed: {alasan}. You can take your papers "
            "back at the counter.",
        ),
        "alasan",
    ),
    Occasion.WITHDRAWN: _saying(
        ("surat ditarik", "letter withdrawn"),
        (
            "Surat {layanan} Anda (resi {resi}) ditarik karena ada yang salah dan tidak berlaku lagi. Bila masih di "
            "kantor, gantinya kami buat; bila sudah Anda terima, hubungi loket.",
            "Your letter {layanan} (receipt {resi}) was withdrawn because of a mistake and no longer holds. If it is "
            "still at the office, we write another; if you have it already, contact the counter.",
        ),
    ),
    Occasion.CORRECTED: _saying(
        ("data diperbaiki", "data put right"),
        (
            "Data berkas {layanan} Anda (resi {resi}) diperbaiki di loket. Resi yang baru dapat diminta di loket. Bila "
            "Anda tidak memintanya, mohon beri tahu kami.",
            "The data of your file for {layanan} (receipt {resi}) were put right at the counter. A new receipt is "
            "there for you. If you did not ask for this, please tell us.",
        ),
    ),
    Occasion.REDIRECT: _saying(
        ("permintaan mengubah antaran", "request to change the delivery"),
        (
            "Ada yang meminta, dengan resi {resi}, agar alamat, telepon, atau penerima dokumen {layanan} diubah. "
            "Itu berlaku paling cepat 24 jam sesudah kabar ini. Bila bukan Anda, hentikan di {henti} atau hubungi "
            "{kantor}.",
            "Somebody with receipt {resi} asks to change the address, telephone or receiver of your document for "
            "{layanan}. It holds 24 hours after this message at the earliest. If it was not you, stop it at {henti} or "
            "call {kantor}.",
        ),
        "henti",
    ),
}

CHANNELS: Mapping[ChannelKind, Words] = {
    ChannelKind.WHATSAPP: Words("WhatsApp", "WhatsApp"),
    ChannelKind.SMS: Words("SMS", "SMS"),
    ChannelKind.EMAIL: Words("Surel", "E-mail"),
    ChannelKind.TELEGRAM: Words("Telegram", "Telegram"),
    ChannelKind.WEBPUSH: Words("Pemberitahuan di peramban", "Browser notification"),
    ChannelKind.PAPER: Words("Tanpa pesan", "No messages"),
}
CONSENT = Words(
    "Saya setuju {kantor} mengirim kabar tentang berkas ini melalui {saluran} ke alamat yang saya sebutkan. "
    "Persetujuan ini terpisah dari layanannya, dan dapat saya cabut kapan saja di loket tanpa memengaruhi layanan.",
    "I agree that {kantor} sends news about this file by {saluran} to the address I named. This consent is separate "
    "from the service, and I can withdraw it at the counter at any time without effect on the service.",
)


def consent(office: str, channel: ChannelKind, language: str) -> str:
    """The words a resident agrees to."""
    return CONSENT.in_language(language).format(kantor=office, saluran=CHANNELS[channel].in_language(language))
