"""Sentences residents read, in Indonesian and English: kept with the catalogue because offices own their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from siantar.rules.reasons import OTHER
from siantar.rules.vocabulary import ATTEMPTS, FailureReason, HoldReason, Relation, Stage
from siantar.rules.way import Course, Finish

USUAL = Course()


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    id: str
    en: str

    def in_language(self, language: str) -> str:
        """The English sentence for English, else the Indonesian one."""
        return self.en if language.startswith("en") else self.id


def choices(sentences: Mapping[Any, Words], language: str) -> tuple[tuple[str, str], ...]:
    """Code and sentence of each, for a form."""
    return tuple((str(code), sentence.in_language(language)) for code, sentence in sentences.items())


STAGES: dict[Stage, tuple[Words, Words]] = {
    Stage.RECEIVED: (
        Words("Berkas diterima", "File received"),
        Words(
            "Berkas Anda sudah kami terima dan akan segera diperiksa. Anda tidak perlu melakukan apa pun.",
            "We have your file and will check it soon. There is nothing you need to do.",
        ),
    ),
    Stage.INCOMPLETE: (
        Words("Berkas belum lengkap", "File incomplete"),
        Words(
            "Mohon bawa dokumen yang belum lengkap ke loket kecamatan bersama resi ini.",
            "Please bring the missing documents to the counter together with this receipt.",
        ),
    ),
    Stage.CHECKING: (
        Words("Sedang diperiksa", "Being checked"),
        Words("Petugas sedang memeriksa berkas Anda.", "An officer is checking your file."),
    ),
    Stage.AWAITING_SIGNATURE: (
        Words("Menunggu tanda tangan", "Awaiting signature"),
        Words("Surat Anda menunggu tanda tangan Camat.", "Your letter awaits the Camat's signature."),
    ),
    Stage.SENT_TO_AGENCY: (
        Words("Dikirim ke {instansi}", "Sent to {instansi}"),
        Words("Berkas Anda dalam perjalanan ke {instansi}.", "Your file is on its way to {instansi}."),
    ),
    Stage.AT_AGENCY: (
        Words("Diproses {instansi}", "At {instansi}"),
        Words("Berkas Anda sedang diproses {instansi}.", "Your file is being worked on at {instansi}."),
    ),
    Stage.RETURNED_FOR_CORRECTION: (
        Words("Dikembalikan, perlu perbaikan", "Returned for correction"),
        Words(
            "Berkas perlu diperbaiki. Petugas akan menghubungi Anda bila ada yang perlu dibawa.",
            "The file needs a correction. An officer will contact you if something is needed from you.",
        ),
    ),
    Stage.FINISHED: (
        Words("Selesai, diterima kembali di kecamatan", "Finished, back at the office"),
        Words("Dokumen Anda sudah jadi dan sedang kami siapkan.", "Your document is done and is being prepared."),
    ),
    Stage.ISSUED_DIGITALLY: (
        Words("Terbit digital: cetak sendiri di HVS A4 80 g", "Issued digitally: print it on plain A4 paper"),
        Words(
            "Dokumen terbit secara digital. Silakan cetak sendiri di kertas HVS A4 80 gram.",
            "The document was issued digitally. Please print it yourself on plain A4 paper.",
        ),
    ),
    Stage.READY_FOR_PICKUP: (
        Words("Siap diambil di loket", "Ready to collect at the counter"),
        Words(
            "Silakan ambil di loket pada jam kerja. Bawa resi ini dan KTP-el lama bila ada.",
            "Please collect it at the counter in office hours. Bring this receipt and your old KTP-el if you have one.",
        ),
    ),
    Stage.READY_FOR_DELIVERY: (
        Words("Siap diantar", "Ready for delivery"),
        Words(
            "Kurir kami akan mengantar dokumen Anda. Siapkan resi ini dan KTP-el lama bila ada.",
            "Our courier will bring your document. Keep this receipt and your old KTP-el at hand.",
        ),
    ),
    Stage.OUT_FOR_DELIVERY: (
        Words("Dalam pengantaran", "Out for delivery"),
        Words(
            "Kurir kami sedang dalam perjalanan. Siapkan resi ini dan KTP-el lama bila ada.",
            "Our courier is on the way. Keep this receipt and your old KTP-el at hand.",
        ),
    ),
    Stage.DELIVERY_FAILED: (
        Words("Antar gagal", "Delivery failed"),
        Words(
            "Dokumen belum bisa diserahkan. Kami coba sekali lagi; setelah itu dapat diambil di loket.",
            "The document could not be handed over. We try once more; after that you can collect it at the counter.",
        ),
    ),
    Stage.DELIVERED: (
        Words("Sudah diterima", "Delivered"),
        Words("Dokumen sudah diterima. Terima kasih.", "The document was handed over. Thank you."),
    ),
    Stage.COLLECTED: (
        Words("Sudah diambil", "Collected"),
        Words("Dokumen sudah diambil di loket. Terima kasih.", "The document was collected. Thank you."),
    ),
    Stage.BACK_AT_OFFICE: (
        Words("Kembali ke kantor, silakan ambil", "Back at the office, please collect"),
        Words(
            "Dokumen kembali ke kantor. Silakan ambil di loket pada jam kerja dengan membawa resi ini.",
            "The document is back at the office. Please collect it in office hours with this receipt.",
        ),
    ),
    Stage.UNDER_INVESTIGATION: (
        Words("Sedang ditelusuri", "Under investigation"),
        Words(
            "Berkas sedang kami telusuri, paling lama 14 hari kerja. Anda tidak perlu melakukan apa pun.",
            "We are tracing the file, 14 working days at most. There is nothing you need to do.",
        ),
    ),
    Stage.REJECTED: (
        Words("Ditolak", "Rejected"),
        Words(
            "Permohonan tidak dapat diproses. Berkas Anda dapat diambil kembali di loket.",
            "The application cannot be processed. You can take your papers back at the counter.",
        ),
    ),
    Stage.CANCELLED: (
        Words("Dibatalkan pemohon", "Cancelled by the applicant"),
        Words(
            "Permohonan dibatalkan. Berkas Anda dapat diambil kembali di loket.",
            "The application was cancelled. You can take your papers back at the counter.",
        ),
    ),
}

# Where a file went another way than most, its stage is called after that.
_FINISHED: dict[Finish, Words] = {
    Finish.SIGNED: Words("Selesai, sudah ditandatangani", "Finished, signed"),
    Finish.HERE: Words("Selesai di kecamatan", "Finished at the office"),
}
_LAST_ATTEMPT = Words(
    "Dokumen belum bisa diserahkan dan dibawa kembali ke kantor. Setelah itu dapat diambil di loket.",
    "The document could not be handed over and goes back to the office. After that you can collect it at the counter.",
)
_BY_CARRIER: Mapping[Stage, Words] = {
    Stage.OUT_FOR_DELIVERY: Words(
        "{jasa} membawa dokumen Anda. Nomor kirimannya ada di bawah.",
        "{jasa} has your document. Its number there is below.",
    ),
    Stage.DELIVERY_FAILED: Words(
        "{jasa} belum berhasil menyerahkan dokumen Anda dan mencoba lagi atau mengembalikannya ke kantor.",
        "{jasa} could not hand over your document; it tries again or returns it to the office.",
    ),
}
REGISTRY = Words("Disdukcapil", "the civil registry")
_REGISTRY_NAMES = ("disdukcapil", "dinas kependudukan", "dukcapil", "dindukcapil")

FAILURES: dict[FailureReason, Words] = {
    FailureReason.ADDRESS_INCOMPLETE: Words("Alamat tidak lengkap", "Address incomplete"),
    FailureReason.ADDRESS_WRONG: Words("Alamat salah", "Wrong address"),
    FailureReason.HOUSE_EMPTY: Words("Rumah kosong", "Nobody at home"),
    FailureReason.RECEIVER_ABSENT: Words("Penerima tidak di tempat", "Receiver away"),
    FailureReason.RECEIVER_NOT_ENTITLED: Words("Penerima tidak berhak", "Receiver not entitled"),
    FailureReason.MOVED: Words("Pindah", "Moved away"),
    FailureReason.REFUSED: Words("Menolak", "Refused"),
    FailureReason.UNREACHABLE: Words("Tidak dapat dihubungi", "Could not be reached"),
    FailureReason.OLD_KTP_NOT_GIVEN: Words("KTP lama tidak diserahkan", "Old KTP not handed over"),
    FailureReason.WEATHER: Words("Cuaca/banjir", "Weather or flood"),
    FailureReason.OTHER: Words("Lain", "Other"),
}
HOLDS: dict[HoldReason, Words] = {
    HoldReason.DATA_CENTRE: Words("Menunggu di pusat data", "Waiting at the data centre"),
    HoldReason.OUT_OF_BLANKS: Words("Blangko habis", "Out of blank cards"),
    HoldReason.NETWORK_DOWN: Words("Jaringan gangguan", "Network down"),
    HoldReason.OTHER: Words("Alasan lain", "Other reason"),
}
RELATIONS: dict[Relation, Words] = {
    Relation.APPLICANT: Words("Pemohon sendiri", "The applicant"),
    Relation.SAME_KK: Words("Anggota KK yang sama", "Member of the same family card"),
    Relation.AUTHORISED: Words("Pembawa surat kuasa", "Holder of a letter of authority"),
    Relation.RT: Words("Ketua RT", "Head of the RT"),
    Relation.NEIGHBOUR: Words("Tetangga", "Neighbour"),
    Relation.KELURAHAN: Words("Kelurahan", "Kelurahan office"),
}


def agency(name: str, language: str = "id") -> str:
    """An agency as residents call it: the civil registry by its short name, any other by its own."""
    registry = not name or name.casefold().startswith(_REGISTRY_NAMES)
    return REGISTRY.in_language(language) if registry else name


def label(stage: Stage, language: str = "id", *, way: Course = USUAL) -> str:
    """The label of a stage as residents read it, after the way the file went."""
    words = _FINISHED.get(way.finish) if stage is Stage.FINISHED else None
    return _worded(words or STAGES[stage][0], language, way)


def next_step(stage: Stage, language: str = "id", *, way: Course = USUAL) -> str:
    """What happens next and what the resident should do."""
    if way.carrier and stage in _BY_CARRIER:
        return _BY_CARRIER[stage].in_language(language).replace("{jasa}", way.carrier)
    last = stage is Stage.DELIVERY_FAILED and way.attempts >= ATTEMPTS
    return _worded(_LAST_ATTEMPT if last else STAGES[stage][1], language, way)


def _worded(words: Words, language: str, way: Course) -> str:
    return words.in_language(language).replace("{instansi}", agency(way.agency, language))


def reason(code: str, language: str = "id", *, other: str = "") -> str:
    """Word a reason code, with the words told beside "other"; return a reason in free words as it is."""
    for table in (FAILURES, HOLDS):
        for listed, words in table.items():
            if listed == code:
                text = words.in_language(language)
                return f"{text}: {other}" if other and code == OTHER else text
    return code
