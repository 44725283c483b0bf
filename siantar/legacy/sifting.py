"""Which rows of an old book are new here: not twice in it, not imported before, no file yet, not over their time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from siantar.casework import queries as files
from siantar.casework.queries import HandedInOn
from siantar.directory.models import Office
from siantar.legacy.models import OldEntry
from siantar.privacy import schedule, vault
from siantar.rules import identity, receipt_number, retention
from siantar.rules.old_register import OldColumn, OldRow, same_key
from siantar.rules.retention import Retained

SAME_PLACE = "oldentry.same"
_AT_ONCE = 500


class SkipReason(StrEnum):
    """Why a row is not taken."""

    TWICE = "twice"
    IMPORTED = "imported"
    FILE = "file"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that is not taken, and what it is the same as: a row, the label of a book, a receipt; or nothing."""

    row: OldRow
    why: SkipReason
    other: str = ""
    file: HandedInOn | None = None


@dataclass(frozen=True, slots=True)
class Sifted:
    """What would be taken, and what would not."""

    fresh: tuple[OldRow, ...]
    left_out: tuple[SkippedRow, ...]


def sift(office: Office, rows: Sequence[OldRow], at: datetime) -> Sifted:
    """Part the rows of a book in those that are new to this office and those that are not."""
    last_day = retention.before(Retained.OLD_REGISTER, schedule.days_of(office.code), at).date()
    imported = _imported(office.code, rows)
    in_files = _in_files(office, rows)
    fresh: dict[str, OldRow] = {}
    left_out: list[SkippedRow] = []
    for row in rows:
        key = same_key(row)
        if row.ended_on <= last_day:
            left_out.append(SkippedRow(row, SkipReason.OVER))
        elif key in fresh:
            left_out.append(SkippedRow(row, SkipReason.TWICE, str(fresh[key].row)))
        elif label := next((imported[key] for key in _same_indexes(office.code, row) if key in imported), ""):
            left_out.append(SkippedRow(row, SkipReason.IMPORTED, label))
        elif file := next((in_files[mark] for mark in _marks_of(row) if mark in in_files), None):
            left_out.append(SkippedRow(row, SkipReason.FILE, receipt_number.grouped(file.number), file))
        else:
            fresh[key] = row
    return Sifted(tuple(fresh.values()), tuple(left_out))


def same_index(office: str, row: OldRow) -> bytes:
    """The keyed index by which an entry is known again."""
    return vault.index(SAME_PLACE, f"{office}|{same_key(row)}")


def nik_indexes(nik: str) -> list[bytes]:
    """The keyed indexes of a NIK, newest first, the same as those of applicants; none where it tells nobody apart."""
    digits = identity.digits_of(nik)
    return vault.indexes("person.nik", digits) if identity.identifies(digits) else []


def _same_indexes(office: str, row: OldRow) -> list[bytes]:
    return vault.indexes(SAME_PLACE, f"{office}|{same_key(row)}")


def _imported(office: str, rows: Sequence[OldRow]) -> Mapping[bytes, str]:
    """Which of these entries the office has, with the book they came by."""
    keys = [key for row in rows for key in _same_indexes(office, row)]
    entries = OldEntry.objects.filter(office=office).values_list("same_index", "source__label")
    parts = (entries.filter(same_index__in=keys[start : start + _AT_ONCE]) for start in range(0, len(keys), _AT_ONCE))
    return {bytes(key): label for part in parts for key, label in part}


def _in_files(office: Office, rows: Sequence[OldRow]) -> Mapping[tuple[date, object], HandedInOn]:
    """The files handed in on the days of these rows, by day and name, and by day and NIK."""
    if not rows:
        return {}
    days = [row.handed_in_on for row in rows]
    marks: dict[tuple[date, object], HandedInOn] = {}
    for file in files.handed_in_on_days(office, min(days), max(days)):
        marks[file.day, file.name_key] = file
        if file.nik_index:
            marks[file.day, file.nik_index] = file
    return marks


def _marks_of(row: OldRow) -> Iterator[tuple[date, object]]:
    yield row.handed_in_on, identity.search_key(row.name)
    for index in nik_indexes(row.cell(OldColumn.NIK)):
        yield row.handed_in_on, index
