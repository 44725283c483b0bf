"""The cast: one sub-district office, one civil registry, the people who work there and those they serve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import intake, ledger, possession, resident_changes
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome
from siantar.catalogue.models import Service
from siantar.catalogue.seeding import seed_services
from siantar.directory.models import Carrier, Office, User
from siantar.feedback.survey import ShownReceipt
from siantar.messaging import preferences
from siantar.messaging.preferences import MessageWish
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Kind, Method, Role
from tests.clock import CLOCK

OFFICE, AGENCY, THERE = "36.74.02", "36.74-disdukcapil", "36.74.07"  # the town, its registry, and the next office
SITI_NIK = "3674026304850003"
STAFF = {
    "loket": (OFFICE, [Role.COUNTER]),
    "pemeriksa": (OFFICE, [Role.CHECKER]),
    "camat": (OFFICE, [Role.SIGNATORY]),
    "penghubung": (OFFICE, [Role.LIAISON]),
    "dukcapil": (AGENCY, [Role.AGENCY]),
    "pengatur": (OFFICE, [Role.DISPATCHER]),
    "kurir1": (OFFICE, [Role.COURIER]),
    "kurir2": (OFFICE, [Role.COURIER]),
}
HANDOVER = {"relation": "applicant", "identity_check": "ktp_seen"}
COLLECTED = {**HANDOVER, "old_ktp": "collected"}
HEAD = Actor("1", OFFICE, frozenset({Role.SIGNATORY}))  # who may set the office up


@dataclass
class Town:
    """The office with its people; `clock`, the one all doors read, moves a minute with each act."""

    office: Office
    agency: Office
    people: dict[str, Actor]

    @property
    def clock(self) -> datetime:
        """The time it is, here and at the doors."""
        return CLOCK.at

    @clock.setter
    def clock(self, at: datetime) -> None:
        CLOCK.at = at

    def tick(self, minutes: int = 1) -> datetime:
        """A later minute."""
        return CLOCK.move(timedelta(minutes=minutes))

    def tell(
        self, who: str, kind: Kind, number: str, *, at: datetime | None = None, id: UUID | None = None, **more
    ) -> Outcome:
        """One event recorded by a person now (or about the past, with `at`)."""
        now = self.tick()
        event = Event(id or uuid7(now), kind, number, at or now, **more)
        return ledger.record([event], by=self.people[who], at=now)[0]


def enter(client, username: str) -> None:
    """Log somebody of the cast in."""
    assert client.login(username=username, password="rahasia-uji")


def given_town() -> Town:
    """The office, its agency, services and staff."""
    office = Office.objects.create(code=OFFICE, number=2, name="Kecamatan Serpong Utara")
    agency = Office.objects.create(code=AGENCY, number=1, name="Disdukcapil", nature="agency")
    seed_services(office, AGENCY)
    people = {}
    for name, (code, roles) in STAFF.items():
        user = User.objects.create_user(name, password="rahasia-uji", office_id=code, roles=roles)
        people[name] = Actor(str(user.pk), code, frozenset(roles))
    people["warga"] = resident_changes.resident_of(OFFICE)
    return Town(office, agency, people)


def given_file(
    town: Town, service: str = "ktp-el-hilang", *, method: Method = Method.COURIER, complete: bool = True
) -> Application:
    """A file Siti handed in at the counter."""
    offered = Service.objects.get(office=town.office, code=service)
    papers = [intake.Paper(r.code, "original") for r in offered.requirements.all()] if complete else []
    now = town.tick()
    hand_in = intake.HandIn(
        uuid7(now), offered, "Siti Aminah", SITI_NIK, "0812-3456-7890", papers, method,
        intake.Address("Jl. Raya Serpong No. 8", "001", "004", landmark="sebelah masjid"), "",
    )  # fmt: skip
    return intake.hand_in(hand_in, by=town.people["loket"], at=now).application


def given_told_file(
    town: Town,
    service: str = "ktp-el-hilang",
    *,
    channel: ChannelKind = ChannelKind.WHATSAPP,
    address: str = "0812-3456-7890",
    also: Sequence[MessageWish] = (),
    **more,
) -> Application:
    """A file whose owner chose a channel at the counter."""
    file = given_file(town, service, **more)
    for wish in [MessageWish(channel, address), *also]:
        preferences.choose(file, wish, by=town.people["loket"], at=file.handed_in_at)
    return file


def given_finished(town: Town, service: str = "ktp-el-hilang", *, file: Application | None = None) -> Application:
    """A file that went to the agency and came back finished."""
    file = file or given_file(town, service)
    number = file.receipt_number
    for who, kind, more in [
        ("pemeriksa", Kind.CHECK_STARTED, {}),
        ("pemeriksa", Kind.CHECK_PASSED, {}),
        ("penghubung", Kind.SENT, {"to": AGENCY, "bundle": "B1"}),
        ("dukcapil", Kind.ARRIVED, {}),
        ("dukcapil", Kind.COMPLETED, {}),
        ("penghubung", Kind.CAME_BACK, {}),
    ]:
        outcome = town.tell(who, kind, number, **more)
        assert outcome.result == "recorded", outcome
    return file


def given_carrier(name: str = "Antar Cepat", form: str = "free", link: str = "") -> Carrier:
    """An outside carrier of the office."""
    return Carrier.objects.create(office_id=OFFICE, name=name, form=form, link=link)


def given_on_the_road(town: Town, courier: str = "kurir1") -> Application:
    """A finished file in the courier's bag."""
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    assert town.tell(courier, Kind.LOADED, file.receipt_number).result == "recorded"
    return file


def given_collected(town: Town, service: str = "ktp-el-hilang") -> Application:
    """A file whose document Siti has in hand."""
    file = given_finished(town, service)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    outcome = town.tell("loket", Kind.COLLECTED, file.receipt_number, data=COLLECTED, private={"receiver_name": "Siti"})
    assert outcome.stage == "collected", outcome
    return file


def stage_of(file: Application) -> str:
    """The stage now."""
    from siantar.casework.models import Standing

    return Standing.objects.get(application=file).stage


def receipt_of(file: Application) -> ShownReceipt:
    """What somebody shows who has the receipt in hand."""
    return ShownReceipt(pin=possession.pin_of(file))


def given_two_offices() -> Town:
    """The town, and Kecamatan Setu in the same installation; each has its administrator, and the checker a whole name."""
    town = given_town()
    Office.objects.create(code=THERE, number=9, name="Kecamatan Setu")
    for name, office in (("admin", OFFICE), ("admin-setu", THERE)):
        User.objects.create_user(name, password="rahasia-uji", office_id=office, roles=[Role.ADMINISTRATOR])
    User.objects.filter(username="pemeriksa").update(first_name="Bima", last_name="Sakti")
    return town
