"""One person in several offices: an account in each, and the one they log in with leads over to the others.

The administrator of the other office takes them on and hands over a code on paper; the person types it while logged
in. Neither alone opens a way in, nor does whoever renews their password elsewhere (`part`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from siantar.directory import audit, hiring
from siantar.directory.models import Office, User
from siantar.rules.access import Act, Actor, Forbidden, require, require_own
from siantar.rules.audit import Audited
from siantar.rules.staff_list import NewColleague


class NobodyElsewhere(ValueError):
    """Nobody active in another office logs in with this name."""


class WorksHere(ValueError):
    """They have an account in this office already; nothing was added."""


def take_on(code: str, wanted: NewColleague, *, by: Actor, at: datetime) -> User:
    """An account in this office for somebody of another; a code on paper opens it, and their name comes then.

    Raises Forbidden, hiring.RoleElsewhere, NobodyElsewhere, WorksHere.
    """
    require(by, Act.SET_UP_STAFF, office=code)
    office = Office.objects.get(code=code)
    hiring.require_roles(office, wanted.roles)
    people = User.objects.filter(is_active=True, is_superuser=False, works_from=None).exclude(office=None)
    person = people.exclude(office=office).filter(username__iexact=wanted.username).first()
    if person is None:
        raise NobodyElsewhere
    words = sorted(str(role) for role in wanted.roles)
    name = hiring.free_name(f"{person.username[:90]}@{office.code}")
    there = User(username=name, first_name=person.username, title=wanted.title, roles=words)
    there.office, there.works_from = office, person
    there.set_unusable_password()
    try:
        with transaction.atomic():
            there.save(force_insert=True)
            more = {"roles": " ".join(words), "works_from": person.office_id or ""}
            audit.note(Audited.PERSON_ADDED, at=at, whose=there.pk, by=int(by.person), **more)
    except IntegrityError as error:
        raise WorksHere from error
    return there


def join(there: User, *, by: Actor, at: datetime) -> User:
    """The code of this account was right: from now on one changes over to it. Raises Forbidden."""
    me = User.objects.get(pk=require_own(by, Act.KEEP_OWN_ACCOUNT))
    if there.works_from_id != me.pk:
        raise Forbidden(Act.KEEP_OWN_ACCOUNT)
    there.joined_at, there.first_name, there.last_name = at, me.first_name or me.username, me.last_name
    there.save(update_fields=["joined_at", "first_name", "last_name"])
    audit.note(Audited.OFFICE_JOINED, at=at, whose=there.pk, by=me.pk)
    return there


def part(person: int) -> None:
    """Somebody got a new way in from their own office: the other offices hand over a new code first."""
    User.objects.filter(works_from=person).update(joined_at=None)


def follow(before: User, there: User) -> None:
    """Somebody moved: the other offices now know them by the new account, and hand over a new code first."""
    User.objects.filter(works_from=before).exclude(office=there.office).update(works_from=there, joined_at=None)


def accounts_of(person: int) -> QuerySet[User]:
    """The accounts of a person in other offices, those too that wait for their code, by office."""
    return User.objects.filter(works_from=person, is_active=True).select_related("office").order_by("office__name")


def standing(home: User, chosen: tuple[int, int]) -> User | None:
    """The account with this number and round, where this person may still work with it."""
    number, round_then = chosen
    return accounts_of(home.pk).exclude(joined_at=None).filter(pk=number, session_round=round_then).first()


def enter(person: int, *, by: Actor, at: datetime) -> User:
    """Change over to one's account in another office; it is recorded there and here. Raises Forbidden."""
    me = require_own(by, Act.KEEP_OWN_ACCOUNT)
    there = accounts_of(me).exclude(joined_at=None).filter(pk=person).first()
    if there is None:
        raise Forbidden(Act.KEEP_OWN_ACCOUNT)
    User.objects.filter(pk=there.pk).update(last_login=at)
    audit.note(Audited.OFFICE_CHOSEN, at=at, whose=there.pk, by=me)
    return there


def offices_elsewhere(people: Iterable[int]) -> dict[int, list[str]]:
    """The other offices in which these people work, by person."""
    rows = User.objects.filter(works_from__in=list(people), is_active=True).exclude(joined_at=None)
    listed: dict[int, list[str]] = {}
    for there in rows.select_related("office").order_by("office__name"):
        if there.works_from_id is not None and there.office is not None:
            listed.setdefault(there.works_from_id, []).append(there.office.name)
    return listed
