"""Which column of an old book is which, guessed from its headings; whoever imports it may say otherwise. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from siantar.rules import identity
from siantar.rules.old_register import ColumnChoice, OldColumn

LAST_HEADING = 20  # rows: titles, dates and blank rows stand above the headings
_ABOVE = 2  # rows above the headings in which a cell that was merged downwards has its words
WORDS: Mapping[OldColumn, tuple[str, ...]] = {
    OldColumn.NUMBER: (
        "no", "nomor", "no urut", "nomor urut", "no register", "nomor register", "no reg", "no agenda", "no berkas",
        "nomor berkas", "nomor di buku",
    ),
    OldColumn.HANDED_IN: (
        "tanggal", "tgl", "tanggal masuk", "tgl masuk", "tanggal terima", "tgl terima", "tanggal diterima",
        "tgl diterima", "tanggal pengajuan", "tgl pengajuan", "tanggal permohonan", "tanggal daftar", "diterima",
        "masuk",
    ),
    OldColumn.NAME: ("nama", "nama pemohon", "nama lengkap", "pemohon", "nama warga"),
    OldColumn.NIK: ("nik", "no nik", "no ktp", "nomor ktp", "nomor induk kependudukan"),
    OldColumn.PHONE: (
        "telepon", "telp", "hp", "no hp", "nomor hp", "no telp", "no telepon", "nomor telepon", "wa", "no wa",
        "whatsapp", "kontak",
    ),
    OldColumn.ADDRESS: ("alamat", "alamat lengkap", "alamat rumah"),
    OldColumn.VILLAGE: ("kelurahan", "desa", "kel", "kelurahan desa", "desa kelurahan"),
    OldColumn.SERVICE: (
        "layanan", "jenis layanan", "jenis pelayanan", "jenis permohonan", "jenis berkas", "jenis surat", "jenis",
        "keperluan", "permohonan",
    ),
    OldColumn.STATE: ("status", "keadaan", "posisi"),
    OldColumn.FINISHED: (
        "tanggal selesai", "tgl selesai", "selesai", "tanggal ambil", "tgl ambil", "tanggal diambil", "tgl diambil",
        "tanggal pengambilan", "tanggal penyerahan", "diserahkan", "diambil",
    ),
    OldColumn.REMARKS: ("keterangan", "ket", "catatan"),
}  # fmt: skip


def guess(table: Sequence[Sequence[str]]) -> ColumnChoice:
    """The row among the first that names most of our columns, and where they stand in it; else the first full one."""
    best, most = 0, 1
    for number in range(1, min(LAST_HEADING, len(table)) + 1):
        if len(places := places_in(headings_of(table, number))) > most:
            best, most = number, len(places)
    heading = best or _fullest_first(table)
    return ColumnChoice(heading, places_in(headings_of(table, heading)))


def _fullest_first(table: Sequence[Sequence[str]]) -> int:
    """The first row that fills half the columns: a title above the headings stands alone in its row."""
    filled = [sum(map(bool, cells)) for cells in table[:LAST_HEADING]]
    return next((number for number, count in enumerate(filled, 1) if count and 2 * count >= max(filled)), 1)


def headings_of(table: Sequence[Sequence[str]], row: int) -> tuple[str, ...]:
    """The headings in this row (from 1); where it has none, those of a cell that was merged down to it."""
    width = max((len(cells) for cells in table), default=0)
    above = [table[number] for number in range(row - 1, max(-1, row - 2 - _ABOVE), -1) if number < len(table)]
    return tuple(_heading(above, place) for place in range(width))


def _heading(rows: Sequence[Sequence[str]], place: int) -> str:
    """The nearest words upwards; a title that stands alone in its row is nobody's heading."""
    for cells in rows:
        if sum(bool(cell) for cell in cells) > 1 and place < len(cells) and cells[place]:
            return cells[place]
    return ""


def places_in(headings: Sequence[str]) -> dict[OldColumn, int]:
    """Where our columns stand: those called as we know them first, then those with such words among others."""
    folded = [" ".join(identity.words_of(heading)) for heading in headings]
    places: dict[OldColumn, int] = {}
    for column, place in [*_called(folded), *_among(folded)]:
        if column not in places and place not in places.values():
            places[column] = place
    return places


def _called(folded: Sequence[str]) -> Iterator[tuple[OldColumn, int]]:
    for column, words in WORDS.items():
        yield from ((column, folded.index(word)) for word in words if word in folded)


def _among(folded: Sequence[str]) -> list[tuple[OldColumn, int]]:
    """The longest of our words that occur in a heading, the longest first."""
    matches = [
        (len(word), column, place)
        for place, heading in enumerate(folded)
        for column, words in WORDS.items()
        for word in words
        if f" {word} " in f" {heading} "
    ]
    return [(column, place) for _length, column, place in sorted(matches, key=lambda match: (-match[0], match[2]))]
