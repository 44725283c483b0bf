"""The sentences about outside carriers: what is wrong with a number, a row, a report."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.catalogue import words
from siantar.delivery.shipment_reports import UNKNOWN, ReportedLine
from siantar.faces.frame import texts
from siantar.rules.carrier_report import MOST_ROWS, ReportFault, RowFault, ShipmentStatus, key_of
from siantar.rules.vocabulary import Code, FailureReason, Relation

PARCEL_FAULTS: Mapping[str, Promise] = {
    "shipment_empty": gettext_lazy("Nomor kirimannya belum diisi."),
    "shipment_ours": gettext_lazy("Itu nomor Siantar. Pindai barcode dari jasa kirim."),
    "shipment_shape": gettext_lazy("Nomor pos S10 terdiri dari 2 huruf, 9 angka, 2 huruf, misalnya EE123456785ID."),
    "shipment_check_digit": gettext_lazy("Angka pemeriksanya tidak cocok: ada angka yang salah. Pindai lagi."),
    "shipment_length": gettext_lazy("Nomor kiriman 5 sampai 35 tanda."),
    "shipment_signs": gettext_lazy("Nomor kiriman hanya huruf, angka, titik, garis miring, dan garis hubung."),
    "shipment_taken": gettext_lazy("Nomor kiriman ini sudah dipakai untuk dokumen lain."),
    "parcel_listed": gettext_lazy("Dokumen ini sudah ada di sebuah kiriman yang belum diserahkan."),
    "too_many_parcels": gettext_lazy("Satu kiriman paling banyak 500 dokumen. Mulai kiriman berikutnya."),
    "two_columns": gettext_lazy("Setiap baris berisi nomor resi, lalu nomor kiriman."),
    Code.WRONG_STAGE: gettext_lazy("Dokumen ini belum siap diantar, atau sudah keluar."),
}
REPORT_FAULTS: Mapping[ReportFault, Promise] = {
    ReportFault.NO_HEADINGS: gettext_lazy("Baris pertama harus judul kolom: Nomor kiriman, Status, Waktu."),
    ReportFault.EMPTY: gettext_lazy("Tabelnya kosong. Pilih berkasnya, atau tempel barisnya."),
    ReportFault.TOO_MANY: gettext_lazy("Barisnya terlalu banyak. Bagi menjadi beberapa berkas."),
    ReportFault.NUMBER: gettext_lazy("nomor kiriman salah"),
    ReportFault.STATUS: gettext_lazy("status tidak dikenal; tulis diterima, gagal, atau kembali"),
    ReportFault.TIME: gettext_lazy("waktu tidak terbaca; tulis seperti 27/11/2026 14.30"),
    ReportFault.RECEIVER: gettext_lazy("nama penerima belum diisi"),
    ReportFault.RELATION: gettext_lazy("hubungan penerima tidak dikenal; tulis misalnya pemohon, keluarga, tetangga"),
    ReportFault.REASON: gettext_lazy("alasan gagal tidak dikenal; tulis misalnya rumah kosong, alamat salah"),
    ReportFault.TOO_LONG: gettext_lazy("terlalu panjang"),
}
STATUSES: Mapping[ShipmentStatus, Promise] = {
    ShipmentStatus.DELIVERED: gettext_lazy("Diterima"),
    ShipmentStatus.FAILED: gettext_lazy("Gagal"),
    ShipmentStatus.RETURNED: gettext_lazy("Kembali di kantor"),
}
_RELATIONS = {
    Relation.APPLICANT: ("pemohon", "penerima langsung", "yang bersangkutan", "ybs", "sendiri"),
    Relation.SAME_KK: ("keluarga", "keluarga serumah", "satu kk", "anggota kk"),
    Relation.AUTHORISED: ("kuasa", "penerima kuasa"),
    Relation.RT: ("rt",),
    Relation.NEIGHBOUR: ("tetangga",),
    Relation.KELURAHAN: ("kantor kelurahan",),
}


def relations() -> dict[str, Relation]:
    """Every way in which a table may name the receiver's relation."""
    named = {relation: (relation, text.id, text.en) for relation, text in words.RELATIONS.items()}
    return {key_of(name): relation for relation, names in named.items() for name in (*names, *_RELATIONS[relation])}


def reasons() -> dict[str, FailureReason]:
    """Every way in which a table may name why an attempt failed."""
    return {key_of(name): code for code, text in words.FAILURES.items() for name in (code, text.id, text.en)}


def parcel_fault(code: str, number: str) -> str:
    """Why a document cannot go along, with its number."""
    sentence = PARCEL_FAULTS.get(code) or texts.refusal(code)
    return f"{number[:40]}: {sentence}" if number else str(sentence)


def row_fault(fault: RowFault) -> str:
    """What is wrong with a row of a report."""
    sentence = str(REPORT_FAULTS[fault.fault])
    if not fault.row:
        return sentence if fault.fault is not ReportFault.TOO_MANY else f"{sentence} ({MOST_ROWS})"
    where = _("Baris %(row)s") % {"row": fault.row}
    return f"{where}: {sentence}" + (f" ({fault.cell})" if fault.cell else "") + "."


def line_fault(line: ReportedLine) -> str:
    """Why a readable row cannot be recorded."""
    where = _("Baris %(row)s") % {"row": line.line.row}
    if line.code == UNKNOWN:
        sentence = _("%(number)s bukan kiriman kantor ini lewat jasa kirim ini.")
        return f"{where}: " + sentence % {"number": line.line.number}
    return f"{where}: {line.line.number}: {texts.refusal(line.code)}"
