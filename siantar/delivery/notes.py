"""A note for the courier at one door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from siantar.casework.models import Application
from siantar.delivery.models import Note
from siantar.privacy import vault
from siantar.rules.access import Act, Actor, require

LONGEST = 200
PLACE = "delivery.note"


def write(file: Application, text: str, *, by: Actor, at: datetime) -> None:
    """The note of a file's door from now on; empty takes it away. Raises Forbidden."""
    require(by, Act.WRITE_NOTE, office=file.office_id)
    text = text.strip()[:LONGEST]
    if not text:
        Note.objects.filter(application=file).delete()
        return
    sealed = vault.seal(PLACE, file.pk, text)
    Note.objects.update_or_create(application=file, defaults={"sealed": sealed, "written_at": at})


def read(files: Iterable[Application]) -> dict[UUID, str]:
    """The notes of these files by their ids; the caller leaves the trace (addresses are opened beside them)."""
    rows = Note.objects.filter(application__in=[file.pk for file in files])
    return {note.application_id: vault.unseal(PLACE, note.application_id, note.sealed) for note in rows}
