"""How long an office keeps what, and which files it holds back from erasing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from siantar.directory import audit, last_changes
from siantar.directory.models import Office
from siantar.privacy.models import LegalHold, RetentionRule
from siantar.rules import retention
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.retention import Retained, Trouble

LONGEST = 500


class UnusablePeriods(ValueError):
    """Periods that cannot be so; `kind` and `trouble` say which and why."""

    def __init__(self, kind: Retained, trouble: Trouble) -> None:
        super().__init__(kind, trouble)
        self.kind, self.trouble = kind, trouble


class HoldReasonMissing(ValueError):
    """A hold without a reason."""


class AlreadyHeld(Exception):
    """The file is held already."""


class NotHeld(Exception):
    """There is no such hold of this office that lasts."""


def days_of(office: str) -> dict[Retained, int]:
    """The periods of an office: its own, else ours."""
    own = RetentionRule.objects.filter(office=office, kind__in=list(Retained)).values_list("kind", "days")
    return {**retention.DAYS, **{Retained(kind): days for kind, days in own}}


def set_days(office: str, days: Mapping[Retained, int], *, by: Actor, at: datetime) -> None:
    """Keep the periods of an office; what is as we have it is not written. Raises UnusablePeriods, Forbidden."""
    require(by, Act.SET_RETENTION, office=office)
    whole = {**retention.DAYS, **days}
    if trouble := retention.trouble_with(whole):
        raise UnusablePeriods(*trouble)
    own = [
        RetentionRule(office_id=office, kind=kind, days=count)
        for kind, count in whole.items()
        if count != retention.DAYS[kind]
    ]
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = days_of(office)
        if before == whole:
            return
        RetentionRule.objects.filter(office=office).delete()
        RetentionRule.objects.bulk_create(own)
        changed = [kind for kind in whole if whole[kind] != before[kind]]
        was, is_now = ({str(kind): periods[kind] for kind in changed} for periods in (before, whole))
        last_changes.keep(office, last_changes.PERIODS, was, is_now, at)
        more = {str(rule.kind): str(rule.days) for rule in own}
        audit.note(Audited.RETENTION_SET, at=at, whose=None, by=int(by.person), **{"office": office, **more})


def undo_days(office: str, *, by: Actor, at: datetime) -> None:
    """Put back the periods that were changed last. Raises UnusablePeriods, Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_RETENTION, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        present = days_of(office)
        before = last_changes.to_undo(office, last_changes.PERIODS, {str(kind): present[kind] for kind in present})
        set_days(office, present | {Retained(kind): days for kind, days in before.items()}, by=by, at=at)


def hold(file: UUID, office: str, reason: str, *, by: Actor, at: datetime) -> LegalHold:
    """Nothing of this file is erased from now on. Raises HoldReasonMissing, AlreadyHeld, Forbidden."""
    require(by, Act.HOLD_FILE, office=office)
    reason = " ".join(reason.split())[:LONGEST]
    if not reason:
        raise HoldReasonMissing
    try:
        with transaction.atomic():
            lasting = LegalHold.objects.create(
                office_id=office, file=file, reason=reason, begun_at=at, begun_by_id=int(by.person)
            )
            audit.note(Audited.FILE_HELD, at=at, by=int(by.person), file=str(file))
            return lasting
    except IntegrityError as problem:
        raise AlreadyHeld from problem


def release(hold: int, *, by: Actor, at: datetime) -> None:
    """The schedule holds for this file again. Raises NotHeld, Forbidden."""
    require(by, Act.HOLD_FILE, office=by.office)
    mine = LegalHold.objects.filter(pk=hold, office=by.office, ended_at=None)
    with transaction.atomic():
        if not mine.update(ended_at=at, ended_by=int(by.person)):
            raise NotHeld
        audit.note(Audited.FILE_RELEASED, at=at, by=int(by.person), hold=str(hold))


def held_files(files: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these files are held."""
    return frozenset(LegalHold.objects.filter(file__in=list(files), ended_at=None).values_list("file", flat=True))


def holds_of(office: str) -> QuerySet[LegalHold]:
    """The holds of an office, those that last on top, then the one that ended last."""
    holds = LegalHold.objects.filter(office=office).select_related("begun_by", "ended_by")
    return holds.order_by(F("ended_at").desc(nulls_first=True), "-begun_at")
