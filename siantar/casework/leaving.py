"""Somebody leaves the office: not before what they hold is in other hands."""

from __future__ import annotations

from datetime import datetime

from siantar.casework import queries
from siantar.directory import hiring
from siantar.directory.models import User
from siantar.rules.access import Actor
from siantar.rules.event import Holder


class StillHolds(ValueError):
    """The person holds `count` files; who leaves would take them out of sight."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def leave(person: int, *, by: Actor, at: datetime) -> User:
    """Close the account of somebody who left. Raises Forbidden, hiring.NotAColleague, StillHolds."""
    user = hiring.colleague(person, by=by)
    if count := queries.held_by(Holder.courier(str(user.pk))).count():
        raise StillHolds(count)
    return hiring.close_account(person, by=by, at=at)
