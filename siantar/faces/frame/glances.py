"""Who looked at a file's data, when and why, in words: by function, never by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from siantar.casework.models import Application
from siantar.directory import staff
from siantar.faces.frame import look_reasons
from siantar.faces.frame.language import spoken
from siantar.privacy import queries
from siantar.privacy.models import Look
from siantar.privacy.queries import Seen
from siantar.rights.data_copy import Glance
from siantar.rules.vocabulary import Role

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Footprint:
    """One line: who by function, why, what was shown, from when to when, how often."""

    who: str
    why: str
    fields: str
    first_at: datetime | None
    last_at: datetime
    times: int


def glances(file: Application) -> list[Glance]:
    """List every look in words, for the copy of the data."""
    rows = [queries.seen_from(row) for row in rows_of(file)]
    pairs = zip(rows, in_words(rows), strict=True)
    return [Glance(line.who, line.why, line.fields, row.first_at, row.last_at, row.times) for row, line in pairs]


def rows_of(file: Application) -> QuerySet[Look, Any]:
    """The looks at a file and its person, by day and reader, the newest first; read by `in_words`."""
    return queries.looks_at(file.pk, file.person_id, ZoneInfo(file.office.zone))


def in_words(looks: Iterable[Seen]) -> list[Footprint]:
    """Each as a line."""
    looks = list(looks)
    roles = staff.roles_of({look.person for look in looks if look.person is not None})
    return [_footprint(look, roles.get(look.person or 0, frozenset())) for look in looks]


def _footprint(look: Seen, roles: frozenset[Role]) -> Footprint:
    language = spoken()
    who = look_reasons.function_of(roles, look.why) if look.person is not None else look_reasons.ITSELF
    if look.why.startswith(look_reasons.RESIDENT):
        who = look_reasons.YOU
    why = look_reasons.WHYS.get(look.why)
    return Footprint(
        who.in_language(language),
        why.in_language(language) if why else look.why,
        ", ".join(_fields(look.fields, language)),
        look.first_at if look.last_at - look.first_at >= A_MINUTE else None,
        look.last_at,
        look.times,
    )


def _fields(names: Sequence[str], language: str) -> Iterable[str]:
    fields = look_reasons.FIELDS
    return dict.fromkeys(fields[name].in_language(language) for name in names if name in fields)
