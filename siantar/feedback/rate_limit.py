"""How often one address may knock at a public door: enough for many behind one mobile carrier, not for a flood."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from siantar.feedback.models import Knock
from siantar.privacy import vault

MOST = 20
SPAN = timedelta(hours=1)


class TooOften(Exception):
    """This address has sent as much as it may within the hour."""


def knock(address: str, *, at: datetime, door: str = "knock") -> int:
    """Count one try from `address` at this door; older ones are forgotten. Raises TooOften."""
    whose = vault.indexes(door, address)
    with transaction.atomic():
        Knock.objects.filter(at__lt=at - SPAN).delete()
        if Knock.objects.filter(whose__in=whose).count() >= MOST:
            raise TooOften
        return Knock.objects.create(whose=whose[0], at=at).pk


def forgive(knock: int) -> None:
    """This try was right, so it counts for nothing."""
    Knock.objects.filter(pk=knock).delete()
