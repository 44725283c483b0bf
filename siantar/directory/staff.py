"""Who acts: people with the roles in force now, and the tokens of other systems."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from siantar.directory.models import Delegation, Token, User
from siantar.rules.access import Act, Actor, require
from siantar.rules.vocabulary import Role


def zone_of(user: User) -> ZoneInfo:
    """The time zone of the person's office; Jakarta's for somebody without one."""
    return ZoneInfo(user.office.zone if user.office else "Asia/Jakarta")


def actor_of(user: User, at: datetime) -> Actor:
    """The person with the roles in force at `at`: their own, and the signature of whom they stand in for."""
    roles = user.role_set()
    if user.office is not None and Role.SIGNATORY not in roles:
        today = at.astimezone(zone_of(user)).date()
        stands_in = Delegation.objects.filter(
            deputy=user, absent__office=user.office, first_on__lte=today, last_on__gte=today
        ).select_related("absent")
        if any(Role.SIGNATORY in delegation.absent.role_set() for delegation in stands_in):
            roles |= {Role.SIGNATORY}
    return Actor(str(user.pk), user.office_id or "", roles)


def issue_token(user: User, at: datetime) -> str:
    """A new API token, shown only this once."""
    secret = secrets.token_urlsafe(32)
    Token.objects.create(digest=_digest(secret), user=user, created_at=at)
    return secret


def holder_of_token(secret: str) -> User | None:
    """The active user behind a token, or nobody."""
    token = (
        Token.objects.select_related("user__office")
        .filter(digest=_digest(secret), ended_at=None, user__is_active=True)
        .first()
    )
    return token.user if token else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def names_of(people: set[str]) -> dict[str, str]:
    """Look up full names of staff by id, for pages of their own office."""
    users = User.objects.filter(pk__in=[int(p) for p in people if p.isdigit()])
    return {str(user.pk): user.get_full_name() or user.username for user in users}


def roles_of(people: set[int]) -> dict[int, frozenset[Role]]:
    """Roles of staff by id, for telling residents who looked without naming anybody."""
    return {user.pk: user.role_set() for user in User.objects.filter(pk__in=people)}


def colleagues_of(person: int) -> QuerySet[User]:
    """Active people of the same office, without the person."""
    office = User.objects.get(pk=person).office_id
    return User.objects.filter(office=office, is_active=True).exclude(pk=person).order_by("first_name", "username")


def couriers_of(office: str) -> list[User]:
    """The active couriers of an office by name."""
    people = User.objects.filter(office=office, is_active=True).order_by("first_name", "username")
    return [user for user in people if Role.COURIER in user.role_set()]


_HEADS = frozenset({Role.SIGNATORY, Role.ADMINISTRATOR})


def log_out_courier(person: int, *, by: Actor) -> User | None:
    """End every session of a courier of one's office, on whatever device; None when there is no such courier.

    Never the Camat or an administrator, whatever else they are: a dispatcher has no reach over them.
    Raises Forbidden.
    """
    require(by, Act.LOG_OUT_COURIER, office=by.office)
    user = User.objects.filter(pk=person, office=by.office).first()
    if user is None or Role.COURIER not in user.role_set() or user.role_set() & _HEADS:
        return None
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    return user


def name_deputy(deputy: User, first_on: date, last_on: date, *, by: Actor) -> None:
    """The deputy holds the person's roles on these days, both included. Raises Forbidden."""
    require(by, Act.NAME_DEPUTY, office=deputy.office_id or "")
    Delegation.objects.create(absent_id=int(by.person), deputy=deputy, first_on=first_on, last_on=last_on)


def end_delegation(delegation: int, *, by: Actor) -> None:
    """End one of the person's own delegations; of others' nothing happens. Raises Forbidden."""
    require(by, Act.NAME_DEPUTY, office=by.office)
    Delegation.objects.filter(pk=delegation, absent=int(by.person)).delete()


def delegations_of(person: int, at: datetime) -> QuerySet[Delegation]:
    """The person's delegations that are not over."""
    user = User.objects.select_related("office").get(pk=person)
    today = at.astimezone(zone_of(user)).date()
    return Delegation.objects.filter(absent=person, last_on__gte=today).select_related("deputy").order_by("first_on")
