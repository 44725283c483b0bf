"""The audit record: an entry for every way in and every act of rights, each bound to the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from siantar.directory.models import AuditEntry, User
from siantar.rules.access import Actor, Reading, require
from siantar.rules.audit import START, Audited, digest_of

_ATTEMPTS = 50


def note(what: Audited, *, at: datetime, whose: int | None = None, by: int | None = None, **more: str) -> None:
    """Add an entry: about whose rights, done by whom; `more` in words without personal data (place, role, reason).

    Two writers cannot follow the same entry: who comes second follows the first.
    """
    for attempt in range(_ATTEMPTS):
        last = AuditEntry.objects.order_by("-pk").values_list("digest", flat=True).first() or START
        entry = AuditEntry(at=at, what=what, whose=whose, by=by, more=more, previous=last)
        entry.digest = digest_of(last, at, what, (whose, by), more)
        try:
            with transaction.atomic():
                entry.save(force_insert=True)
            return
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise


def broken_at() -> Iterator[int]:
    """The entries that do not follow the one before them, or whose digest is another's."""
    before = START
    for entry in AuditEntry.objects.order_by("pk").iterator():
        people = (entry.whose, entry.by)
        if entry.previous != before or entry.digest != digest_of(before, entry.at, entry.what, people, entry.more):
            yield entry.pk
        before = entry.digest


def entries_of_office(by: Actor) -> QuerySet[AuditEntry]:
    """The entries about or by people of one's office, newest first. Raises Forbidden."""
    require(by, Reading.AUDIT_RECORD, office=by.office)
    people = User.objects.filter(office=by.office).values("pk")
    return AuditEntry.objects.filter(Q(whose__in=people) | Q(by__in=people)).order_by("-pk")


def entries_of(person: int) -> QuerySet[AuditEntry]:
    """What the record has about one person, newest first."""
    return AuditEntry.objects.filter(Q(whose=person) | Q(by=person)).order_by("-pk")
