"""The clock of the tests: it stands still until somebody moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from siantar import clock

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday, 08.00 in Jakarta


class StandingClock:
    """A source of the time that stands still."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The time it is."""
        return self.at

    def move(self, by: timedelta) -> datetime:
        """A later time (an earlier one where negative)."""
        self.at += by
        return self.at


CLOCK = StandingClock()


def ahead_of_the_machine(at: datetime) -> timedelta:
    """How far the clock of a process goes ahead (`SIANTAR_CLOCK`) for which it is `at` now."""
    return at - clock.wall()
