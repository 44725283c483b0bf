"""Every kind of event x role x office, through the form of the file's page and through the phone: the gate's table decides.

Whoever has no line writes nothing; whoever has one, and sees the file, records: so that no walk is empty.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pytest
from django.db import transaction

from siantar.casework import queries
from siantar.casework.models import Application, EventRow
from siantar.directory.models import Office, User
from siantar.faces.frame import actions
from siantar.rules.access import EVENTS, Actor, Scope
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import LETTER_KINDS, Kind, Method, Role
from tests.clock import CLOCK
from tests.house.test_gate import ELSEWHERE
from tests.people import AGENCY, HANDOVER, OFFICE, Town, given_file, given_finished, given_on_the_road, given_town

PLACES = {"office": OFFICE, "agency": AGENCY, "foreign": ELSEWHERE}
REACHED = {
    "office": {Scope.OFFICE, Scope.BAG, Scope.INTO_BAG},
    "agency": {Scope.AGENCY},
    "foreign": frozenset(),
}
STAFF_ROLES = [role for role in Role if role is not Role.RESIDENT]
CHECKING = [("pemeriksa", Kind.CHECK_STARTED, {})]
PASSED = [*CHECKING, ("pemeriksa", Kind.CHECK_PASSED, {})]
SENT = [*PASSED, ("penghubung", Kind.SENT, {"to": AGENCY, "bundle": "B1"})]
ARRIVED = [*SENT, ("dukcapil", Kind.ARRIVED, {})]
HELD = [*ARRIVED, ("dukcapil", Kind.HELD, {"reason": "data_centre"})]
COMPLETED = [*ARRIVED, ("dukcapil", Kind.COMPLETED, {})]
WRONG_PIN = {
    "data": {**HANDOVER, "identity_check": "pin"},
    "private": {"receiver_name": "Siti"},
    "secret": {"pin": "x"},
}
BROUGHT = {"paper-kk": "copy", "paper-surat-kehilangan-polisi": "original"}


def after(steps=(), service: str = "ktp-el-hilang", **more) -> Callable[[Town], Application]:
    """A file that came this far."""

    def come_this_far(town: Town) -> Application:
        file = given_file(town, service, **more)
        for who, kind, words in steps:
            assert town.tell(who, kind, file.receipt_number, **words).result == "recorded", kind
        return file

    return come_this_far


def on_the_road(*steps) -> Callable[[Town], Application]:
    """A file in the bag of kurir1, and what happened then."""

    def come_this_far(town: Town) -> Application:
        file = given_on_the_road(town)
        for who, kind, words in steps:
            assert town.tell(who, kind, file.receipt_number, **words).result != "refused", kind
        return file

    return come_this_far


def ready(town: Town) -> Application:
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    return file


# Where a file stands when this kind comes next; else it is in a courier's bag.
BEFORE: dict[Kind, Callable[[Town], Application]] = {
    Kind.DOCUMENTS_COMPLETED: after(complete=False),
    Kind.CHECK_STARTED: after(),
    Kind.FOUND_INCOMPLETE: after(CHECKING),
    Kind.CHECK_PASSED: after(CHECKING),
    Kind.REJECTED: after(CHECKING),
    Kind.CANCELLED: after(),
    Kind.SIGNED: after(PASSED, "sktm", method=Method.COUNTER),
    Kind.SENT: after(PASSED),
    Kind.ARRIVED: after(SENT),
    Kind.HELD: after(ARRIVED),
    Kind.COMPLETED: after(ARRIVED),
    Kind.RETURNED: after(ARRIVED),
    Kind.RESUMED: after(HELD),
    Kind.ISSUED_DIGITALLY: after(COMPLETED, "kk-baru", method=Method.COUNTER),
    Kind.SENT_BACK: after(COMPLETED),
    Kind.CAME_BACK: after(COMPLETED),
    Kind.MADE_READY: given_finished,
    Kind.LOADED: ready,
    Kind.UNLOADED: on_the_road(("kurir1", Kind.DELIVERY_FAILED, {"reason": "house_empty"})),
    Kind.WENT_MISSING: ready,
    Kind.FOUND: on_the_road(("pengatur", Kind.WENT_MISSING, {"reason": "tidak ada"})),
    Kind.REDIRECT_STOPPED: after((("warga", Kind.REDIRECT_ASKED, {"private": {"phone": "+6281311112222"}}),)),
    Kind.CORRECTED: on_the_road(("kurir1", Kind.DELIVERED, WRONG_PIN)),
}
NO_FORM = actions.ELSEWHERE - {Kind.CORRECTED} | {Kind.HANDED_IN}
NO_PHONE = LETTER_KINDS | {Kind.HANDED_IN, Kind.INTAKE_CORRECTED, Kind.CORRECTED}


@pytest.fixture
def cast(db):
    """The office, and one person of each role in each place; the courier of the office is the one with the bag."""
    town = given_town()
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    people = {}
    for place, role in product(PLACES, STAFF_ROLES):
        name = "kurir1" if (place, role) == ("office", Role.COURIER) else f"pintu-{place}-{role}"
        user, _new = User.objects.get_or_create(username=name, defaults={"office_id": PLACES[place], "roles": [role]})
        people[place, role] = user
    return town, people


def by_form(client, kind: Kind, file: Application) -> None:
    judged = EventRow.objects.filter(application=file).exclude(conflict="").values_list("pk", flat=True).first()
    reason = "data_centre" if kind is Kind.HELD else "alasan"
    form = {"kind": kind, "reason": reason, "confirmed": "1", **BROUGHT, "uphold": str(judged or "")}
    client.post(f"/berkas/{file.receipt_number}/tindakan/", form)


def by_phone(client, kind: Kind, file: Application) -> None:
    data = {**HANDOVER, "receiver_name": "Siti", "old_ktp": "collected", "to": AGENCY, "method": "counter"}
    event = {"id": str(uuid7(CLOCK.at)), "type": kind, "receipt_number": file.receipt_number,
             "occurred_at": CLOCK.at.isoformat(), "reason": "house_empty", "data": data}  # fmt: skip
    body = {"sent_at": CLOCK.at.isoformat(), "events": [event]}
    client.post("/kurir/kirim/", json.dumps(body), content_type="application/json")


def recorded_by(client, user: User, door: Callable[..., None], kind: Kind, file: Application) -> bool:
    """Whether the door wrote an event of any kind into the file; all is as before afterwards."""
    client.force_login(user)
    before = EventRow.objects.filter(application=file).count()
    with transaction.atomic():
        door(client, kind, file)
        written = EventRow.objects.filter(application=file).count() > before
        transaction.set_rollback(True)
    return written


def granted(kind: Kind, place: str, role: Role) -> bool:
    """What the table says."""
    return any(grant.role is role and grant.scope in REACHED[place] for grant in EVENTS[kind])


@pytest.mark.parametrize("kind", Kind)
def test_the_form_records_of_each_kind_what_the_table_grants(client, cast, kind):
    town, people = cast
    file = BEFORE.get(kind, given_on_the_road)(town)
    town.tick()
    expected, recorded = set(), set()
    for (place, role), user in people.items():
        actor = Actor(str(user.pk), PLACES[place], frozenset({role}))
        if kind not in NO_FORM and granted(kind, place, role) and queries.access_file(actor, file.receipt_number):
            expected.add((place, role))
        if recorded_by(client, user, by_form, kind, file):
            recorded.add((place, role))
    assert recorded == expected
    assert bool(expected) == (kind not in NO_FORM)


@pytest.mark.parametrize("kind", Kind)
def test_the_phone_records_of_each_kind_what_the_table_grants_to_couriers(client, cast, kind):
    town, people = cast
    file = BEFORE.get(kind, given_on_the_road)(town)
    town.tick()
    expected = {("office", Role.COURIER)} if kind not in NO_PHONE and granted(kind, "office", Role.COURIER) else set()
    recorded = {who for who, user in people.items() if recorded_by(client, user, by_phone, kind, file)}
    assert recorded == expected
