"""What the worker looks after every few minutes: late complaints rise, served files are counted for /kinerja/."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError

from siantar.insight import ended
from siantar.voice import complaints

EVERY = timedelta(minutes=5)
_log = logging.getLogger(__name__)


def go_round(at: datetime) -> None:
    """One round; repeating it changes nothing."""
    if risen := complaints.escalate(at=at):
        _log.info("%s complaints rose to the Camat", risen)
    ended.count_ended()


class Rounds:
    """Remembers when the last round was."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def go(self, at: datetime) -> None:
        """A round when it is time; one that fails is made again at the next."""
        if self._last is not None and at - self._last < EVERY:
            return
        self._last = at
        try:
            go_round(at)
        except DatabaseError:
            _log.exception("the round was broken off")
