"""A table an office gives us: pasted, or a file (Excel, CSV); what a file held is text from then on, to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.faces.frame.staff_access import StaffRequest
from siantar.paper import workbook_reading
from siantar.paper.workbook_reading import TableTrouble, UnreadableTable, UploadedTable
from siantar.rules.pasted_table import CellFault

TROUBLES: Mapping[TableTrouble, Promise] = {
    TableTrouble.TOO_LARGE: _("Daftarnya terlalu besar. Bagi menjadi beberapa daftar."),
    TableTrouble.TOO_MANY_ROWS: _("Barisnya terlalu banyak. Bagi menjadi beberapa daftar."),
    TableTrouble.TOO_WIDE: _("Kolomnya terlalu banyak. Hapus kolom yang tidak diperlukan, lalu coba lagi."),
    TableTrouble.OLD_OR_LOCKED: _(
        "Berkas Excel lama (.xls) atau berkata sandi. Simpan sebagai .xlsx tanpa kata sandi."
    ),
    TableTrouble.NOT_A_TABLE: _("Berkas ini tidak terbaca sebagai tabel. Di Excel, simpan sebagai .xlsx atau CSV."),
    TableTrouble.EMPTY: _("Buku kerja ini kosong. Pilih berkas yang berisi daftarnya."),
}
CELL_FAULTS: Mapping[CellFault, Promise] = {
    CellFault.ROUNDED: _("sudah dibulatkan Excel, angkanya hilang. Format selnya sebagai Teks, lalu ketik lagi."),
    CellFault.BROKEN_FORMULA: _("rumus yang rusak. Tulis isinya."),
    CellFault.FORMULA: _("rumus tanpa hasil. Buka di Excel, simpan lagi, atau tulis isinya."),
}


@dataclass(frozen=True, slots=True)
class GivenTable:
    """The table as text; `trouble` says in words why it cannot be read, `sheet` and `others` what a workbook holds."""

    text: str
    trouble: Promise | str = ""
    sheet: str = ""
    others: tuple[str, ...] = ()

    @property
    def in_a_field(self) -> str:
        """The text for a field of several lines, whose first line break browsers drop."""
        return f"\n{self.text}"


def table_of(request: StaffRequest, field: str, longest: int) -> GivenTable:
    """The file that was chosen, else what stands in the field; at most `longest` characters."""
    typed, upload = request.POST.get(field, ""), request.FILES.get("file")
    if upload is None:
        return _bounded(GivenTable(typed), longest)
    try:
        table = _uploaded(upload, request.POST.get("sheet", ""))
    except UnreadableTable as problem:
        return GivenTable(typed, TROUBLES[problem.trouble])
    return _bounded(GivenTable(table.text, "", table.sheet, table.others), longest)


def _uploaded(upload: UploadedFile[bytes], sheet: str) -> UploadedTable:
    if (upload.size or 0) > workbook_reading.LARGEST:
        raise UnreadableTable(TableTrouble.TOO_LARGE)
    return workbook_reading.read(upload.read(), sheet)


def _bounded(table: GivenTable, longest: int) -> GivenTable:
    return table if len(table.text) <= longest else GivenTable("", TROUBLES[TableTrouble.TOO_LARGE])
