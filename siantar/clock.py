"""The time, read at the doors only: once a request, a command, a job. Everything below takes it as `at`.

Tests set the source; a demo may run at another time (`SIANTAR_CLOCK`), the same one in every process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

Source = Callable[[], datetime]


def wall() -> datetime:
    """The clock of the machine, in UTC."""
    return datetime.now(UTC)


_source: Source = wall


def now() -> datetime:
    """The time it is, in UTC, by the source in force."""
    return _source()


def set_source(source: Source) -> None:
    """Ask `source` for the time from now on; it answers with an aware datetime in UTC."""
    global _source  # noqa: PLW0603 - the one clock of the process
    _source = source


def shifted(by: timedelta) -> Source:
    """The clock of the machine, `by` ahead; running on at its speed."""
    return lambda: wall() + by


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Ask `source` for the time within this block."""
    before = _source
    set_source(source)
    try:
        yield
    finally:
        set_source(before)
