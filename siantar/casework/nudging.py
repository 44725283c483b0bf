"""Relay at once after a commit, beside the request: one thread a process, begun by the server and by nobody else.

It is for speed only. For certainty the worker relays too; a nudge that is lost costs a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connection

IDLE = 30.0  # seconds after which the thread gives its database connection back

log = logging.getLogger("siantar.consequences")


class Nudged:
    """A thread that relays whenever it is nudged, until nothing is left."""

    def __init__(self, relay: Callable[[], int]) -> None:
        self._relay = relay
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self) -> None:
        """Something was committed. Returns at once."""
        self._wake.set()
        if self._thread is None or not self._thread.is_alive():  # not begun yet, or left behind by a fork
            with self._starting:
                if self._thread is None or not self._thread.is_alive():
                    self._thread = threading.Thread(target=self._run, name="consequences", daemon=True)
                    self._thread.start()

    def end(self) -> None:
        """Let the thread finish what it is at."""
        self._ended.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            if not self._wake.wait(IDLE):
                connection.close()
                continue
            self._wake.clear()
            try:
                while self._relay() and not self._ended.is_set():
                    pass
            except Exception as error:  # the worker will do it; a thread that died would leave everything to it
                log.error("relaying at once failed: %s", type(error).__name__)
                connection.close()
        connection.close()


_nudged: Nudged | None = None


def begin(relay: Callable[[], int]) -> None:
    """Call `relay` (how many events it settled) soon after every commit of this process."""
    global _nudged  # noqa: PLW0603 - the one thread of the process
    _nudged = Nudged(relay)


def end() -> None:
    """Leave relaying to the worker again."""
    global _nudged  # noqa: PLW0603 - the one thread of the process
    if _nudged is not None:
        _nudged.end()
        _nudged = None


def nudge() -> None:
    """Events were committed: in a server they are relayed at once."""
    if _nudged is not None:
        _nudged.nudge()
