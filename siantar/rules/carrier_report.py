"""What an outside carrier tells of its shipments, as a table: row by row, every fault named, nothing guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from siantar.rules import shipment
from siantar.rules.journey import Refused
from siantar.rules.shipment import NotAShipment, NumberForm
from siantar.rules.vocabulary import Code, FailureReason, Relation
from siantar.rules.written_day import day_of

MOST_ROWS = 500
LONGEST_NAME, LONGEST_NOTE = 60, 500


class ShipmentStatus(StrEnum):
    """What became of a shipment: handed over, tried in vain, or back in the office's hands."""

    DELIVERED = "delivered"
    FAILED = "failed"
    RETURNED = "returned"


class ReportColumn(StrEnum):
    """The columns of a report."""

    NUMBER = "number"
    STATUS = "status"
    TIME = "time"
    RECEIVER = "receiver"
    RELATION = "relation"
    REASON = "reason"
    NOTE = "note"


class ReportFault(StrEnum):
    """What is wrong with a row, or with the table."""

    NO_HEADINGS = "no_headings"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    NUMBER = "number"
    STATUS = "status"
    TIME = "time"
    RECEIVER = "receiver"
    RELATION = "relation"
    REASON = "reason"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing told of one shipment; `row` counts from 1 as the spreadsheet does."""

    row: int
    number: str
    status: ShipmentStatus
    at: datetime
    receiver: str = ""
    relation: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault, where it is and what stands there; row 0 is the whole table."""

    row: int
    fault: ReportFault
    cell: str = ""


@dataclass(frozen=True, slots=True)
class CarrierReport:
    """What could be read, and what could not: only without faults is it taken."""

    lines: tuple[ReportLine, ...] = ()
    faults: tuple[RowFault, ...] = ()


_HEADINGS: Mapping[ReportColumn, frozenset[str]] = {
    ReportColumn.NUMBER: frozenset({"nomorkiriman", "noresi", "nomorresi", "resi", "barcode", "awb", "trackingnumber"}),
    ReportColumn.STATUS: frozenset({"status", "keadaan"}),
    ReportColumn.TIME: frozenset({"waktu", "tanggal", "tanggaljam", "time", "date"}),
    ReportColumn.RECEIVER: frozenset({"penerima", "namapenerima", "diterimaoleh", "receiver"}),
    ReportColumn.RELATION: frozenset({"hubungan", "relation"}),
    ReportColumn.REASON: frozenset({"alasan", "sebab", "reason"}),
    ReportColumn.NOTE: frozenset({"catatan", "keterangan", "note"}),
}
_NEEDED = (ReportColumn.NUMBER, ReportColumn.STATUS, ReportColumn.TIME)
_STATUSES = {
    **dict.fromkeys(("diterima", "terkirim", "diserahkan", "delivered"), ShipmentStatus.DELIVERED),
    **dict.fromkeys(("gagal", "gagalantar", "tidakdiserahkan", "failed"), ShipmentStatus.FAILED),
    **dict.fromkeys(("kembali", "retur", "dikembalikan", "returned"), ShipmentStatus.RETURNED),
}
_CLOCK = re.compile(r"[ tT,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?(?: ?(?:WIB|WITA|WIT))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReportTerms:
    """What a report is read by: the carrier's numbers, the office's clock, words for relations and reasons."""

    form: NumberForm
    zone: ZoneInfo
    now: datetime
    relations: Mapping[str, Relation]
    reasons: Mapping[str, FailureReason]


def read(rows: Sequence[Sequence[str]], terms: ReportTerms) -> CarrierReport:
    """The report in these rows; the first row that is not empty has the headings."""
    filled = [(row, cells) for row, cells in enumerate(rows, 1) if any(cells)]
    if not filled:
        return CarrierReport(faults=(RowFault(0, ReportFault.EMPTY),))
    places = _places(filled[0][1])
    if any(column not in places for column in _NEEDED):
        return CarrierReport(faults=(RowFault(0, ReportFault.NO_HEADINGS),))
    if len(filled) == 1:
        return CarrierReport(faults=(RowFault(0, ReportFault.EMPTY),))
    if len(filled) - 1 > MOST_ROWS:
        return CarrierReport(faults=(RowFault(0, ReportFault.TOO_MANY),))
    readings = [_line(row, _cells(cells, places), terms) for row, cells in filled[1:]]
    lines = tuple(reading for reading in readings if isinstance(reading, ReportLine))
    faults = tuple(fault for reading in readings if not isinstance(reading, ReportLine) for fault in reading)
    return CarrierReport(lines, faults)


def require_sound(line: ReportLine, form: NumberForm) -> ReportLine:
    """The line with its number as the carrier writes it. Raises Refused where it does not say what it has to say."""
    try:
        number = shipment.read(line.number, form)
    except NotAShipment as fault:
        raise Refused(Code.WRONG_SHIPMENT_NUMBER) from fault
    if line.status is ShipmentStatus.DELIVERED:
        if not line.receiver.strip():
            raise Refused(Code.RECEIVER_MISSING)
        if line.relation not in set(Relation):
            raise Refused(Code.MALFORMED)
    if line.status is ShipmentStatus.FAILED and line.reason not in set(FailureReason):
        raise Refused(Code.UNKNOWN_REASON)
    return replace(line, number=number)


def key_of(words: str) -> str:
    """Words as they are compared: small letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", words.casefold())


def _places(headings: Sequence[str]) -> dict[ReportColumn, int]:
    places: dict[ReportColumn, int] = {}
    for place, heading in enumerate(headings):
        for column, names in _HEADINGS.items():
            if key_of(heading) in names:
                places.setdefault(column, place)
    return places


def _cells(cells: Sequence[str], places: Mapping[ReportColumn, int]) -> dict[ReportColumn, str]:
    there = {column: cells[place] for column, place in places.items() if place < len(cells)}
    return {column: there.get(column, "") for column in ReportColumn}


def _line(row: int, cells: Mapping[ReportColumn, str], terms: ReportTerms) -> ReportLine | list[RowFault]:
    status, at = _STATUSES.get(key_of(cells[ReportColumn.STATUS])), _instant(cells[ReportColumn.TIME], terms)
    number, relation = _number(cells, terms), terms.relations.get(key_of(cells[ReportColumn.RELATION]), "")
    reason = terms.reasons.get(key_of(cells[ReportColumn.REASON]), "")
    faults = list(_faults(cells, status=status, read={
        ReportFault.NUMBER: number, ReportFault.TIME: at, ReportFault.RELATION: relation, ReportFault.REASON: reason,
    }))  # fmt: skip
    if faults or status is None or at is None:
        return [RowFault(row, fault, cells[ReportColumn(column)][:60]) for fault, column in faults]
    handed = status is ShipmentStatus.DELIVERED
    receiver, note = cells[ReportColumn.RECEIVER] if handed else "", cells[ReportColumn.NOTE]
    why = reason if status is ShipmentStatus.FAILED else ""
    return ReportLine(row, number, status, at, receiver, relation if handed else "", why, note)


def _faults(
    cells: Mapping[ReportColumn, str], *, status: ShipmentStatus | None, read: Mapping[ReportFault, object]
) -> Iterator[tuple[ReportFault, str]]:
    """What is wrong with the row, each with the column it is about."""
    needed = [ReportFault.NUMBER, ReportFault.TIME]
    needed += [ReportFault.RELATION] if status is ShipmentStatus.DELIVERED else []
    needed += [ReportFault.REASON] if status is ShipmentStatus.FAILED else []
    for fault in needed:
        if not read[fault]:
            yield fault, fault.value
    if status is None:
        yield ReportFault.STATUS, ReportColumn.STATUS
    if status is ShipmentStatus.DELIVERED and not cells[ReportColumn.RECEIVER]:
        yield ReportFault.RECEIVER, ReportColumn.RECEIVER
    for column, longest in ((ReportColumn.RECEIVER, LONGEST_NAME), (ReportColumn.NOTE, LONGEST_NOTE)):
        if len(cells[column]) > longest:
            yield ReportFault.TOO_LONG, column


def _number(cells: Mapping[ReportColumn, str], terms: ReportTerms) -> str:
    try:
        return shipment.read(cells[ReportColumn.NUMBER], terms.form)
    except NotAShipment:
        return ""


def _instant(text: str, terms: ReportTerms) -> datetime | None:
    """Day and clock as the office writes them, else an instant with its zone; a day alone is none."""
    plain = text.strip()
    clock = _CLOCK.search(plain)
    day = day_of(plain[: clock.start()], today=terms.now.astimezone(terms.zone).date()) if clock else None
    if clock and day:
        try:
            at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
        except ValueError:
            return None
        return datetime.combine(day, at, terms.zone)
    try:
        instant = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
