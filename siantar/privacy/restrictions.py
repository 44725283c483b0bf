"""Whose data is used only as far as the law demands (UU 27/2022 Art. 41): from the asking until the asker ends it."""

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
    """The data may be used as before; False where it was not restricted."""
    return bool(Restriction.objects.filter(file=file, ended_at=None).update(ended_at=at))


def restricted(files: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these files are restricted."""
    return frozenset(Restriction.objects.filter(file__in=list(files), ended_at=None).values_list("file", flat=True))


def since(file: UUID) -> datetime | None:
    """Since when a file is restricted."""
    return Restriction.objects.filter(file=file, ended_at=None).values_list("begun_at", flat=True).first()
