"""Leave a trace of each reading of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siantar.privacy.models import Look


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads (`person` is a user id, empty for the resident with the receipt), when and why."""

    person: str
    at: datetime
    why: str


def note(reader: Reader, *, subject: UUID | None, file: UUID | None, fields: Iterable[str]) -> None:
    """Record that `reader` was shown these fields of a person or file."""
    note_many(reader, [(subject, file)], fields=fields)


def note_many(reader: Reader, whose: Iterable[tuple[UUID | None, UUID | None]], *, fields: Iterable[str]) -> None:
    """The same for several (subject, file) pairs in one statement."""
    named = " ".join(sorted(fields))
    by_id = int(reader.person) if reader.person else None
    Look.objects.bulk_create(
        Look(at=reader.at, by_id=by_id, subject=subject, file=file, fields=named, why=reader.why)
        for subject, file in whose
    )
