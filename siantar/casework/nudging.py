"""Relay at once after a commit, beside the request: one thread a process, begun by the server and by nobody else.

It is for speed only. For certainty the worker relays too; a nudge that is lost costs a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import connection

LOOK = 0.05  # seconds between looks while scans come in: a thread woken by the commit itself would take the
# interpreter from the request that is about to answer (measured: a scan of 1.5 ms took 2.1)
IDLE = 5.0  # seconds without a nudge after which the thread gives its database connection back and sleeps

log = logging.getLogger("siantar.consequences")


class Nudged:
    """A thread that relays whenever it is nudged, until nothing is left."""

    def __init__(self, relay: Callable[[], int]) -> None:
        self._relay = relay
        self._nudged = self._asleep = False
        self._wake = threading.Event()
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def nudge(self) -> None:
        """Something was committed. Returns at once."""
        self._nudged = True
        if self._asleep:
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
        quiet = 0.0
        while not self._ended.wait(LOOK):
            quiet = 0.0 if self._nudged else quiet + LOOK
            if self._nudged:
                self._nudged = False  # before relaying: what is committed from now on is looked for again
                self._relay_what_is_there()
            elif quiet > IDLE:
                self._sleep()
        connection.close()

    def _relay_what_is_there(self) -> None:
        try:
            while self._relay() and not self._ended.is_set():
                pass
        except Exception as error:  # the worker will do it; a thread that died would leave everything to it
            log.error("relaying at once failed: %s", type(error).__name__)
            connection.close()

    def _sleep(self) -> None:
        """Until the next nudge. `nudge` sets the one flag and asks for the other, here it is the other way round."""
        connection.close()
        self._wake.clear()
        self._asleep = True
        if not self._nudged:
            self._wake.wait()
        self._asleep = False


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
