"""An old entry that was still open goes on as a file: the office says which, and may say it was another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from siantar.casework import queries as files
from siantar.legacy.models import OldEntry
from siantar.rules.access import Act, Actor, require


class NoSuchEntry(Exception):
    """There is no such entry of this office."""


class NoSuchFile(Exception):
    """There is no file with this number in this office."""


class GoesOnAlready(Exception):
    """A file goes on with this entry already: it is let go first."""


def continue_as(entry: UUID, number: str, *, by: Actor, at: datetime) -> OldEntry:
    """This file (checked number) goes on with an entry. Raises Forbidden, NoSuchEntry, NoSuchFile, GoesOnAlready."""
    require(by, Act.CONTINUE_ENTRY, office=by.office)
    file = files.by_number(number)
    if file is None or file.office_id != by.office:
        raise NoSuchFile
    with transaction.atomic():
        mine = _locked(entry, by)
        if mine.file_id is not None:
            raise GoesOnAlready
        mine.file, mine.linked_by_id, mine.linked_at = file, int(by.person), at
        mine.save(update_fields=["file", "linked_by", "linked_at"])
    return mine


def let_go(entry: UUID, *, by: Actor) -> OldEntry:
    """No file goes on with this entry: it was another one. Raises Forbidden, NoSuchEntry."""
    require(by, Act.CONTINUE_ENTRY, office=by.office)
    with transaction.atomic():
        mine = _locked(entry, by)
        mine.file, mine.linked_by, mine.linked_at = None, None, None
        mine.save(update_fields=["file", "linked_by", "linked_at"])
    return mine


def _locked(entry: UUID, by: Actor) -> OldEntry:
    mine = OldEntry.objects.select_for_update().filter(pk=entry, office=by.office).first()
    if mine is None:
        raise NoSuchEntry
    return mine
