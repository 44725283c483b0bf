"""Whose data is used only as far as the law demands (UU 27/2022 Art. 41).

From the asking until the asker ends it, or the office with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from siantar.privacy.models import Restriction


def begin(file: UUID, at: datetime) -> bool:
    """Restrict the use of a file's data; False where it is restricted already."""
    try:
        with transaction.atomic():
            Restriction.objects.create(file=file, begun_at=at)
    except IntegrityError:
        return False
    return True


def end(file: UUID, at: datetime) -> bool:
    """The resident lets the data be used as before; False where it was not restricted."""
    return bool(Restriction.objects.filter(file=file, ended_at=None).update(ended_at=at))


def end_by_office(file: UUID, reason: Restriction.EndReason, *, by: int, at: datetime) -> bool:
    """The office ends it, for this reason; False where it was not restricted."""
    lasting = Restriction.objects.filter(file=file, ended_at=None)
    return bool(lasting.update(ended_at=at, by=by, reason=reason))


def ended_by_office(file: UUID) -> Restriction | None:
    """The restriction the office ended last, as long as none came after it."""
    last = Restriction.objects.filter(file=file).order_by("-begun_at", "-pk").first()
    return last if last is not None and last.ended_at and last.reason else None


def lasting() -> dict[UUID, datetime]:
    """Every file that is restricted, with since when."""
    return dict(Restriction.objects.filter(ended_at=None).values_list("file", "begun_at"))


def restricted(files: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these files are restricted."""
    return frozenset(Restriction.objects.filter(file__in=list(files), ended_at=None).values_list("file", flat=True))


def since(file: UUID) -> datetime | None:
    """Since when a file is restricted."""
    return Restriction.objects.filter(file=file, ended_at=None).values_list("begun_at", flat=True).first()
