"""Look up, for all events of one call at once, what the decision needs to know beside the files' own stories."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from siantar.casework import possession
from siantar.casework.derived import File
from siantar.rules.access import AT_THE_AGENCY
from siantar.rules.decide import INTO_A_BAG
from siantar.rules.event import Event
from siantar.rules.evidence import Evidence, Possession
from siantar.rules.journey import courier_of
from siantar.rules.plain_number import plain_number
from siantar.rules.shipment import CarrierFacts, NumberForm
from siantar.rules.two_people import TAKEN_OVER
from siantar.rules.vocabulary import Kind, Role
from siantar.rules.working_time import Calendar

_HANDOVERS = frozenset({Kind.DELIVERED, Kind.COLLECTED})
# One statement for four small tables: what an event of this kind asks for, as (what, whose, more, still more).
_SILENT = "SELECT 'silent', code, '', '' FROM directory_office WHERE nature = 'agency' AND NOT uses_siantar"
_COURIERS = (
    "SELECT 'courier', CAST(id AS text), office_id, CAST(roles AS text) FROM directory_user "
    "WHERE is_active AND CAST(id AS text) IN ({marks})"
)
_ACCOUNTS = (
    "SELECT 'account', CAST(other.id AS text), '', '' FROM directory_user AS me JOIN directory_user AS other "
    "ON other.id = me.works_from_id OR other.works_from_id = me.id OR other.works_from_id = me.works_from_id "
    "WHERE me.id = %s AND other.id <> me.id"
)
_CLOSED = "SELECT 'closed', CAST(day AS text), COALESCE(office_id, ''), '' FROM directory_holiday"
_CARRIERS = (
    "SELECT 'carrier', CAST(id AS text), office_id, form || ' ' || link || ' ' || name FROM directory_carrier "
    "WHERE active"
)
_RAMADAN = "SELECT 'ramadan', CAST(first_on AS text), CAST(last_on AS text), '' FROM directory_ramadan"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was looked up; `evidence` cuts out what concerns one event."""

    silent: frozenset[str]
    couriers: Mapping[str, frozenset[str]]
    carriers: Mapping[str, Mapping[str, CarrierFacts]]
    closed: Mapping[str, frozenset[date]]
    ramadan: tuple[tuple[date, date], ...]
    possessions: Mapping[UUID, Possession]
    other_accounts: frozenset[str]

    def evidence(self, file: File, event: Event) -> Evidence:
        """The evidence for an event of this file."""
        office = file.face.office
        return Evidence(
            office=office,
            silent_agencies=self.silent,
            also_allowed=file.standards.also_allowed,
            proof_asked=file.standards.proof_asked,
            possession=self.possessions.get(event.id, Possession.NOT_CLAIMED),
            couriers=self.couriers.get(office, frozenset()),
            carriers=self.carriers.get(office, {}),
            calendar=Calendar(ZoneInfo(file.face.zone), self.closed[""] | self.closed[office], self.ramadan),
            promise_hours=file.standards.promise_hours,
            other_accounts=self.other_accounts,
        )


def look_up(events: Sequence[Event], files: Mapping[str, File], person: str, at: datetime) -> Surroundings:
    """Everything for these events, in one statement for the small tables and three for receipts that were shown."""
    rows = _small_tables(events, person)
    couriers: dict[str, set[str]] = defaultdict(set)
    closed: dict[str, set[date]] = defaultdict(set)
    for _what, id, office, roles in rows["courier"]:
        if Role.COURIER in json.loads(roles):
            couriers[office].add(id)
    for _what, day, office, _ in rows["closed"]:
        closed[office].add(date.fromisoformat(day))
    return Surroundings(
        silent=frozenset(code for _what, code, _, _ in rows["silent"]),
        couriers={office: frozenset(ids) for office, ids in couriers.items()},
        carriers=_carriers(rows["carrier"]),
        closed=defaultdict(frozenset, {office: frozenset(days) for office, days in closed.items()}),
        ramadan=tuple((date.fromisoformat(first), date.fromisoformat(last)) for _w, first, last, _ in rows["ramadan"]),
        possessions=_possessions(events, files, at),
        other_accounts=frozenset(id for _what, id, _, _ in rows["account"]),
    )


def _carriers(rows: Iterable[tuple[str, str, str, str]]) -> Mapping[str, Mapping[str, CarrierFacts]]:
    carriers: dict[str, dict[str, CarrierFacts]] = defaultdict(dict)
    for _what, id, office, facts in rows:
        form, link, name = facts.split(" ", 2)
        carriers[office][id] = CarrierFacts(name, NumberForm(form), link)
    return carriers


def _small_tables(events: Iterable[Event], person: str) -> Mapping[str, list[tuple[str, str, str, str]]]:
    kinds = {event.kind for event in events}
    named = sorted({courier_of(event) or person for event in events if event.kind in INTO_A_BAG})
    parts = [_SILENT] if kinds & AT_THE_AGENCY else []
    parts += [_COURIERS.format(marks=", ".join(["%s"] * len(named)))] if named else []
    me = plain_number(person) if kinds & TAKEN_OVER else None
    parts += [_ACCOUNTS] if me is not None else []
    parts += [_CARRIERS] if Kind.CONSIGNED in kinds else []
    parts += [_CLOSED, _RAMADAN] if Kind.DOCUMENTS_COMPLETED in kinds else []
    rows: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), [*named, *([me] if me is not None else [])])
            for row in cursor.fetchall():
                rows[row[0]].append(row)
    return rows


def _possessions(events: Iterable[Event], files: Mapping[str, File], at: datetime) -> Mapping[UUID, Possession]:
    claims = [
        possession.Claim(event.id, files[event.receipt_number].id, event.data["identity_check"], event.secret)
        for event in events
        if event.kind in _HANDOVERS and event.data.get("identity_check") and event.receipt_number in files
    ]
    return possession.judge(claims, at)
