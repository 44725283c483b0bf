"""Who looked at a person's data, when and why, told by role and not by name (UU 27/2022 Art. 32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncDate

from siantar.privacy.models import Look


@dataclass(frozen=True, slots=True)
class Seen:
    """The looks of one reader for one reason on one day: how often, from when to when, and what was shown."""

    person: int | None
    why: str
    fields: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    times: int


def looks_at(file: UUID, subject: UUID, zone: ZoneInfo) -> QuerySet[Look, Any]:
    """Looks at a file, and at its person outside any file, by day and reader; the newest first. Read by `told`."""
    mine = Look.objects.filter(Q(file=file) | Q(file=None, subject=subject))
    days = mine.annotate(day=TruncDate("at", tzinfo=zone)).values("day", "by", "why", "fields")
    return days.annotate(first_at=Min("at"), last_at=Max("at"), times=Count("pk")).order_by("-last_at", "why")


def seen_from(row: Mapping[str, Any]) -> Seen:
    """Read one row of `looks_at`."""
    fields = tuple(row["fields"].split())
    return Seen(row["by"], row["why"], fields, row["first_at"], row["last_at"], row["times"])
