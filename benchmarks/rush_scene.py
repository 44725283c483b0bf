"""What the rush needs before it begins: offices with counters, couriers and files ready to go out, by the real acts.

`python -m benchmarks.rush_scene FOLDER OFFICES COUNTERS COURIERS FILES` fills the database of SIANTAR_DATABASE_URL and
writes tokens and receipt numbers to FOLDER/scene.json; `python -m benchmarks.rush_scene plans COUNT` asks for plans, `...
calm` takes back those that were not made, and `... counts` says what is in the database.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

from benchmarks.planning import town
from siantar import clock

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import F  # noqa: E402

from siantar.casework import intake, ledger  # noqa: E402
from siantar.casework.models import Application, EventRow  # noqa: E402
from siantar.catalogue.models import Service  # noqa: E402
from siantar.catalogue.seeding import seed_services  # noqa: E402
from siantar.delivery import planning_queue  # noqa: E402
from siantar.delivery.models import Planning  # noqa: E402
from siantar.demo import office as demo  # noqa: E402
from siantar.demo.year import FIRST, LAST, STREETS  # noqa: E402
from siantar.directory.models import Office, User  # noqa: E402
from siantar.directory.staff import actor_of  # noqa: E402
from siantar.directory.tokens import issue_token  # noqa: E402
from siantar.rules.access import Actor  # noqa: E402
from siantar.rules.event import Event, Paper, PaperKind  # noqa: E402
from siantar.rules.identifiers import uuid7  # noqa: E402
from siantar.rules.vocabulary import Kind, Method, Role  # noqa: E402

SERVICE, VILLAGE, STOPS, COURIERS_OUT = "pengantar-skck", "36.74.02.1006", 40, 3
READY = ((Kind.CHECK_STARTED, Role.CHECKER), (Kind.CHECK_PASSED, Role.CHECKER), (Kind.SIGNED, Role.SIGNATORY), (Kind.MADE_READY, Role.COUNTER))


def furnish(offices: int, at: datetime) -> list[Office]:
    """The demo office, and others like it beside it."""
    demo.furnish(at)
    for place in range(1, offices):
        office, is_new = Office.objects.get_or_create(
            code=f"36.74.{50 + place}", defaults={"number": 50 + place, "name": f"Kecamatan {place}", "region_id": demo.OFFICE}
        )
        if is_new:
            seed_services(office, demo.AGENCY)
    return list(Office.objects.filter(nature=Office.Nature.OFFICE).order_by("code")[:offices])


def _staff(offices: list[Office], role: Role, count: int, at: datetime) -> list[tuple[User, str, str]]:
    """People of a role, in turn at each office: the person, a token, the office."""
    people = []
    for place in range(count):
        office = offices[place % len(offices)]
        user, _is_new = User.objects.get_or_create(username=f"{role}-{place}", defaults={"office": office, "roles": [str(role)]})
        people.append((user, issue_token(user, at), office.code))
    return people


def hand_in(service: Service, by: Actor, chance: random.Random, at: datetime) -> str:
    """A file that is to be brought home; its receipt number."""
    papers = [Paper(need.code, PaperKind.ORIGINAL) for need in service.requirements.all()]
    where = intake.Address(f"{chance.choice(STREETS)} No. {chance.randrange(1, 120)}", "001", "004", VILLAGE)
    name, phone = f"{chance.choice(FIRST)} {chance.choice(LAST)}", f"0812{chance.randrange(10**8):08d}"
    wish = intake.HandIn(uuid7(at), service, name, "", phone, papers, Method.COURIER, where)
    return intake.hand_in(wish, by=by, at=at).application.receipt_number


def lay_ready(office: Office, hands: dict[Role, Actor], count: int, at: datetime) -> list[str]:
    """So many files of an office, from the counter to where a courier takes them."""
    service = Service.objects.get(office=office, code=SERVICE)
    chance, begun = random.Random(office.code), at - timedelta(days=2)
    with transaction.atomic():
        numbers = [hand_in(service, hands[Role.COUNTER], chance, begun) for _ in range(count)]
    for hours, (kind, role) in enumerate(READY, 1):
        then = begun + timedelta(hours=hours)
        for start in range(0, count, 500):
            events = [Event(uuid7(then), kind, number, then) for number in numbers[start : start + 500]]
            outcomes = ledger.record(events, by=hands[role], at=then)
            assert {outcome.result for outcome in outcomes} == {"recorded"}, outcomes[0]
    return numbers


def write(folder: Path, offices: int, counters: int, couriers: int, files: int) -> None:
    """Fill, and write down what the rush needs."""
    call_command("migrate", verbosity=0)
    at = clock.now().replace(microsecond=0)
    places = furnish(offices, at)
    people = {role: _staff(places, role, len(places), at) for role in (Role.CHECKER, Role.SIGNATORY)}
    people |= {Role.COUNTER: _staff(places, Role.COUNTER, counters, at), Role.COURIER: _staff(places, Role.COURIER, couriers, at)}
    ready: dict[str, list[str]] = {}
    for office in places:
        hands = {role: actor_of(next(user for user, _token, code in people[role] if code == office.code), at) for role in people if role != Role.COURIER}
        ready[office.code] = lay_ready(office, hands, files // len(places), at)
    EventRow.objects.filter(relayed_at=None).update(relayed_at=F("recorded_at"))  # nothing of yesterday is left to do
    service = Service.objects.get(office=places[0], code=SERVICE)
    scene = {
        "ready": ready,
        "papers": [{"requirement": need.code, "kind": "original"} for need in service.requirements.all()],
        **{str(role): [[token, office] for _user, token, office in held] for role, held in people.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scene.json").write_text(json.dumps(scene))


def ask_for_plans(count: int) -> None:
    """The day's plan of so many offices, in turn."""
    at, offices = clock.now(), Office.objects.filter(nature=Office.Nature.OFFICE).order_by("code")
    codes = [office.code for office in offices]
    for place in range(count):
        problem = town(STOPS, COURIERS_OUT, place)
        wish = planning_queue.Wish(codes[place % len(codes)], at.date(), problem, planning_queue.default_seconds(STOPS))
        planning_queue.ask(wish, at)


def counts() -> dict[str, Any]:
    """What is in the database."""
    return {
        "files": Application.objects.count(),
        "events": EventRow.objects.count(),
        "conflicts": EventRow.objects.exclude(conflict="").count(),
        "plans": Planning.objects.count(),
        "plans done": Planning.objects.filter(status=Planning.Status.DONE).count(),
    }


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["plans", count]:
            ask_for_plans(int(count))
        case ["calm"]:
            Planning.objects.exclude(status=Planning.Status.DONE).delete()
        case ["counts"]:
            print(json.dumps(counts()))
        case [folder, *sizes]:
            write(Path(folder), *map(int, sizes))
