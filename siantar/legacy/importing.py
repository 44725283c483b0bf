"""An old book is taken over whole, and taken back while nothing was built upon it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from siantar.directory import audit
from siantar.directory.models import Office
from siantar.legacy import details, sifting
from siantar.legacy.details import OldDetails
from siantar.legacy.models import OldEntry, OldImport
from siantar.rules import identity
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.identifiers import uuid7
from siantar.rules.old_register import OldColumn, OldRow

LONGEST_LABEL = 80


class NothingNew(ValueError):
    """No row of the book is new here; nothing was written."""


class SomebodyFaster(Exception):
    """Some of these entries came a moment ago; nothing was written."""


class NoSuchImport(Exception):
    """There is no such import of this office, or it was taken back."""


class BuiltUpon(Exception):
    """Files go on with entries of the import; `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def take_over(office: str, label: str, rows: Sequence[OldRow], *, by: Actor, at: datetime) -> OldImport:
    """Take what is new of a book, all of it or nothing. Raises Forbidden, NothingNew, SomebodyFaster."""
    require(by, Act.IMPORT_REGISTER, office=office)
    home = Office.objects.get(code=office)
    try:
        with transaction.atomic():
            sifted = sifting.sift(home, rows, at)
            if not sifted.fresh:
                raise NothingNew
            source = OldImport.objects.create(
                id=uuid7(at), office=home, label=" ".join(label.split())[:LONGEST_LABEL], rows=len(sifted.fresh),
                left_out=len(sifted.left_out), made_at=at, made_by_id=int(by.person),
            )  # fmt: skip
            OldEntry.objects.bulk_create([_entry(source, row) for row in sifted.fresh], batch_size=500)
            audit.note(Audited.REGISTER_IMPORTED, at=at, by=int(by.person), label=source.label, rows=str(source.rows))
    except IntegrityError as problem:
        raise SomebodyFaster from problem
    return source


def _entry(source: OldImport, row: OldRow) -> OldEntry:
    entry = OldEntry(
        id=uuid7(source.made_at), office_id=source.office_id, source=source, row=row.row,
        number=row.cell(OldColumn.NUMBER), handed_in_on=row.handed_in_on, ended_on=row.ended_on,
        is_finished=row.finished_on is not None,
        service=row.cell(OldColumn.SERVICE), state=row.cell(OldColumn.STATE),
        nik_index=next(iter(sifting.nik_indexes(row.cell(OldColumn.NIK))), None),
        same_index=sifting.same_index(source.office_id, row),
    )  # fmt: skip
    entry.name = row.name
    entry.details_sealed = details.sealed(
        entry,
        OldDetails(
            identity.digits_of(row.cell(OldColumn.NIK)), row.cell(OldColumn.PHONE), row.cell(OldColumn.ADDRESS),
            row.cell(OldColumn.VILLAGE), row.cell(OldColumn.REMARKS),
        ),
    )  # fmt: skip
    return entry


def take_back(source: UUID, *, by: Actor, at: datetime) -> OldImport:
    """Take an import back with all its entries. Raises Forbidden, NoSuchImport, BuiltUpon."""
    require(by, Act.IMPORT_REGISTER, office=by.office)
    with transaction.atomic():
        mine = OldImport.objects.select_for_update().filter(pk=source, office=by.office, taken_back_at=None).first()
        if mine is None:
            raise NoSuchImport
        entries = OldEntry.objects.filter(source=mine)
        # All are locked, so that none gets a file between the look and the deletion.
        if count := sum(file is not None for file in entries.select_for_update().values_list("file", flat=True)):
            raise BuiltUpon(count)
        entries.delete()
        mine.taken_back_at, mine.taken_back_by_id = at, int(by.person)
        mine.save(update_fields=["taken_back_at", "taken_back_by"])
        audit.note(Audited.REGISTER_TAKEN_BACK, at=at, by=int(by.person), label=mine.label, rows=str(mine.rows))
    return mine
