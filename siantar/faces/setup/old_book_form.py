"""What somebody says of an old book on the page: which column is which, cells mended, rows left away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from siantar.directory.models import Office
from siantar.faces.frame.given_table import TROUBLES, GivenTable
from siantar.faces.setup.old_book_words import COLUMNS
from siantar.legacy import sifting
from siantar.legacy.importing import LONGEST_LABEL
from siantar.legacy.sifting import Sifted
from siantar.paper.workbook_reading import MOST_COLUMNS, TableTrouble
from siantar.rules import old_headings, old_register
from siantar.rules.old_register import MOST_ROWS, REQUIRED, ColumnChoice, OldColumn, OldRegister
from siantar.rules.pasted_table import rows_of, text_of
from siantar.rules.plain_number import plain_number


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One of our columns with the columns of the book it may be: (place, words, whether it is chosen)."""

    column: OldColumn
    label: Promise
    needed: bool
    options: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class OldBook:
    """A book as far as it was understood; `trouble` says in words why nothing can be read of it."""

    label: str
    table: GivenTable
    choice: ColumnChoice
    columns: tuple[ColumnLine, ...] = ()
    register: OldRegister = field(default_factory=lambda: OldRegister((), ()))
    sifted: Sifted = field(default_factory=lambda: Sifted((), ()))
    trouble: Promise | str = ""

    @property
    def is_ready(self) -> bool:
        """Whether all of it can be taken."""
        return bool(self.sifted.fresh) and not self.register.faults and not self.trouble


def book_of(table: GivenTable, posted: Mapping[str, str], office: Office, at: datetime, *, fresh: bool) -> OldBook:
    """Read a book; `fresh`: nothing was chosen yet, so that the columns are guessed."""
    rows = rows_of(table.text)
    if not fresh:
        _mend(rows, posted)
    choice = old_headings.guess(rows) if fresh else _choice(posted, rows)
    label = " ".join(posted.get("label", "").split())[:LONGEST_LABEL] or _("Register lama")
    mended = GivenTable(text_of(rows), table.trouble, table.sheet, table.others)
    if trouble := table.trouble or _trouble_with(rows, choice):
        return OldBook(label, mended, choice, _columns(rows, choice), trouble=trouble)
    register = old_register.read(rows, choice, today=timezone.localtime(at).date())
    sifted = sifting.sift(office, register.rows, at)
    trouble = "" if register.rows or register.faults else TROUBLES[TableTrouble.EMPTY]
    return OldBook(label, mended, choice, _columns(rows, choice), register, sifted, trouble)


def _trouble_with(rows: list[list[str]], choice: ColumnChoice) -> Promise | str:
    if not any(map(any, rows)):
        return _("Tabelnya kosong. Pilih berkasnya, atau tempel barisnya.")
    if len(rows) > MOST_ROWS + old_headings.LAST_HEADING:
        return TROUBLES[TableTrouble.TOO_MANY_ROWS]
    if choice.lacking:
        names = ", ".join(str(COLUMNS[column]) for column in choice.lacking)
        return _("Pilih dulu kolom untuk: %(names)s.") % {"names": names}
    return ""


def _mend(rows: list[list[str]], posted: Mapping[str, str]) -> None:
    """Put what was typed for a cell in its place, and empty the rows that are to be left away."""
    for name, value in posted.items():
        what, _dash, where = name.partition("-")
        places = [place for part in where.split("-") if (place := plain_number(part, 999_999)) is not None]
        if what == "skip" and len(places) == 1 and 0 < places[0] <= len(rows):
            rows[places[0] - 1] = []
        elif what == "cell" and len(places) == 2 and 0 < places[0] <= len(rows) and places[1] < MOST_COLUMNS:
            cells = rows[places[0] - 1]
            if cells:  # else the row was left away
                cells += [""] * (places[1] + 1 - len(cells))
                cells[places[1]] = " ".join(value.split())


def _choice(posted: Mapping[str, str], rows: list[list[str]]) -> ColumnChoice:
    width = max(map(len, rows), default=0)
    heading = posted.get("heading", "")
    last = max(1, min(len(rows), old_headings.LAST_HEADING))
    row = min(plain_number(heading, 999) or 1, last)
    return ColumnChoice(row, dict(_places(posted, width)), adds_zeros=bool(posted.get("adds_zeros")))


def _places(posted: Mapping[str, str], width: int) -> Iterator[tuple[OldColumn, int]]:
    for column in OldColumn:
        place = plain_number(posted.get(f"col-{column}", ""), 999)
        if place is not None and place < width:
            yield column, place


def _columns(rows: list[list[str]], choice: ColumnChoice) -> tuple[ColumnLine, ...]:
    headings = old_headings.headings_of(rows, choice.heading)
    names = [f"{xl_col_to_name(place)}: {heading or _('tanpa judul')}"[:60] for place, heading in enumerate(headings)]
    return tuple(
        ColumnLine(
            column,
            COLUMNS[column],
            column in REQUIRED,
            tuple((place, name, choice.places.get(column) == place) for place, name in enumerate(names)),
        )
        for column in OldColumn
    )
