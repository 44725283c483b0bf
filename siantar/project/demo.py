"""The demo office: Kecamatan Serpong Utara with invented people and a believable history."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import holidays
from django.db import transaction

from siantar.bundles.models import Batch
from siantar.casework import intake, ledger
from siantar.casework.facts import NewEvent
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.catalogue.seeding import seed_services
from siantar.directory.models import Holiday, Office, Ramadan, Region, User
from siantar.directory.staff import actor_of
from siantar.rules import receipt_number
from siantar.rules.identifiers import uuid7
from siantar.rules.permission import Actor
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import FailureReason, Kind, Method, Role

PASSWORD = "siantar-demo"
OFFICE, AGENCY = "36.74.02", "36.74-disdukcapil"
REGIONS = {
    "36": "Banten",
    "36.74": "Kota Tangerang Selatan",
    "36.74.02": "Serpong Utara",
    "36.74.02.1001": "Pakulonan",
    "36.74.02.1002": "Pakualam",
    "36.74.02.1003": "Pakujaya",
    "36.74.02.1004": "Pondok Jagung",
    "36.74.02.1005": "Pondok Jagung Timur",
    "36.74.02.1006": "Jelupang",
    "36.74.02.1007": "Lengkong Karya",
}
STAFF: dict[str, tuple[str, str, list[Role]]] = {
    "loket": ("Rina Kartika", OFFICE, [Role.COUNTER]),
    "pemeriksa": ("Dedi Supriadi", OFFICE, [Role.CHECKER]),
    "camat": ("Bambang Hermawan", OFFICE, [Role.SIGNATORY]),
    "penghubung": ("Yusuf Maulana", OFFICE, [Role.LIAISON]),
    "dukcapil": ("Sri Wahyuni", AGENCY, [Role.AGENCY]),
    "pengatur": ("Maya Lestari", OFFICE, [Role.DISPATCHER]),
    "kurir1": ("Agus Setiawan", OFFICE, [Role.COURIER]),
    "kurir2": ("Joko Purnomo", OFFICE, [Role.COURIER]),
    "kurir3": ("Eko Wibowo", OFFICE, [Role.COURIER]),
    "walikota": ("Hj. Ratna Dewi", OFFICE, [Role.LEADER]),
    "admin": ("Administrator", OFFICE, [Role.ADMINISTRATOR]),
}
RAMADAN = [
    (date(2025, 3, 1), date(2025, 3, 30)),
    (date(2026, 2, 18), date(2026, 3, 19)),
    (date(2027, 2, 8), date(2027, 3, 9)),
]
FIRST = [
    "Siti",
    "Budi",
    "Agus",
    "Dewi",
    "Rudi",
    "Sri",
    "Eka",
    "Putri",
    "Andi",
    "Nur",
    "Ahmad",
    "Fitri",
    "Hendra",
    "Lina",
    "Joko",
    "Wati",
    "Iwan",
    "Yuni",
    "Dian",
    "Rahmat",
]
LAST = [
    "Aminah",
    "Santoso",
    "Wijaya",
    "Lestari",
    "Hidayat",
    "Rahayu",
    "Saputra",
    "Kusuma",
    "Pratama",
    "Handayani",
    "Nugroho",
    "Suryani",
    "Maulana",
]
STREETS = [
    "Jl. Raya Serpong",
    "Jl. Bhayangkara",
    "Jl. Kelapa Puan",
    "Jl. Masjid Al-Ikhlas",
    "Gg. Mawar",
    "Jl. Jelupang Raya",
]


def furnish(at: datetime) -> None:
    """Offices, services, holidays and staff; what is there already stays."""
    for code, name in REGIONS.items():
        Region.objects.get_or_create(code=code, defaults={"name": name})
    Office.objects.get_or_create(
        code=AGENCY,
        defaults={"number": 1, "nature": Office.Nature.AGENCY, "name": "Disdukcapil Kota Tangerang Selatan"},
    )
    office, _ = Office.objects.get_or_create(
        code=OFFICE,
        defaults={
            "number": 2,
            "name": "Kecamatan Serpong Utara",
            "address": "Kecamatan Serpong Utara, Kota Tangerang Selatan",
            "hours": "Senin-Jumat 07.30-16.00 (Jumat sampai 16.30)",
            "complaint_channel": "Loket pengaduan atau SP4N-LAPOR (lapor.go.id)",
            "region_id": OFFICE,
        },
    )
    seed_services(office, AGENCY)
    _calendar(at)
    for username, (name, place, roles) in STAFF.items():
        _person(username, name, place, roles)


def _calendar(at: datetime) -> None:
    for year in (at.year - 1, at.year, at.year + 1):
        days = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
        for day, name in days.items():
            Holiday.objects.get_or_create(day=day, office=None, defaults={"name": name[:120]})
    for first, last in RAMADAN:
        Ramadan.objects.get_or_create(first_on=first, defaults={"last_on": last})


def _person(username: str, name: str, place: str, roles: list[Role]) -> None:
    if User.objects.filter(username=username).exists():
        return
    first, _, last = name.partition(" ")
    admin = Role.ADMINISTRATOR in roles
    user = User(username=username, first_name=first, last_name=last, office_id=place, roles=list(roles))
    user.is_staff = user.is_superuser = admin
    user.set_password(PASSWORD)
    user.save()


@dataclass(frozen=True, slots=True)
class Told:
    """One step of an invented life, to be recorded in bulk with those of others."""

    who: str
    event: NewEvent


def write_history(applications: int, at: datetime) -> None:
    """Invent `applications` more files in all stages, spread over the year before `at`."""
    chance = random.Random(applications)
    people = {name: actor_of(User.objects.get(username=name), at) for name in STAFF}
    services = list(Service.objects.filter(office=OFFICE, active=True).select_related("office"))
    left = applications
    while left:
        size = min(left, 500)
        with transaction.atomic():
            steps = [_invent(chance, services, people, at) for _ in range(size)]
            _record(steps, people)
        left -= size


def _invent(chance: random.Random, services: list[Service], people: dict[str, Actor], at: datetime) -> list[Told]:
    start = _opening(chance, at)
    service = chance.choice(services)
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(16000))
    woman = 40 * chance.randrange(2)
    nik = f"367402{born.day + woman:02d}{born:%m%y}{chance.randrange(1, 9999):04d}"
    complete = chance.random() > 0.12
    papers = [intake.Paper(r.code, chance.choice(["original", "copy"])) for r in service.requirements.all()]
    asked = intake.HandIn(
        id=uuid7(start),
        service=service,
        name=name,
        nik=nik,
        phone=f"0812{chance.randrange(10**8):08d}",
        papers=papers if complete else papers[1:],
        method=chance.choice([Method.COURIER, Method.COURIER, Method.COUNTER]),
        address=intake.Address(
            f"{chance.choice(STREETS)} No. {chance.randrange(1, 120)}",
            f"{chance.randrange(1, 12):03d}",
            f"{chance.randrange(1, 9):03d}",
            f"36.74.02.{chance.randrange(1001, 1008)}",
            chance.choice(["sebelah masjid", "depan warung", "pagar hijau", "dekat pos ronda"]),
        ),
    )
    application = intake.hand_in(asked, by=people["loket"], at=start).application
    return _life(chance, application, service, complete, (start, at))


def _opening(chance: random.Random, at: datetime) -> datetime:
    """A morning within the last year; recent days more often, so that every stage is seen."""
    days = int(min(chance.expovariate(1 / 60), 360)) + chance.randrange(3)
    day = at - timedelta(days=days)
    return min(day.replace(hour=1, minute=chance.randrange(60), second=chance.randrange(60)), at - timedelta(hours=1))


def _life(
    chance: random.Random, file: Application, service: Service, complete: bool, span: tuple[datetime, datetime]
) -> list[Told]:
    """The events of one file until today."""
    told: list[Told] = []
    now, end = span

    def tell(who: str, kind: Kind, hours: float, **more: object) -> None:
        nonlocal now
        now += timedelta(hours=hours * chance.uniform(0.5, 1.5))
        told.append(Told(who, NewEvent(uuid7(now), kind, file.receipt_number, now, **more)))  # type: ignore[arg-type]

    if not complete:
        if chance.random() < 0.3:
            return []
        tell("loket", Kind.DOCUMENTS_COMPLETED, 30)
    tell("pemeriksa", Kind.CHECK_STARTED, 2)
    tell("pemeriksa", Kind.CHECK_PASSED, 2)
    if service.steps[0]:
        tell("penghubung", Kind.SENT, 20, to=AGENCY, batch="")
        tell("dukcapil", Kind.ARRIVED, 2)
        if chance.random() < 0.1:
            tell("dukcapil", Kind.HELD, 5, reason="data_centre")
            tell("dukcapil", Kind.RESUMED, 40)
        tell("dukcapil", Kind.COMPLETED, 30)
        if service.digital:
            tell("dukcapil", Kind.ISSUED_DIGITALLY, 1)
            return [one for one in told if one.event.occurred_at <= end]
        tell("penghubung", Kind.CAME_BACK, 20)
    else:
        tell("camat", Kind.SIGNED, 5)
    tell("loket", Kind.MADE_READY, 2)
    _way_home(chance, file, tell)
    return [one for one in told if one.event.occurred_at <= end]


def _way_home(chance: random.Random, file: Application, tell: object) -> None:
    say = tell
    assert callable(say)
    receiver = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
    more = {"data": receiver, "private": {"receiver_name": file.applicant_name}}
    if file.address_sealed is None:
        say("loket", Kind.COLLECTED, 30, **more)
        return
    courier = chance.choice(["kurir1", "kurir2", "kurir3"])
    say(courier, Kind.LOADED, 20)
    if chance.random() < 0.15:
        say(courier, Kind.DELIVERY_FAILED, 2, reason=str(chance.choice(list(FailureReason))))
        say(courier, Kind.UNLOADED, 4)
        say(courier, Kind.LOADED, 18)
    say(courier, Kind.DELIVERED, 2, **more)


def _record(lives: list[list[Told]], people: dict[str, Actor]) -> None:
    """Record the lives step by step, all files at once; each person's acts of a step in one call."""
    for step in range(max(map(len, lives), default=0)):
        by_person: dict[str, list[NewEvent]] = defaultdict(list)
        for life in lives:
            if step < len(life):
                by_person[life[step].who].append(life[step].event)
        for who, events in by_person.items():
            if events[0].kind is Kind.SENT:
                events = _bundled(events, people[who])  # noqa: PLW2901
            ledger.record(events, by=people[who], at=max(event.occurred_at for event in events))


def _bundled(events: list[NewEvent], by: Actor) -> list[NewEvent]:
    """The files that leave together get a bundle."""
    from dataclasses import replace

    number = receipt_number.issue(2, kind=NumberKind.BATCH)
    made_at = max(event.occurred_at for event in events)
    batch = Batch.objects.create(
        number=number, origin_id=OFFICE, target_id=AGENCY, made_by_id=int(by.person), made_at=made_at,
        status=Batch.Status.ARRIVED, sent_at=made_at, arrived_at=made_at,
    )  # fmt: skip
    numbers = [event.receipt_number for event in events]
    ids = Application.objects.filter(receipt_number__in=numbers).values_list("pk", flat=True)
    batch.items.model.objects.bulk_create(
        batch.items.model(batch=batch, application_id=pk, position=place, found="arrived")
        for place, pk in enumerate(ids, 1)
    )
    return [replace(event, batch=number) for event in events]


def addresses(base: str) -> str:
    """What `make run` prints: where to go and as whom."""
    names = "\n".join(f"  {user:<11} {name} ({', '.join(roles)})" for user, (name, _o, roles) in STAFF.items())
    return f"\nSiantar: {base}\nMasuk di {base}/masuk/ dengan kata sandi {PASSWORD}:\n{names}\n"


def now() -> datetime:
    """The clock of the demo."""
    return datetime.now(UTC)
