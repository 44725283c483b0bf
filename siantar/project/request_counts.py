"""How many requests were answered, by page and kind of status, added up over all processes of a server.

The counts lie in memory that the processes of one `siantar serve` share: made before they are forked, a row for each
of them, so that nobody waits for anybody; a process that takes the place of a dead one goes on in its row. A restart of
the server begins at nothing, as whoever reads counters expects.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

ROWS = 64  # processes; more of them share the last row
KINDS = ("1xx", "2xx", "3xx", "4xx", "5xx")
LOOK_UP, UNREAD, OTHER = "look-up", "unread", "other"  # at once from the table; never whole; no page of this name
CELL = 8  # bytes


class RequestCounts:
    """A table of counts in shared memory: a row a process, in each its number and a cell for every page and status."""

    def __init__(self, pages: tuple[str, ...]) -> None:
        self.pages = {page: place for place, page in enumerate(dict.fromkeys((LOOK_UP, UNREAD, OTHER, *pages)))}
        self._width = 1 + len(self.pages) * len(KINDS)
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self._file.truncate(ROWS * self._width * CELL)
        self._cells = memoryview(mmap.mmap(self._file.fileno(), 0)).cast("Q")
        self._mine: tuple[int, int] = (0, 0)  # process and where its row begins
        self._lock = threading.Lock()

    def add(self, page: str, status: int) -> None:
        """One more answer."""
        place = self.pages.get(page, self.pages[OTHER])
        with self._lock:
            row = self._row()
            self._cells[row + 1 + place * len(KINDS) + min(max(status // 100, 1), len(KINDS)) - 1] += 1

    def totals(self) -> Iterator[tuple[str, str, int]]:
        """Page, kind of status, how many; those that were never met are left out."""
        for page, place in self.pages.items():
            for kind, name in enumerate(KINDS):
                cell = 1 + place * len(KINDS) + kind
                if count := sum(self._cells[row * self._width + cell] for row in range(ROWS)):
                    yield page, name, count

    def _row(self) -> int:
        process = os.getpid()
        if self._mine[0] != process:
            self._mine = process, self._claimed(process) * self._width
        return self._mine[1]

    def _claimed(self, process: int) -> int:
        with _alone(self._file):
            for row in range(ROWS):
                owner = self._cells[row * self._width]
                if not owner or owner == process or not _lives(owner):
                    self._cells[row * self._width] = process
                    return row
        return ROWS - 1


_counts: RequestCounts | None = None


def counts() -> RequestCounts:
    """The table of this server; a server makes it before it forks."""
    global _counts  # noqa: PLW0603
    if _counts is None:
        _counts = RequestCounts(tuple(sorted(set(_names(get_resolver())))))
    return _counts


def page_of(request: HttpRequest) -> str:
    """The name of the page that answered."""
    match = request.resolver_match
    return match.view_name or OTHER if match else OTHER


def _names(resolver: URLResolver) -> Iterator[str]:
    """Every name as `view_name` says it."""
    namespace = f"{resolver.namespace}:" if resolver.namespace else ""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield f"{namespace}{pattern.name}"
        else:
            yield from (f"{namespace}{name}" for name in _names(pattern))


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    """No other process meanwhile; a dead one lets go by itself."""
    fcntl.lockf(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.lockf(file, fcntl.LOCK_UN)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
