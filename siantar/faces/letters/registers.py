"""The books of letters in their columns: what went out, the agenda of both directions, who took each letter over.

Those of KTP and KK and of complaints are in `more_registers`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from siantar.casework.models import Application
from siantar.directory.staff import names_of
from siantar.letters import books, queries
from siantar.letters.books import AgendaEntry, DaySpan, Dispatched
from siantar.letters.models import NumberSlot, OfficeLetter
from siantar.privacy.looks import Reader
from siantar.rules import receipt_number
from siantar.rules.access import Actor, Reading
from siantar.rules.calendar_words import long_date
from siantar.rules.letter.numbering import SlotState
from siantar.rules.vocabulary import Kind

STATES = {SlotState.RESERVED: "DIPESAN", SlotState.ISSUED: "TERBIT", SlotState.CANCELLED: "BATAL"}
WAYS = {Kind.DELIVERED: "diantar kurir", Kind.COLLECTED: "diambil di loket", Kind.ISSUED_DIGITALLY: "digital"}


@dataclass(frozen=True, slots=True)
class BookRow:
    """A row of a book: its cells, and the file (or complaint) it leads to, by its number."""

    cells: tuple[str, ...]
    file: str


@dataclass(frozen=True, slots=True)
class BookKind:
    """What a book may be limited to: its code and what it is called."""

    code: str
    name: str


_NAMES = gettext_lazy("Berisi nama pemohon. Setiap cetak dan unduhan dicatat.")


def _letter_kinds(by: Actor) -> list[BookKind]:
    return [BookKind(kind.code, kind.name) for kind in queries.types_of(by)]


@dataclass(frozen=True, slots=True)
class Register:
    """A book: its columns with their shares of the page, where the file stands (column), and where rows come from.

    `kinds` is what it may be limited to, `reading` whose it is at the gate, `leads_to` the page a row leads to.
    """

    key: str
    title: Promise
    printed_title: str
    columns: tuple[tuple[str, int], ...]
    file_column: int
    rows: Callable[[Actor, DaySpan, datetime], list[BookRow]]
    totals: Callable[[Sequence[BookRow]], str]
    kinds: Callable[[Actor], list[BookKind]] = _letter_kinds
    reading: Reading = Reading.LETTER_BOOKS
    leads_to: str = "file"
    hint: Promise = _NAMES

    @property
    def names(self) -> list[str]:
        """What its columns are called."""
        return [name for name, _share in self.columns]

    @property
    def page(self) -> str:
        """The name of its page; those of its paper and its workbook follow from it."""
        return f"book-{self.key}"


def note_of(slot: NumberSlot) -> str:
    """What became of a number, as registers write it."""
    note = STATES[SlotState(slot.state)]
    if slot.state == SlotState.CANCELLED:
        return f"{note}: {slot.reason}"
    if slot.letter.state == OfficeLetter.State.WITHDRAWN and slot.letter.number == slot.number:
        return f"{note}, DITARIK: {slot.letter.reason}"
    return note


def _row(file: Application, *cells: str) -> BookRow:
    return BookRow(cells, file.receipt_number)


def _sent(by: Actor, span: DaySpan, at: datetime) -> list[BookRow]:
    slots = list(queries.register(by, span.first, span.last, span.kind))
    queries.note_listed(slots, Reader(by, at, "letter_book"))
    drafters = queries.drafters_of([slot.letter_id for slot in slots])
    names = names_of(set(drafters.values()))
    writers = [names.get(drafters.get(slot.letter_id, ""), "") for slot in slots]
    return [_sent_row(place, *each) for place, each in enumerate(zip(slots, writers, strict=True), 1)]


def _sent_row(place: int, slot: NumberSlot, drafter: str) -> BookRow:
    letter, file = slot.letter, slot.letter.application
    signer = letter.signer.name if letter.signer else ""
    return _row(
        file, str(place), long_date(slot.dated), receipt_number.grouped(file.receipt_number), slot.number,
        file.applicant_name, letter.version.type.name, signer, drafter, note_of(slot),
    )  # fmt: skip


def _agenda(by: Actor, span: DaySpan, at: datetime) -> list[BookRow]:
    return [_agenda_row(place, entry) for place, entry in enumerate(books.agenda(by, span, at), 1)]


def _agenda_row(place: int, entry: AgendaEntry) -> BookRow:
    slot, file, kind = entry.slot, entry.slot.letter.application, entry.slot.letter.version.type.name
    came = (entry.came_number, entry.came_day, f"Lurah {entry.came_from}", f"Pengantar {kind}")
    return _row(
        file, str(place), receipt_number.grouped(file.receipt_number), *(came if entry.came_number else ("",) * 4),
        slot.number, long_date(slot.dated), file.applicant_name, kind, note_of(slot),
    )  # fmt: skip


def _expedition(by: Actor, span: DaySpan, at: datetime) -> list[BookRow]:
    return [_expedition_row(place, each) for place, each in enumerate(books.expedition(by, span, at), 1)]


def _expedition_row(place: int, sent: Dispatched) -> BookRow:
    letter, file = sent.letter, sent.letter.application
    day = long_date(timezone.localtime(sent.event.occurred_at).date())
    numbered = f"{long_date(letter.dated)}, {letter.number}" if letter.dated else letter.number
    return _row(
        file, str(place), day, receipt_number.grouped(file.receipt_number), numbered, letter.version.type.name,
        file.applicant_name, sent.receiver, WAYS[Kind(sent.event.kind)],
    )  # fmt: skip


def _total_of_numbers(rows: Sequence[BookRow]) -> str:
    counts = Counter(row.cells[-1].partition(":")[0].partition(",")[0] for row in rows)
    return _("Jumlah: %(all)s nomor, terbit %(issued)s, batal %(cancelled)s.") % {
        "all": len(rows),
        "issued": counts["TERBIT"],
        "cancelled": counts["BATAL"],
    }


def _total_handed_over(rows: Sequence[BookRow]) -> str:
    return _("Jumlah: %(all)s surat diserahkan.") % {"all": len(rows)}


SENT = Register(
    "register-surat", gettext_lazy("Register surat keluar"), "Register surat keluar",
    (("No.", 4), ("Tanggal", 10), ("No. berkas", 13), ("Nomor lengkap", 20), ("Tujuan", 16), ("Perihal", 18),
     ("Ditandatangani", 16), ("Pengolah", 13), ("Ket.", 16)),
    2, _sent, _total_of_numbers,
)  # fmt: skip
AGENDA = Register(
    "agenda", gettext_lazy("Buku agenda"), "Buku agenda",
    (("No.", 4), ("No. berkas", 13), ("Masuk: nomor", 13), ("Masuk: tanggal", 11), ("Pengirim", 12), ("Isi masuk", 15),
     ("Keluar: nomor", 18), ("Keluar: tanggal", 11), ("Ditujukan", 14), ("Isi keluar", 15), ("Ket.", 12)),
    1, _agenda, _total_of_numbers,
)  # fmt: skip
EXPEDITION = Register(
    "ekspedisi", gettext_lazy("Buku ekspedisi"), "Buku ekspedisi",
    (("No.", 4), ("Tanggal kirim", 12), ("No. berkas", 14), ("Tanggal dan nomor surat", 26), ("Isi", 18),
     ("Ditujukan", 16), ("Penerima", 16), ("Ket.", 12)),
    2, _expedition, _total_handed_over,
)  # fmt: skip
