"""Who acts: people with the roles in force now."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet

from siantar.directory import absences, audit
from siantar.directory.models import User
from siantar.rules.access import Act, Actor, lent_by, require, require_own
from siantar.rules.audit import Audited
from siantar.rules.plain_number import plain_number
from siantar.rules.vocabulary import Role


class NoMailAddress(ValueError):
    """What was typed is no e-mail address."""


def actor_of(user: User, at: datetime) -> Actor:
    """The person with the roles in force at `at`: their own, and those of whom they stand in for."""
    own = user.role_set()
    lent = lent_by(own, absences.absences_for(user, at)) if user.office_id else ()
    return Actor(str(user.pk), user.office_id or "", own | {role for role, _whose in lent}, lent)


def number_of(username: str) -> int | None:
    """The number of the person with this account; None where there is none."""
    return User.objects.filter(username=username).values_list("pk", flat=True).first()


def names_of(people: set[str]) -> dict[str, str]:
    """Look up full names of staff by id, for pages of their own office."""
    users = User.objects.filter(pk__in=[number for id in people if (number := plain_number(id)) is not None])
    return {str(user.pk): user.get_full_name() or user.username for user in users}


def roles_of(people: set[int]) -> dict[int, frozenset[Role]]:
    """Roles of staff by id, for telling residents who looked without naming anybody."""
    return {user.pk: user.role_set() for user in User.objects.filter(pk__in=people)}


def colleagues_of(person: int) -> QuerySet[User]:
    """Active people of the same office, without the person."""
    office = User.objects.get(pk=person).office_id
    return User.objects.filter(office=office, is_active=True).exclude(pk=person).order_by("first_name", "username")


def staff_of(office: str) -> QuerySet[User]:
    """Everybody active of an office, by name, for its own pages."""
    people = User.objects.filter(office=office, is_active=True).order_by("first_name", "username")
    return people.select_related("moved_from__office", "works_from__office")


def wanting_alert_mail() -> QuerySet[User]:
    """Active people who want alerts by e-mail and named an address."""
    wanting = User.objects.filter(is_active=True, alerts_by_mail=True).exclude(email="")
    return wanting.select_related("office").order_by("pk")


def set_alert_mail(address: str, *, on: bool, by: Actor, at: datetime) -> None:
    """Whether oneself gets alerts by e-mail, and where. Raises NoMailAddress, Forbidden."""
    person, address = require_own(by, Act.KEEP_OWN_ACCOUNT), address.strip()
    if address or on:
        try:
            validate_email(address)
        except ValidationError as error:
            raise NoMailAddress from error
    with transaction.atomic():
        me = User.objects.select_for_update().get(pk=person)
        is_new = {"address": me.email != address, "on": me.alerts_by_mail != on}
        if any(is_new.values()):
            User.objects.filter(pk=person).update(email=address, alerts_by_mail=on)
            fields = " ".join(name for name in is_new if is_new[name])
            audit.note(Audited.ALERT_MAIL_SET, at=at, whose=person, by=person, fields=fields)


def couriers_of(office: str) -> list[User]:
    """The active couriers of an office by name."""
    people = User.objects.filter(office=office, is_active=True).order_by("first_name", "username")
    return [user for user in people if Role.COURIER in user.role_set()]


_HEADS = frozenset({Role.SIGNATORY, Role.ADMINISTRATOR})


def people_of_office(by: Actor) -> QuerySet[User]:
    """Everybody active of one's office, by name. Raises Forbidden."""
    require(by, Act.RESET_ACCESS, office=by.office)
    return User.objects.filter(office=by.office, is_active=True).order_by("first_name", "username")


def log_out_colleague(person: int, *, by: Actor, at: datetime) -> User | None:
    """End every session and token of somebody of one's office; None where there is no such person. Raises Forbidden."""
    user = people_of_office(by).filter(pk=person, is_superuser=False).first()
    if user is not None:
        end_all_sessions(user, at=at, by=int(by.person))
    return user


def log_out_courier(person: int, *, by: Actor, at: datetime) -> User | None:
    """End every session of a courier of one's office, on whatever device; None when there is no such courier.

    Never the Camat or an administrator, whatever else they are: a dispatcher has no reach over them.
    Raises Forbidden.
    """
    require(by, Act.LOG_OUT_COURIER, office=by.office)
    user = User.objects.filter(pk=person, office=by.office).first()
    if user is None or Role.COURIER not in user.role_set() or user.role_set() & _HEADS:
        return None
    end_all_sessions(user, at=at, by=int(by.person))
    return user


def end_all_sessions(user: User, *, at: datetime, by: int | None) -> None:
    """End every session and every token of a person."""
    User.objects.filter(pk=user.pk).update(session_round=F("session_round") + 1)
    user.refresh_from_db(fields=["session_round"])
    audit.note(Audited.SESSIONS_ENDED, at=at, whose=user.pk, by=by)


def log_out_elsewhere(*, by: Actor, at: datetime) -> User:
    """End every session and token of one's own; who asks logs in anew where they are. Raises Forbidden."""
    me = User.objects.get(pk=require_own(by, Act.KEEP_OWN_ACCOUNT))
    end_all_sessions(me, at=at, by=me.pk)
    return me


def set_own_password(password: str, *, by: Actor, at: datetime) -> User:
    """Another password for oneself; sessions and tokens of before end.

    Raises ValidationError for one too weak, Forbidden.
    """
    user = User.objects.get(pk=require_own(by, Act.KEEP_OWN_ACCOUNT))
    validate_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        audit.note(Audited.PASSWORD_SET, at=at, whose=user.pk, by=user.pk)
        end_all_sessions(user, at=at, by=user.pk)
    return user
