"""A believable year for the demo office: invented people, told in order through the real acts.

A working day has five marks at which officers record what they did in the quarter of an hour before; so that events of
many files can be recorded together and five thousand files take less than a minute.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from siantar.bundles import batches
from siantar.bundles.models import Batch
from siantar.casework import intake, ledger
from siantar.catalogue.models import Service
from siantar.demo.office import AGENCY, OFFICE, STAFF
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.rules.access import Actor
from siantar.rules.event import Event, Paper, PaperKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import FailureReason, Kind, Method
from siantar.rules.working_time import windows_on

SLOTS = (time(8, 30), time(10, 0), time(11, 20), time(13, 40), time(15, 0))
LEAVES_AT = 3  # the slot in which the liaison goes
DAYS = 250
FIRST = (
    "Siti", "Budi", "Agus", "Dewi", "Rudi", "Sri", "Eka", "Putri", "Andi", "Nur", "Ahmad", "Fitri", "Hendra", "Lina",
    "Joko", "Wati", "Iwan", "Yuni", "Dian", "Rahmat",
)  # fmt: skip
LAST = (
    "Aminah", "Santoso", "Wijaya", "Lestari", "Hidayat", "Rahayu", "Saputra", "Kusuma", "Pratama", "Handayani",
    "Nugroho", "Suryani", "Maulana",
)  # fmt: skip
STREETS = (
    "Jl. Raya Serpong", "Jl. Bhayangkara", "Jl. Kelapa Puan", "Jl. Masjid Al-Ikhlas", "Gg. Mawar", "Jl. Jelupang Raya",
)  # fmt: skip
LANDMARKS = ("sebelah masjid", "depan warung", "pagar hijau", "dekat pos ronda")


@dataclass
class Agenda:
    """What is due at which mark: events by person, files that leave in a bundle, bundles that arrive."""

    events: dict[int, list[tuple[str, Event]]] = field(default_factory=lambda: defaultdict(list))
    out: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    back: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    there: dict[int, list[Batch]] = field(default_factory=lambda: defaultdict(list))
    home: dict[int, list[Batch]] = field(default_factory=lambda: defaultdict(list))


class DemoYear:
    """One telling of the past until `at`."""

    def __init__(self, applications: int, at: datetime) -> None:
        self.chance = random.Random(applications)
        self.office = Office.objects.get(code=OFFICE)
        self.agency = Office.objects.get(code=AGENCY)
        self.people: dict[str, Actor] = {name: actor_of(User.objects.get(username=name), at) for name in STAFF}
        self.services = list(Service.objects.filter(office=OFFICE, active=True).select_related("office"))
        self.marks = list(_marks(self.office, at))
        self.agenda = Agenda()
        self.openings = sorted(self._opening() for _ in range(applications))

    def tell(self) -> None:
        """Everything in the order it happened, a day a transaction."""
        waiting = iter(self.openings)
        next_opening = next(waiting, None)
        for first in range(0, len(self.marks), len(SLOTS)):
            with transaction.atomic():
                for mark in range(first, min(first + len(SLOTS), len(self.marks))):
                    while next_opening == mark:
                        self._hand_in(mark)
                        next_opening = next(waiting, None)
                    self._happen(mark)

    def _opening(self) -> int:
        """A mark to hand in at; recent days more often, so that every stage is seen."""
        days = len(self.marks) // len(SLOTS)
        ago = self.chance.randrange(5) if self.chance.random() < 0.12 else self.chance.randrange(days)
        return min((days - 1 - ago) * len(SLOTS) + self.chance.randrange(3), len(self.marks) - 1)

    def _before(self, mark: int) -> datetime:
        return self.marks[mark] - timedelta(seconds=self.chance.randrange(30, 840))

    def _hand_in(self, mark: int) -> None:
        chance, at = self.chance, self._before(mark)
        service = chance.choice(self.services)
        complete = chance.random() > 0.12
        papers = [
            Paper(r.code, chance.choice([PaperKind.ORIGINAL, PaperKind.COPY])) for r in service.requirements.all()
        ]
        hand_in = intake.HandIn(
            id=uuid7(at),
            service=service,
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            nik=_nik(chance),
            phone=f"0812{chance.randrange(10**8):08d}",
            papers=papers if complete else papers[1:],
            method=chance.choice([Method.COURIER, Method.COURIER, Method.COUNTER]),
            address=intake.Address(
                f"{chance.choice(STREETS)} No. {chance.randrange(1, 120)}",
                f"{chance.randrange(1, 12):03d}",
                f"{chance.randrange(1, 9):03d}",
                f"{OFFICE}.{chance.randrange(1001, 1008)}",
                chance.choice(LANDMARKS),
            ),
        )
        receipt = intake.hand_in(hand_in, by=self.people["loket"], at=at)
        self._plan(receipt.application.receipt_number, hand_in, mark, complete=receipt.stage == "received")

    def _plan(self, number: str, hand_in: intake.HandIn, mark: int, *, complete: bool) -> None:
        """Put the life of a file on the agenda; what lies in the future is never reached."""
        chance = self.chance
        if not complete:
            if chance.random() < 0.3:
                return
            mark = self._at(number, mark, "loket", Kind.DOCUMENTS_COMPLETED, chance.randrange(3, 30))
        mark = self._at(number, mark, "pemeriksa", Kind.CHECK_STARTED, chance.randrange(1, 4))
        mark = self._at(number, mark, "pemeriksa", Kind.CHECK_PASSED, chance.randrange(1, 3))
        if not hand_in.service.steps[0]:
            mark = self._at(number, mark, "camat", Kind.SIGNED, chance.randrange(1, 6))
        else:
            mark = _next_slot(mark, LEAVES_AT)
            self.agenda.out[mark].append(number)
            mark += 1
            if chance.random() < 0.1:
                mark = self._at(number, mark, "dukcapil", Kind.HELD, 1, reason="data_centre")
                mark = self._at(number, mark, "dukcapil", Kind.RESUMED, chance.randrange(5, 30))
            mark = self._at(number, mark, "dukcapil", Kind.COMPLETED, chance.randrange(3, 15))
            if hand_in.service.digital:
                mark = self._at(number, mark, "dukcapil", Kind.ISSUED_DIGITALLY, 1)
            mark = _next_slot(mark, LEAVES_AT)
            self.agenda.back[mark].append(number)
            mark += 1
        if hand_in.service.digital:
            return
        mark = self._at(number, mark, "loket", Kind.MADE_READY, chance.randrange(1, 4))
        self._plan_way_home(number, hand_in, mark)

    def _plan_way_home(self, number: str, hand_in: intake.HandIn, mark: int) -> None:
        chance = self.chance
        handed = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
        more = {"data": handed, "private": {"receiver_name": hand_in.name}}
        if hand_in.method is Method.COUNTER:
            self._at(number, mark, "loket", Kind.COLLECTED, chance.randrange(2, 40), **more)
            return
        courier = chance.choice(["kurir1", "kurir2", "kurir3"])
        mark = self._at(number, _next_slot(mark, 0), courier, Kind.LOADED, 0)
        if chance.random() < 0.15:
            reason = str(chance.choice(list(FailureReason)))
            mark = self._at(number, mark, courier, Kind.DELIVERY_FAILED, chance.randrange(1, 4), reason=reason)
            mark = self._at(number, mark, courier, Kind.UNLOADED, 1)
            mark = self._at(number, _next_slot(mark, 0), courier, Kind.LOADED, 0)
        self._at(number, mark, courier, Kind.DELIVERED, chance.randrange(1, 4), **more)

    def _at(self, number: str, mark: int, who: str, kind: Kind, later: int, **more: object) -> int:
        """Plan an event `later` marks after `mark`; the mark it is planned for."""
        mark += later
        if mark < len(self.marks):
            at = self._before(mark)
            event = Event(uuid7(at), kind, number, at, **more)  # type: ignore[arg-type]
            self.agenda.events[mark].append((who, event))
        return mark

    def _happen(self, mark: int) -> None:
        at, agenda = self.marks[mark], self.agenda
        for batch in agenda.there.pop(mark, []):
            batches.record_for_all(batch, Kind.ARRIVED, by=self.people["dukcapil"], at=at)
        for batch in agenda.home.pop(mark, []):
            batches.record_for_all(batch, Kind.CAME_BACK, by=self.people["penghubung"], at=at)
        by_person: dict[str, list[Event]] = defaultdict(list)
        for who, event in agenda.events.pop(mark, []):
            by_person[who].append(event)
        for who, events in by_person.items():
            for start in range(0, len(events), ledger.MOST):
                ledger.record(events[start : start + ledger.MOST], by=self.people[who], at=at)
        self._send(agenda.out.pop(mark, []), "penghubung", self.agency, agenda.there[mark + 1], at)
        self._send(agenda.back.pop(mark, []), "dukcapil", self.office, agenda.home[mark + 1], at)

    def _send(self, numbers: list[str], who: str, to: Office, arriving: list[Batch], at: datetime) -> None:
        if numbers:
            batch = batches.make(numbers, by=self.people[who], to=to, at=at)
            batches.hand_over(batch, self.people[who], at)
            arriving.append(batch)


def write_history(applications: int, at: datetime) -> None:
    """Invent `applications` more files in all stages, spread over the year before `at`."""
    DemoYear(applications, at).tell()


def _marks(office: Office, at: datetime) -> Iterator[datetime]:
    """The marks of the last working days of the office, up to `at`."""
    zone, calendar = ZoneInfo(office.zone), calendar_of(office)
    today = at.astimezone(zone).date()
    days = [day for day in _days_until(today) if windows_on(calendar, day)][-DAYS:]
    for day in days:
        for slot in SLOTS:
            mark = datetime.combine(day, slot, zone)
            if mark <= at:
                yield mark


def _days_until(today: date) -> Iterator[date]:
    yield from (today - timedelta(days=ago) for ago in range(380, -1, -1))


def _next_slot(mark: int, slot: int) -> int:
    """The first mark after `mark` in this slot of a day."""
    return mark + 1 + (slot - mark - 1) % len(SLOTS)


def _nik(chance: random.Random) -> str:
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(16000))
    woman = 40 * chance.randrange(2)
    return f"367402{born.day + woman:02d}{born:%m%y}{chance.randrange(1, 9999):04d}"
