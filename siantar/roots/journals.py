"""Records that are no chain by themselves: an hour of them is bound into one entry, so that none is emptied or edited.

A journal is a table that is only ever added to. Its records of an hour (UTC) are digested in their order; the marks,
the beginnings of their digests, tell a person which one it was. A day that a schedule erased may be gone, whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.apps import apps
from django.db import models

from siantar.roots.books import LabelledEntry
from siantar.rules.daily_root import ChainEntry, canonical

HOUR, DAY_LENGTH = "%Y-%m-%dT%H", len("2026-11-26")
MARK = 8
ERASED_AT_LEAST = timedelta(days=30)  # no schedule erases earlier
Span = tuple[datetime | None, datetime]
Row = tuple[int, datetime, list[Any]]


@dataclass(frozen=True, slots=True)
class Journal:
    """A kind of records: its table, and the columns that are bound beside id and time.

    Days of it that were erased by right are told by `erasures`: a table, and the kind by which it calls them.
    """

    kind: str
    model: str
    columns: tuple[str, ...]
    erasures: tuple[str, str] = ("", "")

    def rows(self, span: Span, database: str) -> Iterator[Row]:
        """Id, time and content of the records of a span, in the order of time and id."""
        model = _model(self.model)
        if model is None:
            return
        records = model._default_manager.using(database).filter(at__lt=span[1]).order_by("at", "pk")
        if span[0]:
            records = records.filter(at__gte=span[0])
        for pk, at, *content in records.values_list("pk", "at", *self.columns).iterator():
            yield pk, at, [value if isinstance(value, int | dict) else str(value or "") for value in content]

    def erased_days(self, database: str) -> frozenset[str]:
        """The days (UTC, `2026-11-26`) that a schedule erased."""
        model = _model(self.erasures[0]) if self.erasures[0] else None
        if model is None:
            return frozenset()
        rows = model._default_manager.using(database).filter(kind=self.erasures[1])
        return frozenset(rows.values_list("what", flat=True))


# Tables that are not in this installation (yet) have no records.
JOURNALS = (
    Journal("looks", "privacy.Look", ("by_id", "subject", "file", "fields", "why"), ("privacy.Erasure", "looks")),
    Journal("audit", "directory.AuditEntry", ("what", "whose", "by", "more", "previous", "digest")),
    Journal("erasures", "privacy.Erasure", ("office_id", "kind", "what", "file", "items", "digest")),
)


def entries_of(journal: Journal, span: Span, database: str = "default") -> Iterator[LabelledEntry]:
    """An entry for each hour of the span that has records."""
    for hour, rows in groupby(journal.rows(span, database), key=lambda row: row[1].astimezone(UTC).strftime(HOUR)):
        head, marks = "", {}
        for pk, at, content in rows:
            record = canonical([pk, at.astimezone(UTC).isoformat(timespec="microseconds"), *content])
            digest = hashlib.sha256(record.encode()).hexdigest()
            head = hashlib.sha256(f"{head}\n{digest}".encode()).hexdigest()
            marks[str(pk)] = digest[:MARK]
        yield LabelledEntry(ChainEntry(journal.kind, hour, len(marks), head), json.dumps(marks))


def in_use() -> tuple[Journal, ...]:
    """The journals whose tables are here."""
    return tuple(journal for journal in JOURNALS if _model(journal.model) is not None)


def hour_of(entry: ChainEntry) -> datetime:
    """When the hour of an entry began."""
    return datetime.strptime(entry.name, HOUR).replace(tzinfo=UTC)


def day_of(entry: ChainEntry) -> str:
    """The day (UTC) of an entry."""
    return entry.name[:DAY_LENGTH]


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except LookupError:
        return None
