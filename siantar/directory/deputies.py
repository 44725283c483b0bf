"""A deputy is named for some days: a colleague of the same office does the work of one who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Q

from siantar.directory import audit, hiring
from siantar.directory.absences import today_of, zone_of
from siantar.directory.models import AuditEntry, Delegation, User
from siantar.rules.access import Act, Actor, Forbidden, Reading, lendable, require_own, roles_for
from siantar.rules.audit import Audited
from siantar.rules.vocabulary import Role


class NothingToLend(ValueError):
    """Who is away has no role a deputy could hold; `roles`: those they have."""

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__(sorted(roles))
        self.roles = roles


Days = tuple[date, date]  # the first and the last, both included


def name_deputy(deputy: User, days: Days, *, by: Actor, at: datetime) -> None:
    """While oneself is away on these days the deputy holds one's roles. Raises NothingToLend, Forbidden."""
    me = User.objects.get(pk=require_own(by, Act.NAME_DEPUTY))
    _name(me, deputy, days, by=by, at=at)


def name_deputy_of(person: int, deputy: User, days: Days, *, by: Actor, at: datetime) -> None:
    """The same of a colleague, by the administrator; the signature stays behind.

    Raises NothingToLend, hiring.NotAColleague, Forbidden.
    """
    _name(hiring.colleague(person, by=by), deputy, days, by=by, at=at)


def _name(absent: User, deputy: User, days: Days, *, by: Actor, at: datetime) -> None:
    if deputy.office_id != absent.office_id or absent.office_id is None or deputy.pk == absent.pk:
        raise Forbidden(Act.NAME_DEPUTY)
    signs = str(absent.pk) == by.person
    roles = lendable(absent.role_set(), signs=signs)
    if not roles:
        raise NothingToLend(absent.role_set())
    Delegation.objects.create(absent=absent, deputy=deputy, first_on=days[0], last_on=days[1], signs=signs)
    period = f"{days[0]:%Y-%m-%d}/{days[1]:%Y-%m-%d}"
    more = {"absent": str(absent.pk), "roles": " ".join(sorted(roles))}
    audit.note(Audited.DEPUTY_NAMED, at=at, whose=deputy.pk, by=int(by.person), days=period, **more)


def end_delegation(delegation: int, *, by: Actor, at: datetime) -> None:
    """End one of the person's own delegations; of others' nothing happens. Raises Forbidden."""
    _end(Delegation.objects.filter(pk=delegation, absent=require_own(by, Act.NAME_DEPUTY)), by, at)


def end_delegation_of(person: int, delegation: int, *, by: Actor, at: datetime) -> None:
    """The same of a colleague, by the administrator. Raises hiring.NotAColleague, Forbidden."""
    _end(Delegation.objects.filter(pk=delegation, absent=hiring.colleague(person, by=by)), by, at)


def end_all_of(user: User, *, by: Actor, at: datetime) -> None:
    """Nobody stands in any more for somebody who goes, nor they for anybody. Raises hiring.NotAColleague, Forbidden."""
    gone = hiring.colleague(user.pk, by=by)
    lasting = Delegation.objects.filter(last_on__gte=today_of(gone, at))
    _end(lasting.filter(Q(absent=gone) | Q(deputy=gone)), by, at)


def _end(ending: Iterable[Delegation], by: Actor, at: datetime) -> None:
    for own in ending:
        own.delete()
        audit.note(Audited.DEPUTY_ENDED, at=at, whose=own.deputy_id, by=int(by.person), absent=str(own.absent_id))


def note_act(actor: Actor, what: Act | Reading, at: datetime) -> None:
    """Keep in the audit record that this person acts for somebody who is away, if they do; each act once a day.

    Every door asks this of what is written through it; events carry the name of the absent themselves.
    """
    absent = actor.stands_in(roles_for(what))
    if not absent:
        return
    user = User.objects.select_related("office").get(pk=int(actor.person))
    midnight = datetime.combine(today_of(user, at), time.min, zone_of(user))
    today = AuditEntry.objects.filter(what=Audited.STOOD_IN, by=user.pk, whose=int(absent), at__gte=midnight)
    if not today.filter(more__act=what).exists():
        audit.note(Audited.STOOD_IN, at=at, whose=int(absent), by=user.pk, act=what)
