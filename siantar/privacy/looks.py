"""Leave a trace of each reading of personal data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from siantar.privacy.models import Look
from siantar.rules.access import Actor, PersonalField, fields_for
from siantar.rules.plain_number import plain_number

Subject = tuple[UUID | None, UUID | None]  # the person and the file that were read
# Screens that fill and refresh themselves: one look a day, person and file, not 240 an hour.
ONCE_A_DAY = frozenset({"list", "dispatch", "run_today"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, when and why; `by` is None for the resident with the receipt and for the installation itself."""

    by: Actor | None
    at: datetime
    why: str

    @property
    def fields(self) -> frozenset[PersonalField]:
        """What the gate lets this reader see for this reason."""
        return fields_for(self.by, self.why)


def note(reader: Reader, *, subject: UUID | None, file: UUID | None, fields: Iterable[str]) -> None:
    """Record that `reader` was shown these fields of a person or file."""
    note_many(reader, [(subject, file)], fields=fields)


def note_many(reader: Reader, whose: Iterable[Subject], *, fields: Iterable[str]) -> None:
    """The same for several (subject, file) pairs, in one statement; one more for screens that refresh themselves."""
    named = " ".join(sorted(fields))
    if not named:
        return
    by_id = plain_number(reader.by.person) if reader.by else None
    seen_today = _seen_today(reader, by_id, named) if reader.why in ONCE_A_DAY else frozenset()
    Look.objects.bulk_create(
        Look(at=reader.at, by_id=by_id, subject=subject, file=file, fields=named, why=reader.why)
        for subject, file in dict.fromkeys(whose)
        if file not in seen_today
    )


def _seen_today(reader: Reader, by_id: int | None, fields: str) -> frozenset[UUID | None]:
    midnight = reader.at.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Look.objects.filter(by=by_id, why=reader.why, fields=fields, at__gte=midnight)
    return frozenset(today.values_list("file", flat=True))
