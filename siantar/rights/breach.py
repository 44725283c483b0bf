"""Whose data was read by an account, or lay on a phone, in a span of time: for the notices of UU 27/2022 Art. 46."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import disclosure
from siantar.casework.models import Application
from siantar.directory.models import User
from siantar.legacy import details
from siantar.legacy import queries as old_books
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules import receipt_number
from siantar.rules.access import Actor, Reading, require

NOTICE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Span:
    """Whose looks count (None: everybody of the office), from when to when."""

    begins_at: datetime
    ends_at: datetime
    account: int | None = None


@dataclass(frozen=True, slots=True)
class Affected:
    """A file of which something was read or lost, or an entry of an old register (by its number in the book, maybe
    empty), and how its owner is reached.
    """

    number: str
    name: str
    phone: str
    address: str
    fields: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    times: int


def affected(span: Span, *, by: Actor, at: datetime) -> list[Affected]:
    """The files that were read; a courier's phone holds what its screens showed, which left looks. Raises Forbidden."""
    require(by, Reading.BREACH, office=by.office)
    looks = Look.objects.filter(at__gte=span.begins_at, at__lte=span.ends_at, file__isnull=False, by__office=by.office)
    if span.account is not None:
        looks = looks.filter(by=span.account)
    seen: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for file, when, fields in looks.order_by("at").values_list("file", "at", "fields"):
        if file is not None:
            seen[file].append((when, fields))
    reader = Reader(by, at, "breach")
    files = list(Application.objects.select_related("person").filter(pk__in=list(seen)).order_by("receipt_number"))
    entries = old_books.among(by.office, seen)
    of_files = [
        Affected(
            receipt_number.grouped(file.receipt_number), personal.name, personal.phone, personal.address.line,
            *_sights(seen[file.pk]),
        )
        for file, personal in zip(files, disclosure.open_files(files, reader), strict=True)
    ]  # fmt: skip
    of_entries = [
        Affected(entry.number, details.name_for(entry, reader), old.phone, old.address, *_sights(seen[entry.pk]))
        for entry, old in zip(entries, details.open_entries(entries, reader), strict=True)
    ]
    return of_files + of_entries


def _sights(looks: Sequence[tuple[datetime, str]]) -> tuple[tuple[str, ...], datetime, datetime, int]:
    """Which fields, from when to when, how often."""
    fields = {name for _when, named in looks for name in named.split()}
    return tuple(sorted(fields)), looks[0][0], looks[-1][0], len(looks)


def accounts_of(office: str) -> list[tuple[int, str]]:
    """The people of an office, by their names, to choose whose account or phone it was."""
    people = User.objects.filter(office=office).order_by("username")
    return [(person.pk, person.get_full_name() or person.username) for person in people]
