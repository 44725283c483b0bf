"""An old book in words: its columns, what may be wrong with a cell, why a row is left out."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.utility import xl_col_to_name

from siantar.faces.frame.given_table import CELL_FAULTS
from siantar.legacy.sifting import SkippedRow, SkipReason
from siantar.rules.old_register import CellTrouble, OldColumn, OldFault
from siantar.rules.pasted_table import CellFault

COLUMNS: Mapping[OldColumn, Promise] = {
    OldColumn.NUMBER: gettext_lazy("Nomor di buku"),
    OldColumn.HANDED_IN: gettext_lazy("Tanggal masuk"),
    OldColumn.NAME: gettext_lazy("Nama pemohon"),
    OldColumn.NIK: gettext_lazy("NIK pemohon"),
    OldColumn.PHONE: gettext_lazy("Telepon pemohon"),
    OldColumn.ADDRESS: gettext_lazy("Alamat pemohon"),
    OldColumn.VILLAGE: gettext_lazy("Kelurahan"),
    OldColumn.SERVICE: gettext_lazy("Layanan"),
    OldColumn.STATE: gettext_lazy("Keadaan"),
    OldColumn.FINISHED: gettext_lazy("Tanggal selesai"),
    OldColumn.REMARKS: gettext_lazy("Keterangan"),
}
FAULTS: Mapping[OldFault, Promise] = {
    OldFault.MISSING: gettext_lazy("belum diisi. Sel gabungan di Excel perlu dipisah dulu."),
    OldFault.TOO_LONG: gettext_lazy("terlalu panjang. Ringkaskan."),
    OldFault.NOT_A_DAY: gettext_lazy("bukan tanggal. Tulis hari/bulan/tahun, misalnya 22/03/2018."),
    OldFault.NOT_YET: gettext_lazy("belum terjadi. Periksa tahunnya."),
    OldFault.LONG_AGO: gettext_lazy("terlalu lama berlalu. Periksa tahunnya."),
    OldFault.BEFORE_HANDED_IN: gettext_lazy("sebelum tanggal masuk. Periksa keduanya."),
    OldFault.LOST_ZERO: gettext_lazy("kehilangan angka 0 di depan. Tambahkan, atau centang Kembalikan angka 0."),
    **{OldFault(fault): CELL_FAULTS[fault] for fault in CellFault},
}


def fault_in_words(trouble: CellTrouble) -> str:
    """Where it is, what stands there, what to do."""
    words = _("Baris %(row)s, kolom %(letter)s (%(column)s): %(cell)s %(fault)s")
    values = {
        "row": trouble.row,
        "letter": xl_col_to_name(trouble.place),
        "column": COLUMNS[trouble.column],
        "cell": f"“{trouble.cell}”" if trouble.cell else "",
        "fault": FAULTS[trouble.fault],
    }
    return " ".join((words % values).split())


def left_out_in_words(line: SkippedRow) -> str:
    """Which row, and why it is not taken."""
    match line.why:
        case SkipReason.TWICE:
            words = _("Baris %(row)s sama dengan baris %(other)s.")
        case SkipReason.IMPORTED:
            words = _("Baris %(row)s sudah dimasukkan dari %(other)s.")
        case SkipReason.FILE:
            words = _("Baris %(row)s sudah ada di Siantar sebagai berkas %(other)s.")
        case SkipReason.OVER:
            words = _("Baris %(row)s sudah lewat masa simpannya.")
    return words % {"row": line.row.row, "other": line.other}
