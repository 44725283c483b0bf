"""Somebody leaves the office or moves to another: not before what they hold is in other hands."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from siantar.casework import queries
from siantar.directory import city_login, deputies, hiring, workplaces
from siantar.directory.models import User
from siantar.rules.access import Actor
from siantar.rules.event import Holder, HolderKind


class StillHolds(ValueError):
    """The person holds `count` files, `checking` of them to be checked; who goes would take them out of sight."""

    def __init__(self, count: int, checking: int = 0) -> None:
        super().__init__(count, checking)
        self.count, self.checking = count, checking


def leave(person: int, *, by: Actor, at: datetime) -> User:
    """Close the account of somebody who left. Raises Forbidden, hiring.NotAColleague, StillHolds."""
    user = hiring.colleague(person, by=by)
    if count := queries.held_by(Holder.courier(str(user.pk))).count():
        raise StillHolds(count)
    with transaction.atomic():
        deputies.end_all_of(user, by=by, at=at)
        return hiring.close_account(person, by=by, at=at)


def move(person: int, office: str, *, by: Actor, at: datetime) -> User:
    """Move somebody to another office; the account they have there. Nothing of before goes along but their name.

    Raises Forbidden, hiring.NotAColleague, hiring.NoSuchOffice, StillHolds.
    """
    user = hiring.colleague(person, by=by)
    carried = queries.held_by(Holder.courier(str(user.pk))).count()
    checking = queries.held_by(Holder(HolderKind.OFFICER, str(user.pk))).count()
    if carried or checking:
        raise StillHolds(carried + checking, checking)
    with transaction.atomic():
        deputies.end_all_of(user, by=by, at=at)
        city_login.bind(person, "", by=by, at=at)
        there = hiring.move(person, office, by=by, at=at)
        workplaces.follow(user, there)
    return there
