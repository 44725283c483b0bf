"""A courier proves to a resident who they are: a code that changes every minute, made by the phone without network.

The phone holds a secret of the day. A code is `{courier}-{minute}-{mac}`: 40 bits that name the courier, the minute
since 1970, and the first 80 bits of HMAC-SHA-256 over the two, in base 32.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from siantar.delivery.models import Run
from siantar.directory.models import User
from siantar.privacy import sealed_box, vault
from siantar.rules.vocabulary import Role

MINUTES_OFF = 2  # how far the phone's clock may be from ours, and how long a code may take to be scanned
EARLY, LATE = timedelta(hours=1), timedelta(hours=1)  # around the shift: loading before, the last door after
_SHAPE = re.compile(r"([A-Z2-7]{8})-(\d{1,10})-([A-Z2-7]{16})")


class Doubt(StrEnum):
    """Why a code proves nothing."""

    UNKNOWN = "unknown"
    OLD = "old"


class NotProven(ValueError):
    """The code is no courier's on duty, or of another minute (`doubt`)."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt)
        self.doubt = doubt


@dataclass(frozen=True, slots=True)
class Badge:
    """What the phone needs to make its codes for a day: `secret` is base64 of 32 bytes."""

    code: str
    secret: str


def badge_of(person: str, day: date) -> Badge:
    """The badge of a courier for a day of their office."""
    return Badge(_codes(person)[0], sealed_box.badge_keys(person, day)[0])


def written(badge: Badge, minute: int) -> str:
    """The code of a minute, as the phone makes it."""
    return f"{badge.code}-{minute}-{_mac(badge, minute)}"


def bearer(code: str, at: datetime) -> User:
    """The courier on duty whose code this is. Raises NotProven."""
    shape = _SHAPE.fullmatch(code.strip().upper())
    if shape is None:
        raise NotProven(Doubt.UNKNOWN)
    person, minute, mac = shape[1], int(shape[2]), shape[3]
    run = next((run for run in _on_duty(at) if person in _codes(str(run.courier_id))), None)
    if run is None:
        raise NotProven(Doubt.UNKNOWN)
    badges = [Badge(person, secret) for secret in sealed_box.badge_keys(str(run.courier_id), run.day)]
    if not any(hmac.compare_digest(mac, _mac(badge, minute)) for badge in badges):
        raise NotProven(Doubt.UNKNOWN)
    if abs(minute - minute_of(at)) > MINUTES_OFF:
        raise NotProven(Doubt.OLD)
    return run.courier


def minute_of(at: datetime) -> int:
    """The minute since 1970."""
    return int(at.timestamp()) // 60


def _on_duty(at: datetime) -> list[Run]:
    """Runs of now with couriers who still are couriers: dozens in a city."""
    today = at.astimezone(UTC).date()
    around = Run.objects.filter(
        day__range=(today - timedelta(days=1), today + timedelta(days=1)), courier__is_active=True,
        starts_at__lte=at + EARLY, ends_at__gte=at - LATE,
    )  # fmt: skip
    open_runs = around.exclude(status=Run.Status.CLOSED).select_related("courier__office")
    return [run for run in open_runs if Role.COURIER in run.courier.role_set()]


def _codes(person: str) -> list[str]:
    """By each key, the newest first: a phone shows the one it got this morning."""
    return [base64.b32encode(index[:5]).decode() for index in vault.every_index("badge", person)]


def _mac(badge: Badge, minute: int) -> str:
    message = f"{badge.code}-{minute}".encode()
    return base64.b32encode(hmac.digest(base64.b64decode(badge.secret), message, hashlib.sha256)[:10]).decode()
