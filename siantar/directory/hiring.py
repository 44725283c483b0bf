"""People come to an office, get other roles, and leave: by its administrator, each in the audit record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from siantar.directory import audit, staff, tokens
from siantar.directory.models import Office, User
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.staff_list import NewColleague
from siantar.rules.vocabulary import Role

AGENCY_ROLES = (Role.AGENCY, Role.ADMINISTRATOR)
OFFICE_ROLES = tuple(role for role in Role if role not in (Role.AGENCY, Role.RESIDENT))


class UsernameTaken(ValueError):
    """Somebody has this user name already; nobody was added."""


class NotAColleague(ValueError):
    """Nobody of this office, or somebody whose rights only the operator changes, or oneself."""


class NoSuchOffice(ValueError):
    """There is no other office with this code."""


class RoleElsewhere(ValueError):
    """A role that does not exist in this kind of office; nothing was changed."""


def roles_in(office: Office) -> tuple[Role, ...]:
    """The roles there are in an office, or in an agency."""
    return AGENCY_ROLES if office.nature == Office.Nature.AGENCY else OFFICE_ROLES


def taken(usernames: Collection[str]) -> frozenset[str]:
    """Which of these user names (small letters) exist, here or in another office, in whatever case."""
    wanted = sorted(usernames)
    parts = [wanted[start : start + 500] for start in range(0, len(wanted), 500)]
    people = User.objects.annotate(small=Lower("username")).values_list("small", flat=True)
    return frozenset(name for part in parts for name in people.filter(small__in=part))


def hire(code: str, people: Sequence[NewColleague], *, by: Actor, at: datetime) -> list[User]:
    """Add people to an office, all or nobody; none has a password until a paper code gave them one.

    Raises Forbidden, UsernameTaken, RoleElsewhere.
    """
    require(by, Act.SET_UP_STAFF, office=code)
    office = Office.objects.get(code=code)
    for person in people:
        require_roles(office, person.roles)
    if taken({person.username for person in people}):
        raise UsernameTaken
    try:
        with transaction.atomic():
            return [_added(person, office, by, at) for person in people]
    except IntegrityError as error:
        raise UsernameTaken from error


def _added(person: NewColleague, office: Office, by: Actor, at: datetime) -> User:
    first, _, last = person.name.partition(" ")
    roles = sorted(str(role) for role in person.roles)
    user = User(username=person.username, first_name=first, last_name=last[:150], title=person.title, office=office)
    user.roles = roles
    user.set_unusable_password()
    user.save(force_insert=True)
    audit.note(Audited.PERSON_ADDED, at=at, whose=user.pk, by=int(by.person), roles=" ".join(roles))
    return user


def change(person: int, title: str, roles: frozenset[Role], *, by: Actor, at: datetime) -> User:
    """Give a colleague another title and other roles; tokens made for other roles end.

    Raises Forbidden, NotAColleague, RoleElsewhere.
    """
    user = colleague(person, by=by)
    require_roles(user.office, roles)
    before, after = sorted(user.roles), sorted(str(role) for role in roles)
    with transaction.atomic():
        user.title, user.roles = title, after
        user.save(update_fields=["title", "roles"])
        if before != after:
            words = " ".join(after)
            audit.note(Audited.ROLES_CHANGED, at=at, whose=user.pk, by=int(by.person), fields="roles", roles=words)
            tokens.withdraw_all(user.pk, at=at, by=int(by.person))
    return user


def close_account(person: int, *, by: Actor, at: datetime) -> User:
    """Somebody left: no way in any more, all sessions and tokens end; what they did keeps their name.

    Raises Forbidden, NotAColleague. Whether they still hold files is asked before (`casework.leaving`).
    """
    user = colleague(person, by=by)
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.note(Audited.ROLES_CHANGED, at=at, whose=user.pk, by=int(by.person), fields="is_active", roles="")
        staff.end_all_sessions(user, at=at, by=int(by.person))
        tokens.withdraw_all(user.pk, at=at, by=int(by.person))
    return user


def move(person: int, code: str, *, by: Actor, at: datetime) -> User:
    """Somebody goes to another office: their account here is closed, one without role and password begins there.

    What they did here stays with the closed account and so with this office; the name they log in with goes along.
    Raises Forbidden, NotAColleague (also for somebody whose own office is another), NoSuchOffice. Whether they still
    hold files is asked before (`casework.leaving`).
    """
    user = colleague(person, by=by)
    if user.works_from_id is not None:
        raise NotAColleague
    office = Office.objects.filter(code=code).exclude(code=by.office).first()
    if office is None:
        raise NoSuchOffice
    with transaction.atomic():
        before = User.objects.select_for_update().get(pk=user.pk)
        username, name = before.username, (before.first_name or before.username, before.last_name)
        close_account(person, by=by, at=at)
        User.objects.filter(pk=before.pk).update(username=free_name(f"{username}~{by.office}"), first_name=name[0])
        there = User(username=username, first_name=name[0], last_name=name[1], office=office, moved_from=before)
        there.set_unusable_password()
        there.save(force_insert=True)
        more = {"office": office.code, "account": str(there.pk)}
        audit.note(Audited.PERSON_MOVED, at=at, whose=before.pk, by=int(by.person), **more)
        audit.note(Audited.PERSON_ADDED, at=at, whose=there.pk, by=int(by.person), roles="", moved_from=by.office)
    return there


def free_name(stem: str) -> str:
    """A free name for an account nobody logs in with."""
    names = (stem, *(f"{stem}~{number}" for number in range(2, 1_000)))
    return next(name for name in names if not User.objects.filter(username=name).exists())


def colleague(person: int, *, by: Actor) -> User:
    """Somebody active of one's office, whose rights one may change. Raises Forbidden, NotAColleague."""
    require(by, Act.SET_UP_STAFF, office=by.office)
    people = User.objects.filter(office=by.office, is_active=True, is_superuser=False)
    user = people.select_related("office", "works_from__office").filter(pk=person).first()
    if user is None or str(user.pk) == by.person:
        raise NotAColleague
    return user


def require_roles(office: Office | None, roles: Iterable[Role]) -> None:
    """Every one of these roles exists in this office. Raises RoleElsewhere."""
    if office is None or not set(roles) <= set(roles_in(office)):
        raise RoleElsewhere


def roles_filled(office: str) -> frozenset[Role]:
    """The roles that somebody active of the office holds."""
    people = User.objects.filter(office=office, is_active=True)
    return frozenset(role for user in people for role in user.role_set())
