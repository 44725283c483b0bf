"""Where a file stands, told also while the database that records is away: by one that follows it, with its age.

Only where `SIANTAR_READ_DATABASE_URL` names one. The database that records is asked first; it is left after a second
without an answer, and asked again every few seconds (decision 0037).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

from siantar.casework import tracking

FOLLOWER = "follower"
PATIENCE = 1.0  # seconds a resident waits for a database before another is asked
LONGEST, REST = 6.0, 0.3  # seconds until nobody is asked any more, and between two rounds
AGAIN = 3.0  # seconds after which one that did not answer is asked again
LOST = (OperationalError, InterfaceError)
Answer = TypeVar("Answer")
BARRIER = "SELECT pg_logical_emit_message(true, 'siantar', '')"
AGE = "SELECT now() - pg_last_xact_replay_timestamp()"


@dataclass(frozen=True, slots=True)
class PreparedAnswer:
    """The prepared answer of a receipt. `behind`: from a database that follows; `as_of`: how far, where it knows."""

    body: bytes
    etag: str
    behind: bool = False
    as_of: datetime | None = None


class _Leader:
    """Whether the database that records answered when it was last asked; one for all threads of this process."""

    asked_again_at = 0.0


def away() -> bool:
    """Whether the database that records did not answer a moment ago."""
    return time.monotonic() < _Leader.asked_again_at


def forget() -> None:
    """Ask the database that records the next time."""
    _Leader.asked_again_at = 0.0


def is_named() -> bool:
    """Whether there is a database that follows."""
    return FOLLOWER in connections.settings


def look_up(receipt_number: str, at: datetime | None, longest: float = LONGEST) -> PreparedAnswer | None:
    """The answer of a receipt, from whichever database gives one within so many seconds.

    Raises OperationalError where none does.
    """
    if not is_named():
        row = tracking.look_up(receipt_number)
        return PreparedAnswer(*row) if row else None
    until = time.monotonic() + longest
    while True:
        try:
            return _from_either(receipt_number, at)
        except LOST:
            if time.monotonic() >= until:
                raise
        time.sleep(REST)  # a database that changes its part is away for a second or two
        forget()


def reach_the_second() -> None:
    """Return once all that this database has shown so far is on the second one too. Raises DatabaseError.

    A commit waits for the second database only where it has written; and what waits no longer, because its connection
    was ended, is visible without being there. A message in the log is the least that a transaction can write.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(BARRIER)


def _from_either(receipt_number: str, at: datetime | None) -> PreparedAnswer | None:
    if not away():
        try:
            row = _twice(DEFAULT_DB_ALIAS, lambda: tracking.look_up(receipt_number, patience=PATIENCE))
        except LOST:
            _Leader.asked_again_at = time.monotonic() + AGAIN
        else:
            return PreparedAnswer(*row) if row else None
    return _twice(FOLLOWER, lambda: _from_follower(receipt_number, at))


def _twice(alias: str, ask: Callable[[], Answer]) -> Answer:
    """A connection that was kept from before a change of leaders breaks at once, and the next one is well."""
    began = time.monotonic()
    try:
        return ask()
    except LOST:
        connections[alias].close()
        if time.monotonic() - began >= PATIENCE:
            raise
    try:
        return ask()
    except LOST:
        connections[alias].close()
        raise


def _from_follower(receipt_number: str, at: datetime | None) -> PreparedAnswer | None:
    row = tracking.look_up(receipt_number, FOLLOWER, PATIENCE)
    if row is None:
        return None
    age = _age()
    return PreparedAnswer(*row, behind=True, as_of=at - age if at and age is not None else None)


def _age() -> timedelta | None:
    """How old the newest thing is that the follower has; None where it cannot know."""
    if connections[FOLLOWER].vendor != "postgresql":
        return None
    with connections[FOLLOWER].cursor() as cursor:
        cursor.execute(AGE)
        (age,) = cursor.fetchone()
    return age if isinstance(age, timedelta) else None
