"""Records that are no chain by themselves: an hour of them is bound into one entry, so that none is emptied or edited.

A journal is a table that is only ever added to. Its records of an hour (UTC) are digested in their order; the marks,
the beginnings of their digests, tell a person which one it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from siantar.privacy.models import Look
from siantar.roots.books import LabelledEntry
from siantar.rules.daily_root import ChainEntry, canonical

HOUR = "%Y-%m-%dT%H"
MARK = 8
Span = tuple[datetime | None, datetime]
Rows = Iterator[tuple[int, datetime, list[Any]]]


@dataclass(frozen=True, slots=True)
class Journal:
    """A kind of records: `rows` gives id, time and content of those of a span, in the order of time and id."""

    kind: str
    rows: Callable[[Span, str], Rows]


def _looks(span: Span, database: str) -> Rows:
    looks = Look.objects.using(database).filter(at__lt=span[1]).order_by("at", "pk")
    if span[0]:
        looks = looks.filter(at__gte=span[0])
    columns = ("pk", "at", "by_id", "subject", "file", "fields", "why")
    for pk, at, by, subject, file, fields, why in looks.values_list(*columns).iterator():
        yield pk, at, [by, str(subject or ""), str(file or ""), fields, why]


JOURNALS = (Journal("looks", _looks),)


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


def hour_of(entry: ChainEntry) -> datetime:
    """When the hour of an entry began."""
    return datetime.strptime(entry.name, HOUR).replace(tzinfo=UTC)
