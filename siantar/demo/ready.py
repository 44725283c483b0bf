"""A morning for the demo's dispatcher: documents that are finished and wait to be brought home."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from siantar.bundles import batches
from siantar.casework import intake, ledger
from siantar.casework.models import Standing
from siantar.catalogue.models import Service
from siantar.demo.office import AGENCY, OFFICE, STAFF
from siantar.demo.year import FIRST, LANDMARKS, LAST, STREETS
from siantar.directory.models import Office, Region, User
from siantar.directory.staff import actor_of
from siantar.rules.access import Actor
from siantar.rules.event import Event, Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Method, Stage

LETTERS, CARDS = 22, 10
SCATTER = 0.006  # degrees around the middle of a kelurahan, some 650 m
WAITING = (Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED)


def lay_ready(at: datetime) -> None:
    """Thirty-two documents ready to go out; nothing where some wait already."""
    if Standing.objects.filter(office=OFFICE, stage__in=WAITING).count() < 8:
        make_ready(at, letters=LETTERS, cards=CARDS)


def make_ready(at: datetime, *, letters: int, cards: int) -> list[str]:
    """Make so many documents ready to go out, by the real acts from the counter on; their receipt numbers."""
    chance = random.Random(7)
    people = {user.username: actor_of(user, at) for user in User.objects.filter(username__in=STAFF)}
    offered = {service.code: service for service in Service.objects.filter(office=OFFICE, digital=False)}
    by_camat = [service for service in offered.values() if service.steps == [""]]
    by_agency = [service for service in offered.values() if service.steps == [AGENCY]]
    start = at - timedelta(days=2)
    signed = [_hand_in(chance, chance.choice(by_camat), people["loket"], start) for _ in range(letters)]
    printed = [_hand_in(chance, chance.choice(by_agency), people["loket"], start) for _ in range(cards)]
    checks = ((Kind.CHECK_STARTED, 30), (Kind.CHECK_PASSED, 60))
    for kind, minutes in checks:
        _tell(people["pemeriksa"], kind, [*signed, *printed], start + timedelta(minutes=minutes))
    _tell(people["camat"], Kind.SIGNED, signed, start + timedelta(hours=3))
    if printed:
        _through_the_agency(printed, people, start + timedelta(hours=3))
    _tell(people["loket"], Kind.MADE_READY, [*signed, *printed], start + timedelta(days=1))
    return [*signed, *printed]


def _hand_in(chance: random.Random, service: Service, by: Actor, at: datetime) -> str:
    village = chance.choice(list(Region.objects.filter(code__startswith=f"{OFFICE}.")))
    located = chance.random() < 0.6 and village.lat is not None and village.lon is not None
    hand_in = intake.HandIn(
        id=uuid7(at),
        service=service,
        name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
        phone=f"0812{chance.randrange(10**8):08d}",
        papers=[Paper(requirement.code, PaperKind.ORIGINAL) for requirement in service.requirements.all()],
        method=Method.COURIER,
        address=intake.Address(
            f"{chance.choice(STREETS)} No. {chance.randrange(1, 120)}",
            f"{chance.randrange(1, 12):03d}",
            f"{chance.randrange(1, 9):03d}",
            village.code,
            chance.choice(LANDMARKS),
            (village.lat or 0) + chance.uniform(-SCATTER, SCATTER) if located else None,
            (village.lon or 0) + chance.uniform(-SCATTER, SCATTER) if located else None,
        ),
    )
    return intake.hand_in(hand_in, by=by, at=at).application.receipt_number


def _tell(by: Actor, kind: Kind, numbers: list[str], at: datetime) -> None:
    ledger.record([Event(uuid7(at), kind, number, at) for number in numbers], by=by, at=at)


def _through_the_agency(numbers: list[str], people: dict[str, Actor], at: datetime) -> None:
    offices = {office.code: office for office in Office.objects.filter(code__in=(OFFICE, AGENCY))}
    there = batches.make(numbers, by=people["penghubung"], to=offices[AGENCY], at=at)
    batches.hand_over(there, people["penghubung"], at)
    batches.record_for_all(there, Kind.ARRIVED, by=people["dukcapil"], at=at + timedelta(hours=1))
    _tell(people["dukcapil"], Kind.COMPLETED, numbers, at + timedelta(hours=4))
    home = batches.make(numbers, by=people["dukcapil"], to=offices[OFFICE], at=at + timedelta(hours=5))
    batches.hand_over(home, people["dukcapil"], at + timedelta(hours=5))
    batches.record_for_all(home, Kind.CAME_BACK, by=people["penghubung"], at=at + timedelta(hours=6))
