"""A day of looks taken away when its time is over: how many there were and what they hashed to stays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import QuerySet

from siantar.privacy.models import LegalHold, Look

DAY = timedelta(days=1)


def looks_on(day: date) -> QuerySet[Look]:
    """The looks of a day (UTC), in the order in which they were written."""
    begins = datetime.combine(day, time(), UTC)
    return Look.objects.filter(at__gte=begins, at__lt=begins + DAY).order_by("pk")


def digest_of(day: date) -> tuple[int, str]:
    """How many looks a day has, and the SHA-256 over them in their order; the day of a root can be checked by it."""
    whole, count = hashlib.sha256(), 0
    for look in looks_on(day).iterator():
        who = look.by_id, look.subject, look.file
        line = (look.pk, look.at.astimezone(UTC).isoformat(), *who, look.fields, look.why)
        whole.update(("\t".join("" if part is None else str(part) for part in line) + "\n").encode())
        count += 1
    return count, whole.hexdigest()


def old_days(before: datetime) -> Iterator[date]:
    """The days (UTC), oldest first, that ended by then and hold no look at a file that is held."""
    held = LegalHold.objects.filter(ended_at=None).values("file")
    last_day = datetime.combine(before.astimezone(UTC).date(), time(), UTC)
    begins = datetime.min.replace(tzinfo=UTC)
    while first := Look.objects.filter(at__gte=begins, at__lt=last_day).order_by("at").first():
        day = first.at.astimezone(UTC).date()
        begins = datetime.combine(day, time(), UTC) + DAY
        if not looks_on(day).filter(file__in=held).exists():
            yield day


def erase(day: date) -> tuple[int, str]:
    """Delete the looks of a day; how many, and what they hashed to."""
    count, digest = digest_of(day)
    looks_on(day).delete()
    return count, digest
