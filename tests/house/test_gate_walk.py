"""Every act of the gate's table x every role x their own, the other, a foreign and no office, asked at the act itself.

Who has no line is refused or changes nothing; who has one changes something, so that no walk is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import override_settings

from siantar.alerts.hours import set_hours, undo_hours
from siantar.alerts.models import Alert
from siantar.alerts.queries import take_up
from siantar.bundles import batches
from siantar.bundles.models import Batch
from siantar.casework import calling, consequences, leaving
from siantar.casework.models import Application, Standing
from siantar.casework.resident_changes import PERSON
from siantar.catalogue import setting_up, standards
from siantar.catalogue.setting_up import ServiceChange
from siantar.catalogue.standards import StandardsChange
from siantar.catalogue.succession import NothingToUndo
from siantar.delivery import (
    arrival_windows,
    closing,
    consigning,
    dispatcher_acts,
    notes,
    proofs,
    refusals,
    runs,
    shipment_reports,
)
from siantar.delivery.models import Consignment, Refusal, Run
from siantar.directory import carriers, deputies, hiring, office_setup, paper_codes, staff, village_borders, workplaces
from siantar.directory.last_changes import ChangedSince
from siantar.directory.models import Delegation, Holiday, Office, User
from siantar.faces.frame import kiosk
from siantar.feedback import complaints, data_requests, published_thanks
from siantar.feedback.models import Answer, DataRequest
from siantar.feedback.survey import Judgement, judge
from siantar.legacy import continuing, importing
from siantar.legacy.models import OldEntry
from siantar.letters import frames, hand_signing, publishing
from siantar.letters.esign import channel
from siantar.letters.models import LetterOfficer, LetterType, OfficeLetter
from siantar.letters.seeding import seed_letters
from siantar.messaging import by_hand, office_settings, preferences, stops, test_message
from siantar.messaging.models import Courtesy, Message
from siantar.messaging.preferences import MessageWish
from siantar.privacy import restrictions, schedule
from siantar.privacy.looks import Reader
from siantar.privacy.models import LegalHold, Look, OddReading
from siantar.reports import city_issuing, issuing
from siantar.rights import odd_readings, training
from siantar.rights import requests as rights
from siantar.routing.travel import Point
from siantar.rules import access
from siantar.rules.access import ACTS, Act, Actor, Forbidden, Scope
from siantar.rules.carrier_report import ReportLine, ShipmentStatus
from siantar.rules.complaint import Nature, Topic
from siantar.rules.escalation import AlertHours
from siantar.rules.identifiers import uuid7
from siantar.rules.keeping import Keeping
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.old_register import OldRow
from siantar.rules.period import months_back
from siantar.rules.plain_number import plain_number
from siantar.rules.retention import Retained
from siantar.rules.satisfaction import Element
from siantar.rules.shipment import NumberForm
from siantar.rules.staff_list import NewColleague
from siantar.rules.vocabulary import Kind, Role, Stage
from siantar.shelf import counting, keeping, places
from siantar.shelf.models import Count, StoragePlace
from siantar.webhooks import replaying, subscribing
from siantar.webhooks.models import Subscription
from tests.clock import CLOCK, MORNING
from tests.delivery.days import given_ready
from tests.house.test_gate import ELSEWHERE, shift_of
from tests.people import (
    AGENCY,
    HANDOVER,
    HEAD,
    OFFICE,
    SITI_NIK,
    Town,
    given_carrier,
    given_collected,
    given_file,
    given_on_the_road,
    given_told_file,
    given_town,
    receipt_of,
)

PLACES = {"office": OFFICE, "agency": AGENCY, "foreign": ELSEWHERE, "none": ""}
# What each place is to the files, bundles, complaints and runs below, all of which are the office's.
REACHED = {
    "office": {Scope.OFFICE, Scope.RECEIPT, Scope.ORDINARY, Scope.ORIGIN, Scope.BAG, Scope.CARRIER, Scope.CITY, Scope.SELF},
    "agency": {Scope.TARGET, Scope.CITY, Scope.SELF},
    "foreign": {Scope.CITY, Scope.SELF},
    "none": {Scope.CITY, Scope.SELF},
}
BEHIND = {Act.HAND_OVER_BUNDLE: Kind.SENT, Act.RECEIVE_BUNDLE: Kind.ARRIVED, Act.MARK_IN_BUNDLE: Kind.COMPLETED}
REFUSALS = (
    Forbidden, paper_codes.NoSuchPerson, runs.NotYourRun, proofs.NotYourDelivery, data_requests.NotOpen,
    schedule.NotHeld, odd_readings.NotOdd, hiring.NotAColleague, importing.NoSuchImport, continuing.NoSuchFile,
    continuing.NoSuchEntry,
)  # fmt: skip
NEARBY = "http://127.0.0.1:9/kabar"
SOME_DAYS = (MORNING.date(), MORNING.date())
MORNING_OF_VISIT = timedelta(days=1)


def where_changed(act):
    """Taking back asks the gate before it looks for what to take back: that nothing was changed here is past the gate."""
    try:
        act()
    except (ChangedSince, NothingToUndo):
        Office.objects.filter(code=OFFICE).update(whatsapp="sesudah gerbang")


@dataclass(frozen=True)
class World:
    """The office with something of each kind that acts are about."""

    town: Town
    file: Application
    things: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.things[name]


def beside(by: Actor) -> User:
    """A colleague of whoever acts."""
    return User.objects.create(username=f"di-samping-{by.person}", office_id=by.office or None)


def elsewhere(by: Actor, *, joined: bool) -> User:
    """An account of whoever acts in an office that is not theirs."""
    office = OFFICE if by.office != OFFICE else AGENCY
    since = CLOCK.at if joined else None
    return User.objects.create(
        username=f"di-sana-{by.person}-{joined}", office_id=office, works_from_id=plain_number(by.person), joined_at=since
    )


def given_delegation() -> Delegation:
    days = {"first_on": SOME_DAYS[0], "last_on": SOME_DAYS[1]}
    return Delegation.objects.create(absent=person_of("loket"), deputy=person_of("kurir1"), **days)


def where_lent(act):
    """That an administrator alone has nothing to lend is past the gate."""
    try:
        act()
    except deputies.NothingToLend:
        Office.objects.filter(code=OFFICE).update(whatsapp="sesudah gerbang")


def given_ready_for_a_bundle(town: Town) -> Application:
    file = given_file(town)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        assert town.tell("pemeriksa", kind, file.receipt_number).result == "recorded"
    return file


def given_bundle(town: Town, upto: str = "open") -> Batch:
    liaison = town.people["penghubung"]
    batch = batches.start(liaison, town.agency, town.clock)
    batches.put_in(batch, [given_ready_for_a_bundle(town).receipt_number], liaison, town.clock)
    if upto in {"closed", "sent"}:
        batches.close(batch, liaison)
    if upto == "sent":
        batches.hand_over(batch, liaison, town.clock)
    batch.refresh_from_db()
    return batch


def given_run(town: Town) -> Run:
    shift = shift_of(User.objects.get(username="kurir1"), town.clock)
    return runs.begin(shift, by=town.people["pengatur"], at=town.clock, day=town.clock.date())


def given_consignments(town: Town) -> dict[str, Any]:
    """An empty consignment, one with a document in it, and one that has left."""
    by, carrier = town.people["pengatur"], given_carrier()
    ready = [given_ready(town).receipt_number for _ in range(3)]
    empty, filled, gone = (consigning.start(carrier, by=by, at=town.tick()) for _ in range(3))
    consigning.put_in(filled, [consigning.ParcelWish(ready[1], "GX-10001")], by=by, at=town.tick())
    consigning.put_in(gone, [consigning.ParcelWish(ready[2], "GX-10002")], by=by, at=town.tick())
    consigning.hand_over(gone, by=by, at=town.tick())
    return {"carrier": carrier, "ready": ready[0], "empty": empty, "filled": filled, "gone": gone}


def failed_at(gone: Consignment) -> ReportLine:
    number = gone.parcels.get().shipment
    return ReportLine(1, number, ShipmentStatus.FAILED, CLOCK.at, reason="house_empty")


def given_complaint(town: Town, topic: Topic = Topic.TIME) -> str:
    return complaints.file(complaints.Filing(town.office, topic, Nature.PLAIN, "Lama"), at=town.tick()).number


def given_message(file: Application) -> Message:
    return Message.objects.create(
        id=uuid7(CLOCK.at), office=file.office, application=file, occasion=Occasion.RECEIVED, channel=ChannelKind.SMS,
        state=Message.State.DEAD, made_at=CLOCK.at, not_before=CLOCK.at, expires_at=CLOCK.at + timedelta(days=2),
    )  # fmt: skip


def as_tablet(world: World, by: Actor) -> None:
    browser = SimpleNamespace(actor=by, session=Session(), META={}, user=None)
    kiosk.put_up(browser)
    world.sessions.append(browser.session)


class Session(dict):
    """A browser's session as logging out wants it."""

    def flush(self) -> None:
        self.clear()


def delivered_by(world: World, by: Actor) -> None:
    """A proof of what this very person recorded."""
    from siantar.casework.models import EventRow

    with transaction.atomic():
        row = EventRow.objects.filter(kind=Kind.DELIVERED).get()
        proofs.keep(proofs.Upload(row.pk, signature=PNG), by=Actor(row.person, by.office, by.roles), at=CLOCK.at)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000"
    "000049454e44ae426082"
)

# What each act is tried on, and trying it.
GIVEN: dict[Act, Callable[[Town], dict[str, Any]]] = {
    Act.FILL_BUNDLE: lambda town: {
        "batch": given_bundle(town),
        "number": given_ready_for_a_bundle(town).receipt_number,
    },
    Act.CLOSE_BUNDLE: lambda town: {"batch": given_bundle(town)},
    Act.HAND_OVER_BUNDLE: lambda town: {"batch": given_bundle(town, "closed")},
    Act.RECEIVE_BUNDLE: lambda town: {"batch": given_bundle(town, "sent")},
    Act.RECONCILE_BUNDLE: lambda town: {"batch": given_bundle(town, "sent")},
    Act.MARK_IN_BUNDLE: lambda town: {"batch": given_arrived(town)},
    Act.PLAN_RUNS: lambda town: {"run": given_run(town)},
    Act.ANNOUNCE_RUN: lambda town: {"run": given_run(town)},
    Act.CONSIGN: given_consignments,
    Act.REPORT_SHIPMENTS: given_consignments,
    Act.SET_UP_CARRIERS: lambda _town: {"carrier": given_carrier()},
    Act.CLOSE_RUN: lambda town: {"run": given_run(town)},
    Act.SETTLE_REFUSAL: lambda town: {"refusal": given_refusal(town)},
    Act.LOG_OUT_COURIER: lambda _town: {"courier": User.objects.get(username="kurir1")},
    Act.RESET_ACCESS: lambda _town: {"courier": User.objects.get(username="kurir1")},
    Act.KEEP_PROOF: lambda town: {"event": given_delivered(town)},
    Act.SETTLE_MESSAGE: lambda town: {"message": given_message(given_file(town))},
    Act.RESUME_CHANNEL: lambda town: stops.stop(OFFICE, ChannelKind.WHATSAPP, "answered 401", town.clock) or {},
    Act.CHOOSE_MESSAGES: lambda town: {"chosen": given_told_file(town)},
    Act.ANSWER_COMPLAINT: lambda town: {"number": given_complaint(town)},
    Act.STEER_COMPLAINT: lambda town: {"number": given_complaint(town)},
    Act.ANSWER_DATA_REQUEST: lambda town: {"request": given_request(town)},
    Act.END_RESTRICTION: lambda town: {"restricted": given_restricted(town)},
    Act.PUT_UP_TABLET: lambda _town: {"sessions": []},
    Act.SET_UP_PLACES: lambda town: {"place": given_place(town)},
    Act.PUT_ON_SHELF: lambda town: {"place": given_place(town), "number": given_file(town).receipt_number},
    Act.COUNT_ITEMS: lambda town: {"count": given_count(town)},
    Act.TAKE_UP_ALERT: lambda town: {"alerted": given_file(town)},
    Act.HOLD_FILE: lambda town: {"hold": given_hold(town)},
    Act.SET_UP_LETTERS: lambda town: {"officer": given_officer(town), "letter_kind": given_letter_kind(town)},
    Act.CONFIRM_HAND_SIGNED: lambda town: {"for_the_pen": given_letter_for_the_pen(town)},
    Act.SET_UP_OFFICE: lambda town: {"day_off": given_day_off(town)},
    Act.SET_UP_STAFF: lambda _town: {
        "courier": person_of("kurir1"), "leaver": person_of("kurir2"), "officer": person_of("loket"),
        "delegation": given_delegation(),
    },
    Act.SETTLE_ODD_READING: lambda town: {"odd": given_odd_reading(town)},
    Act.PUBLISH_THANKS: lambda town: {"answer": given_thanks(town)},
    Act.EMPTY_TRAINING: lambda town: {"practised": given_file(town)},
    Act.SUBSCRIBE: lambda town: {"subscription": given_subscription(town)},
    Act.IMPORT_REGISTER: lambda town: {**given_old_entries(town)},
    Act.CONTINUE_ENTRY: lambda town: {**given_old_entries(town)},
}


def empty_training(by: Actor) -> None:
    with override_settings(SIANTAR_TRAINING=True):
        training.empty(OFFICE, by=by, at=CLOCK.at)


def given_subscription(town: Town) -> Subscription:
    by = Actor(town.people["camat"].person, OFFICE, frozenset({Role.SIGNATORY}))
    subscription = subscribing.subscribe(
        subscribing.SubscriptionWish(NEARBY, ["application.*"], [OFFICE]), by=by, at=town.clock
    )[0]
    given_file(town)
    consequences.relay_all(town.clock)
    Subscription.objects.update(disabled_at=town.clock)
    return subscription


def given_old_entries(town: Town) -> dict[str, Any]:
    """Two entries of two books; a file goes on with the second."""
    rows = [[OldRow(2, MORNING.date(), name)] for name in ("Tini", "Tuti")]
    books = [importing.take_over(OFFICE, "Buku", row, by=town.people["camat"], at=town.tick()) for row in rows]
    entry, linked = (OldEntry.objects.get(source=book) for book in books)
    file = given_file(town)
    continuing.continue_as(linked.pk, file.receipt_number, by=town.people["loket"], at=town.tick())
    return {"old_entry": entry, "linked_entry": linked}


def given_thanks(town: Town) -> Any:
    file = given_collected(town)
    judged = Judgement(dict.fromkeys(Element, 4), "link", thanks="Cepat sekali.")
    judge(file.receipt_number, judged, receipt=receipt_of(file), at=town.tick())
    return Answer.objects.get().pk


OF_THE_AGENCY = NewColleague("", "dukcapil", "", frozenset({Role.CHECKER}))
TONO = NewColleague("Tono", "tono", "Staf", frozenset({Role.COUNTER}))


def person_of(username: str) -> User:
    return User.objects.get(username=username)


def given_day_off(town: Town) -> Holiday:
    return Holiday.objects.create(day=town.clock.date() + timedelta(days=9), name="Cuti", office=town.office)


def given_officer(town: Town) -> LetterOfficer:
    return LetterOfficer.objects.create(
        office=town.office, person=User.objects.get(username="camat"), position="head", title="Camat", name="Camat",
        first_on=town.clock.date(),
    )  # fmt: skip


def given_letter_kind(town: Town) -> LetterType:
    seed_letters(town.office, CLOCK.at)
    return publishing.kind_of(OFFICE, "sktm")


def given_letter_for_the_pen(town: Town) -> OfficeLetter:
    version = given_letter_kind(town).versions.get()
    return OfficeLetter.objects.create(
        id=uuid7(town.clock), application=given_file(town), office=town.office, version=version, state="issued",
        begun_at=town.clock, number="1", token="A" * 22,
    )  # fmt: skip


def version_like(kind: LetterType) -> publishing.NewVersion:
    last = publishing.versions_of(kind)[0]
    return publishing.NewVersion(publishing.content_of_version(last), CLOCK.at.date(), "", last.number)


def officer_like(officer: LetterOfficer) -> LetterOfficer:
    return LetterOfficer(
        office=officer.office,
        person=officer.person,
        position="section",
        title="Kasi",
        name="Kasi",
        first_on=officer.first_on,
    )


def given_restricted(town: Town) -> Application:
    file = given_file(town)
    restrictions.begin(file.pk, town.clock)
    return file


def given_hold(town: Town) -> LegalHold:
    return schedule.hold(given_file(town).pk, OFFICE, "audit", by=town.people["camat"], at=town.clock)


def given_odd_reading(town: Town) -> OddReading:
    return OddReading.objects.create(
        office_id=OFFICE, day=town.clock.date(), reader=User.objects.get(username="loket"), sign="many", times=300,
        first_at=town.clock, last_at=town.clock,
    )  # fmt: skip


def given_place(town: Town) -> StoragePlace:
    return places.open_place(town.office, "Rak", town.people["loket"], town.clock)


def given_count(town: Town) -> Count:
    return counting.begin(given_place(town), town.people["loket"], town.clock)


def given_arrived(town: Town) -> Batch:
    batch = given_bundle(town, "sent")
    batches.record_for_all(batch, Kind.ARRIVED, by=town.people["dukcapil"], at=town.tick())
    batch.refresh_from_db()
    return batch


def given_refusal(town: Town) -> Refusal:
    event = uuid7(town.clock)
    refusals.keep([refusals.RefusedEvent(event, "", "loaded", "wrong_stage")], by=town.people["kurir1"], at=town.clock)
    return Refusal.objects.get(event=event)


def given_delivered(town: Town) -> str:
    file = given_on_the_road(town)
    outcome = town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Siti"})
    assert outcome.result == "recorded", outcome
    return file.receipt_number


def given_request(town: Town) -> DataRequest:
    return data_requests.ask(
        given_file(town), DataRequest.Kind.STOP, "Hentikan.", by=town.people["warga"], at=town.tick()
    )


def given_walkable(town: Town, act: Act) -> World:
    things = GIVEN.get(act, lambda _town: {})(town)
    return World(town, given_on_the_road(town), things)


def sends_a_test(world: World, by: Actor) -> None:
    office_settings.keep_channel(OFFICE, ChannelKind.SMS, {}, on=True, by=HEAD)
    test_message.send_test(world.town.office, ChannelKind.SMS, "081234567890", by=by, at=CLOCK.at)


def puts_away(world: World, by: Actor) -> None:
    complaints.answer(world.number, "Selesai.", by=world.town.people["camat"], at=CLOCK.at)
    complaints.close(world.number, by=by, at=CLOCK.at)


def takes_up(world: World, by: Actor) -> None:
    """An alert for this very role, about a file in its reach."""
    file = world.file if Role.DISPATCHER in by.roles else world.alerted
    if Role.LIAISON in by.roles:
        Standing.objects.filter(application=file).update(waits_for_bundle=True)
    if Role.AGENCY in by.roles:
        Standing.objects.filter(application=file).update(stage=Stage.AT_AGENCY, agency=OFFICE)
    standing = Standing.objects.get(application=file)
    alert = Alert.objects.create(
        id=uuid7(CLOCK.at), office_id=OFFICE, application=file, step="turn",
        role=next(iter(by.roles)), promised_at=standing.promised_at, raised_at=CLOCK.at,
    )  # fmt: skip
    if not take_up(alert.pk, by, CLOCK.at):
        raise Forbidden(Act.TAKE_UP_ALERT)


WISH = MessageWish(ChannelKind.SMS, "081298765432")
TRIED: dict[Act, tuple[Callable[[World, Actor], Any], ...]] = {
    Act.START_BUNDLE: (lambda w, by: batches.start(by, w.town.agency, CLOCK.at),),
    Act.FILL_BUNDLE: (
        lambda w, by: batches.put_in(w.batch, [w.number], by, w.town.clock),
        lambda w, by: batches.take_out(w.batch, w.batch.items.get().application.receipt_number, by),
    ),
    Act.CLOSE_BUNDLE: (lambda w, by: batches.close(w.batch, by),),
    Act.HAND_OVER_BUNDLE: (lambda w, by: batches.hand_over(w.batch, by, CLOCK.at),),
    Act.RECEIVE_BUNDLE: (
        lambda w, by: batches.record_for_all(w.batch, Kind.ARRIVED, by=by, at=CLOCK.at),
        lambda w, by: batches.arrive_one(w.batch, w.batch.items.get().application.receipt_number, by, CLOCK.at),
    ),
    Act.RECONCILE_BUNDLE: (lambda w, by: batches.reconcile(w.batch, by, CLOCK.at),),
    Act.MARK_IN_BUNDLE: (lambda w, by: batches.record_for_all(w.batch, Kind.COMPLETED, by=by, at=CLOCK.at),),
    Act.PLAN_RUNS: (
        lambda _w, by: runs.begin(
            shift_of(User.objects.get(username="kurir2"), CLOCK.at), by=by, at=CLOCK.at, day=CLOCK.at.date()
        ),
        lambda w, by: runs.arrange({w.run: [runs.Placed(w.file)]}, by=by),
        lambda w, by: dispatcher_acts.keep_from(w.run, w.file.receipt_number, allow=False, by=by),
    ),
    Act.PLACE_ADDRESS: (
        lambda w, by: dispatcher_acts.put_place(w.file, Point(-6.2, 106.6), Reader(by, CLOCK.at, "place_address")),
    ),
    Act.AGREE_VISIT: (
        lambda w, by: dispatcher_acts.agree(
            w.file, CLOCK.at.date(), (CLOCK.at + MORNING_OF_VISIT, CLOCK.at + MORNING_OF_VISIT + timedelta(hours=2)), by=by
        ),
    ),
    Act.WRITE_NOTE: (lambda w, by: notes.write(w.file, "awas anjing", by=by, at=CLOCK.at),),
    Act.ANNOUNCE_RUN: (lambda w, by: arrival_windows.announce(w.run, by=by, at=CLOCK.at),),
    Act.CLOSE_RUN: (
        lambda w, by: closing.close(w.run, by=by, at=CLOCK.at, explanations={w.file.receipt_number: "dibawa pulang"}),
    ),
    Act.CONSIGN: (
        lambda w, by: consigning.start(w.carrier, by=by, at=CLOCK.at),
        lambda w, by: consigning.put_in(w.empty, [consigning.ParcelWish(w.ready, "GX-10003")], by=by, at=CLOCK.at),
        lambda w, by: consigning.take_out(w.filled, w.filled.parcels.get().pk, by=by),
        lambda w, by: consigning.hand_over(w.filled, by=by, at=CLOCK.at),
        lambda w, by: consigning.drop(w.empty, by=by),
    ),
    Act.REPORT_SHIPMENTS: (
        lambda w, by: shipment_reports.take(w.carrier, [failed_at(w.gone)], by=by, at=CLOCK.at),
        lambda w, by: shipment_reports.tell(w.carrier, [failed_at(w.gone)], by=by, at=CLOCK.at),
    ),
    Act.SET_UP_CARRIERS: (
        lambda _w, by: carriers.keep(OFFICE, None, carriers.CarrierWish("PT Pos", NumberForm.S10), by=by, at=CLOCK.at),
        lambda w, by: carriers.keep(OFFICE, w.carrier.pk, carriers.CarrierWish("Ojek", NumberForm.FREE), by=by, at=CLOCK.at),
    ),
    Act.SETTLE_REFUSAL: (lambda w, by: refusals.settle(w.refusal.event, by=by, at=CLOCK.at),),
    Act.LOG_OUT_COURIER: (lambda w, by: staff.log_out_courier(w.courier.pk, by=by, at=CLOCK.at),),
    Act.KEEP_PROOF: (delivered_by,),
    Act.SET_UP_MESSAGES: (
        lambda _w, by: office_settings.keep_channel(OFFICE, ChannelKind.SMS, {"url": "https://x.id"}, on=False, by=by),
        lambda w, by: office_settings.keep_courtesy(Courtesy(office=w.town.office, daily_most=7), by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: office_settings.undo_courtesy(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: office_settings.keep_wording(
            office_settings.wording_of(OFFICE, Occasion.RECEIVED), on=False, text=office_settings.Words("", ""), by=by, at=CLOCK.at
        ),
        lambda _w, by: where_changed(lambda: office_settings.undo_wording(OFFICE, Occasion.RECEIVED, by=by, at=CLOCK.at)),
        sends_a_test,
    ),
    Act.SETTLE_MESSAGE: (
        lambda w, by: by_hand.mark_told([w.message], by=by, at=CLOCK.at),
        lambda w, by: by_hand.try_again([w.message], by=by, at=CLOCK.at),
        lambda w, by: by_hand.let_be([w.message], by=by, at=CLOCK.at),
    ),
    Act.RESUME_CHANNEL: (lambda _w, by: stops.resume(OFFICE, ChannelKind.WHATSAPP, by=by, at=CLOCK.at),),
    Act.CHOOSE_MESSAGES: (
        lambda w, by: preferences.choose(w.chosen, WISH, by=by, at=CLOCK.at),
        lambda w, by: preferences.replace(w.chosen, [WISH], by=by, at=CLOCK.at),
        lambda w, by: preferences.renew(w.chosen, "0812-3456-7890", MessageWish(ChannelKind.WHATSAPP, WISH.address), by=by),
        lambda w, by: preferences.withdraw(w.chosen, by=by, at=CLOCK.at),
    ),
    Act.FILE_COMPLAINT: (
        lambda w, by: complaints.file(
            complaints.Filing(w.town.office, Topic.TIME, Nature.PLAIN, "Lama"), by=by, at=CLOCK.at
        ),
    ),
    Act.ANSWER_COMPLAINT: (
        lambda w, by: complaints.reply(w.number, "Kami periksa.", by=by, at=CLOCK.at),
        lambda w, by: complaints.answer(w.number, "Selesai.", by=by, at=CLOCK.at),
    ),
    Act.STEER_COMPLAINT: (
        lambda w, by: complaints.assign(w.number, User.objects.get(username="loket"), by=by, at=CLOCK.at),
        lambda w, by: complaints.sort(w.number, Nature.FIELD_CHECK, by=by, at=CLOCK.at),
        puts_away,
    ),
    Act.ASK_ABOUT_DATA: (
        lambda w, by: data_requests.ask(w.file, DataRequest.Kind.STOP, "Hentikan.", by=by, at=CLOCK.at),
    ),
    Act.ANSWER_DATA_REQUEST: (lambda w, by: data_requests.answer(w.request.pk, "Sudah.", by=by, at=CLOCK.at),),
    Act.END_RESTRICTION: (lambda w, by: rights.end_restriction(w.restricted, "law", by=by, at=CLOCK.at),),
    Act.PUT_UP_TABLET: (as_tablet,),
    Act.CALL_NUMBER: (
        lambda _w, by: calling.call_next("Loket 1", after=0, by=by, at=CLOCK.at),
        lambda _w, by: calling.call(27, "Loket 1", by=by, at=CLOCK.at),
    ),
    Act.KEEP_OWN_ACCOUNT: (
        lambda _w, by: staff.set_alert_mail("saya@kantor.go.id", on=True, by=by, at=CLOCK.at),
        lambda _w, by: staff.set_own_password("pohon-kelapa-di-pantai", by=by, at=CLOCK.at),
        lambda _w, by: staff.log_out_elsewhere(by=by, at=CLOCK.at),
        lambda _w, by: workplaces.enter(elsewhere(by, joined=True).pk, by=by, at=CLOCK.at),
        lambda _w, by: workplaces.join(elsewhere(by, joined=False), by=by, at=CLOCK.at),
    ),
    Act.NAME_DEPUTY: (
        lambda _w, by: where_lent(lambda: deputies.name_deputy(beside(by), SOME_DAYS, by=by, at=CLOCK.at)),
    ),
    Act.SET_UP_PLACES: (
        lambda w, by: places.open_place(w.town.office, "Laci", by, CLOCK.at),
        lambda w, by: places.close_place(w.place, by, CLOCK.at),
        lambda w, by: keeping.set_rule(w.town.office.code, Keeping(1, 2, 3), by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: keeping.undo_rule(OFFICE, by=by, at=CLOCK.at)),
    ),
    Act.PUT_ON_SHELF: (lambda w, by: places.put(w.place, w.number, by, CLOCK.at),),
    Act.COUNT_ITEMS: (
        lambda _w, by: counting.begin(counting.HolderInOffice(OFFICE, f"counter:{OFFICE}"), by, CLOCK.at),
        lambda w, by: counting.meet(w.count, w.file.receipt_number, by, CLOCK.at),
        lambda w, by: counting.sign(w.count, by, CLOCK.at),
        lambda w, by: counting.drop(w.count, by),
    ),
    Act.SET_UP_ALERTS: (
        lambda _w, by: set_hours(OFFICE, None, AlertHours(9, 8, 7), by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: undo_hours(OFFICE, by=by, at=CLOCK.at)),
    ),
    Act.TAKE_UP_ALERT: (takes_up,),
    Act.RESET_ACCESS: (
        lambda w, by: paper_codes.issue(w.courier.pk, by=by, at=CLOCK.at),
        lambda w, by: staff.log_out_colleague(w.courier.pk, by=by, at=CLOCK.at),
    ),
    Act.SET_RETENTION: (
        lambda _w, by: schedule.set_days(OFFICE, {Retained.SURVEY: 400}, by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: schedule.undo_days(OFFICE, by=by, at=CLOCK.at)),
    ),
    Act.HOLD_FILE: (
        lambda w, by: schedule.hold(w.file.pk, OFFICE, "perkara", by=by, at=CLOCK.at),
        lambda w, by: schedule.release(w.hold.pk, by=by, at=CLOCK.at),
    ),
    Act.SET_UP_LETTERS: (
        lambda w, by: frames.keep_frame(frames.frame_of(w.town.office), by=by, at=CLOCK.at),
        lambda w, by: frames.take_seed(w.town.office, by=by, at=CLOCK.at),
        lambda w, by: publishing.publish(w.letter_kind, version_like(w.letter_kind), by=by, at=CLOCK.at),
        lambda w, by: publishing.name_kind(w.letter_kind, "SKTM", "", by=by, at=CLOCK.at),
        lambda w, by: publishing.copy_kind(w.letter_kind, "Surat lain", by=by, at=CLOCK.at),
        lambda w, by: frames.name_officer(officer_like(w.officer), by=by, at=CLOCK.at),
        lambda w, by: frames.end_officer(w.officer.pk, by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: frames.undo_frame(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: where_changed(lambda: frames.undo_officer(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: channel.keep(OFFICE, channel.ESignSetUp(url=NEARBY, user="kota", password="rahasia"), by=by, at=CLOCK.at),
        lambda w, by: channel.keep_signer(w.officer.pk, SITI_NIK, by=by, at=CLOCK.at),
    ),
    Act.CONFIRM_HAND_SIGNED: (
        lambda w, by: hand_signing.confirm(f"/surat/{w.for_the_pen.token}", OFFICE, by=by, at=CLOCK.at),
    ),
    Act.SETTLE_ODD_READING: (lambda w, by: odd_readings.settle(w.odd.pk, "Sudah ditanya.", by=by, at=CLOCK.at),),
    Act.ISSUE_REPORT: (
        lambda w, by: issuing.issue(w.town.office, months_back(CLOCK.at.date(), 2)[1], by=by, at=CLOCK.at),
    ),
    Act.ISSUE_CITY_REPORT: (
        lambda _w, by: city_issuing.issue(months_back(CLOCK.at.date(), 2)[1], by=by, at=CLOCK.at),
    ),
    Act.PUBLISH_THANKS: (
        lambda w, by: published_thanks.publish(w.answer, up=True, by=by, at=CLOCK.at),
    ),
    Act.SET_UP_OFFICE: (
        lambda _w, by: office_setup.keep_office(OFFICE, {"hours": "Senin-Kamis 08.00-15.00"}, by=by, at=CLOCK.at),
        lambda _w, by: office_setup.add_day_off(OFFICE, CLOCK.at.date(), "Hari jadi kota", by=by, at=CLOCK.at),
        lambda w, by: office_setup.drop_day_off(w.day_off.pk, by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: office_setup.undo_office(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: where_changed(lambda: office_setup.undo_day_off(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: office_setup.choose_district(OFFICE, "36.74.02", by=by, at=CLOCK.at),
        lambda _w, by: village_borders.keep(OFFICE, {}, by=by, at=CLOCK.at),
        lambda _w, by: village_borders.drop(OFFICE, by=by, at=CLOCK.at),
    ),
    Act.SET_UP_STAFF: (
        lambda _w, by: hiring.hire(OFFICE, [TONO], by=by, at=CLOCK.at),
        lambda w, by: hiring.change(w.courier.pk, "Kurir senior", frozenset({Role.COURIER}), by=by, at=CLOCK.at),
        lambda _w, by: workplaces.take_on(OFFICE, OF_THE_AGENCY, by=by, at=CLOCK.at),
        lambda w, by: leaving.leave(w.leaver.pk, by=by, at=CLOCK.at),
        lambda w, by: leaving.move(w.leaver.pk, AGENCY, by=by, at=CLOCK.at),
        lambda w, by: deputies.name_deputy_of(w.officer.pk, w.courier, SOME_DAYS, by=by, at=CLOCK.at),
        lambda w, by: deputies.end_delegation_of(w.officer.pk, w.delegation.pk, by=by, at=CLOCK.at),
    ),
    Act.SET_UP_SERVICES: (
        lambda _w, by: setting_up.take_seed(OFFICE, by=by, at=CLOCK.at),
        lambda _w, by: setting_up.change_service(OFFICE, "ktp-el-hilang", ServiceChange({"decree": "12/2026"}), by=by, at=CLOCK.at),
        lambda _w, by: standards.keep_texts(OFFICE, StandardsChange({"staff": "Lima orang"}), by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: standards.undo_texts(OFFICE, by=by, at=CLOCK.at)),
        lambda _w, by: where_changed(lambda: setting_up.undo_service(OFFICE, "ktp-el-hilang", by=by, at=CLOCK.at)),
        lambda _w, by: setting_up.copy_services(OFFICE, ELSEWHERE, by=by, at=CLOCK.at),
    ),
    Act.EMPTY_TRAINING: (lambda _w, by: empty_training(by),),
    Act.IMPORT_REGISTER: (
        lambda _w, by: importing.take_over(OFFICE, "Buku", [OldRow(2, MORNING.date(), "Budi")], by=by, at=CLOCK.at),
        lambda w, by: importing.take_back(w.old_entry.source_id, by=by, at=CLOCK.at),
    ),
    Act.CONTINUE_ENTRY: (
        lambda w, by: continuing.continue_as(w.old_entry.pk, w.file.receipt_number, by=by, at=CLOCK.at),
        lambda w, by: continuing.let_go(w.linked_entry.pk, by=by),
    ),
    Act.SUBSCRIBE: (
        lambda _w, by: subscribing.subscribe(subscribing.SubscriptionWish(NEARBY, ["application.*"], [OFFICE]), by=by, at=CLOCK.at),
        lambda w, by: subscribing.rotate(w.subscription, by=by, at=CLOCK.at),
        lambda w, by: subscribing.resume(w.subscription, by=by, at=CLOCK.at),
        lambda w, by: replaying.replay_since(w.subscription, MORNING, by=by, at=CLOCK.at + timedelta(minutes=1)),
        lambda w, by: subscribing.end(w.subscription, by=by, at=CLOCK.at),
    ),
    Act.SET_UP_REPORTS: (
        lambda _w, by: issuing.set_receivers(OFFICE, "camat@kota.example", by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: issuing.undo_receivers(OFFICE, by=by, at=CLOCK.at)),
    ),
    Act.SET_UP_CITY_REPORTS: (
        lambda _w, by: city_issuing.set_receivers("walikota@kota.example", by=by, at=CLOCK.at),
        lambda _w, by: where_changed(lambda: city_issuing.undo_receivers(OFFICE, by=by, at=CLOCK.at)),
    ),
}  # fmt: skip


Stored = dict[str, list[tuple[Any, ...]]]


def stored(world: World) -> Stored:
    """All that is stored, but who looked."""
    rooms = (
        "alerts",
        "bundles",
        "casework",
        "delivery",
        "directory",
        "feedback",
        "legacy",
        "letters",
        "messaging",
        "privacy",
        "reports",
        "shelf",
        "webhooks",
    )
    models = [model for room in rooms for model in apps.get_app_config(room).get_models()]
    models.remove(Look)
    rows = {}
    with connection.cursor() as cursor:  # in plain SQL: the walk asks thousands of times
        for table, key in ((model._meta.db_table, model._meta.pk.column) for model in models):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
            rows[table] = cursor.fetchall()
    return rows | {"sessions": [tuple(session) for session in world.things.get("sessions", ())]}


def acts_for_real(world: World, attempt: Callable[[World, Actor], Any], by: Actor, before: Stored) -> bool:
    """Whether trying the act changes anything of what is stored; all is as before afterwards."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                attempt(world, by)
            changed = stored(world) != before
        except REFUSALS:
            changed = False
        transaction.set_rollback(True)
    world.things.get("sessions", []).clear()
    return changed


def actor_at(place: str, role: Role) -> Actor:
    if role is Role.RESIDENT:
        return Actor(PERSON, PLACES[place], frozenset({role}))
    name = f"jalan-{place}-{role}"
    user, _new = User.objects.get_or_create(
        username=name, defaults={"office_id": PLACES[place] or None, "roles": [role]}
    )
    return Actor(str(user.pk), PLACES[place], frozenset({role}))


def granted(act: Act, role: Role, place: str) -> bool:
    """What the table says."""
    scopes = {grant.scope for grant in ACTS[act] if grant.role is role}
    if act in {Act.START_BUNDLE, Act.PUT_UP_TABLET, Act.NAME_DEPUTY, Act.CALL_NUMBER}:  # of one's own office, whichever that is
        return place != "none" and bool(scopes)
    event = BEHIND.get(act)
    return bool(scopes & REACHED[place]) and (event is None or role in access.roles_of(event))


def test_every_act_is_walked():
    assert set(TRIED) == set(Act)


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_an_act_asks_the_gate_itself_whoever_comes_from_wherever(act):
    town = given_town()
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    world = given_walkable(town, act)
    wrong = []
    actors = {(place, role): actor_at(place, role) for place, role in product(PLACES, Role)}
    before = stored(world)
    for (place, role), by in actors.items():
        for number, attempt in enumerate(TRIED[act]):
            if acts_for_real(world, attempt, by, before) != granted(act, role, place):
                wrong.append((place, str(role), number))
    assert wrong == []
