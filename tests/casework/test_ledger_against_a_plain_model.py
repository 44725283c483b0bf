"""Random histories: late, doubled, in bundles, by the wrong people; the ledger agrees with the plain model throughout."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from siantar.casework import custody, ledger
from siantar.casework.models import EventRow, Standing
from siantar.reports import rebuilding
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.casework.plain_model import NEEDS_REASON, WHO_MAY, Fact, Impossible, PlainFile
from tests.people import AGENCY, Town, given_file, given_town

pytestmark = pytest.mark.django_db
SERVICES = {"ktp-el-hilang": (AGENCY,), "pengantar-skck": ("",)}
REASONS = {"held": "out_of_blanks", "delivery_failed": "house_empty"}
DERIVED = ["casework_standing", "casework_movement", "casework_trackrow"]
SETBACKS = {
    "rejected", "cancelled", "went_missing", "found_incomplete", "delivered", "collected", "held", "returned", "resumed",
    "method_changed", "receiver_named", "contact_corrected",
}  # fmt: skip
orders = itertools.count()


def fact_of(town: Town, kind: str, who: str, number: str, at) -> tuple[Event, Fact]:
    more = {"reason": REASONS.get(kind, "alasan")} if kind in NEEDS_REASON else {}
    if kind in {"delivered", "collected"}:
        more["data"] = {"relation": "applicant", "identity_check": "ktp_seen"}
        more["private"] = {"receiver_name": "Siti"}
    if kind in {"sent", "sent_back"}:
        more["bundle"] = "B1"
    into = town.people["kurir1"].person if (kind, who) == ("loaded", "pengatur") else ""
    if into:
        more["data"] = {"courier": into}
    if kind == "sent":
        more["to"] = AGENCY
    if kind == "method_changed":
        more["data"] = {"method": ("courier", "counter")[at.minute % 2]}
    event = Event(uuid7(at), Kind(kind), number, at, **more)
    method = more.get("data", {}).get("method", "")
    person = town.people[who].person
    return event, Fact(event.id, at, next(orders), who, person, kind, more.get("bundle", ""), into, method=method)


class Histories(RuleBasedStateMachine):
    """Files in many hands. Facts come now, late, twice, or many at once."""

    town: Town
    numbers = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.plain: dict[str, PlainFile] = {}
        self.sent: list[tuple[str, Event]] = []

    @rule(
        target=numbers,
        service=st.sampled_from(sorted(SERVICES)),
        method=st.sampled_from(["courier", "courier", "counter"]),
        steps=st.integers(0, 12),
        pick=st.integers(0, 99),
    )
    def hand_in(self, service, method, steps, pick):
        """A file that has come some way already."""
        file = given_file(self.town, service, method=method)
        number = file.receipt_number
        self.plain[number] = PlainFile(SERVICES[service], method, last_at=file.handed_in_at)
        for _ in range(steps):
            now = self.town.tick()
            self._tell(number, *self._fitting(number, pick, forward=True), now)
        return number

    def _fitting(self, number: str, pick: int, *, forward: bool = False) -> tuple[str, str]:
        """An act the plain model would allow now, so that histories go far; `forward` avoids setbacks and ends."""
        plain = self.plain[number]
        place = plain.told_until()
        fits = []
        for kind, people in WHO_MAY.items():
            if forward and kind in SETBACKS:
                continue
            for who in sorted(people):
                fact = Fact(uuid7(self.town.clock), self.town.clock, 0, who, self.town.people[who].person, kind)
                try:
                    plain.after(place, fact)
                except Impossible:
                    continue
                if not plain.allowed(place, fact):
                    fits.append((kind, who))
        return fits[pick % len(fits)] if fits else ("made_ready", "loket")

    def _tell(self, number: str, kind: str, who: str, at) -> None:
        event, fact = fact_of(self.town, kind, who, number, at)
        self.sent.append((who, event))
        outcome = ledger.record([event], by=self.town.people[who], at=self.town.clock)[0]
        assert outcome.result == self.plain[number].tell(fact), (outcome, fact)

    @rule(target=numbers, number=numbers, picks=st.lists(st.integers(0, 99), min_size=1, max_size=8))
    def go_on(self, number, picks):
        for pick in picks:
            now = self.town.tick()
            self._tell(number, *self._fitting(number, pick), now)
        return multiple()

    @rule(number=numbers, kind=st.sampled_from(sorted(WHO_MAY)), data=st.data())
    def anything_by_anyone(self, number, kind, data):
        who = data.draw(st.sampled_from(["loket", "pemeriksa", "camat", "penghubung", "dukcapil", "kurir1", "kurir2", "warga"]))
        self._tell(number, kind, who, self.town.tick())

    @rule(number=numbers, pick=st.integers(0, 99), minutes=st.integers(1, 30))
    def come_late(self, number, pick, minutes):
        kind, who = self._fitting(number, pick)
        now = self.town.tick()
        handed_in_at = Standing.objects.get(application__receipt_number=number).application.handed_in_at
        self._tell(number, kind, who, max(now - timedelta(minutes=minutes), handed_in_at + timedelta(seconds=1)))

    @rule(number=numbers, kind=st.sampled_from(sorted(WHO_MAY)), minutes=st.integers(1, 9), data=st.data())
    def come_late_with_anything(self, number, kind, minutes, data):
        who = data.draw(st.sampled_from(sorted(WHO_MAY[kind])))
        handed_in_at = Standing.objects.get(application__receipt_number=number).application.handed_in_at
        at = max(self.town.tick() - timedelta(minutes=minutes), handed_in_at + timedelta(seconds=1))
        self._tell(number, kind, who, at)

    @rule(number=numbers, who=st.sampled_from(["kurir1", "kurir2"]), order=st.permutations([0, 1, 2]))
    def a_round_told_at_the_end_of_the_day(self, number, who, order):
        """A courier's phone sends the whole round in one call, in any order."""
        for _ in range(12):
            if self.plain[number].told_until().stage == "ready_for_delivery":
                break
            self._tell(number, *self._fitting(number, 0, forward=True), self.town.tick())
        kinds = ["loaded", "delivery_failed", "unloaded"]
        pairs = [fact_of(self.town, kind, who, number, self.town.tick()) for kind in kinds]
        outcomes = ledger.record([pairs[place][0] for place in order], by=self.town.people[who], at=self.town.tick())
        expected = {event.id: self.plain[number].tell(fact) for event, fact in pairs}
        assert {outcome.id: outcome.result for outcome in outcomes} == expected

    @rule(pick=st.integers(0, 999))
    def send_again(self, pick):
        if not self.sent:
            return
        who, event = self.sent[pick % len(self.sent)]
        repeated = EventRow.objects.filter(pk=event.id).exists()
        if repeated:
            count = EventRow.objects.count()
            outcome = ledger.record([event], by=self.town.people[who], at=self.town.tick())[0]
            assert (outcome.result, EventRow.objects.count()) == ("duplicate", count)

    @rule(number=numbers, pick=st.integers(0, 99))
    def correct(self, number, pick):
        plain = self.plain[number]
        candidates = [fact for fact in [*plain.facts, *plain.conflicts] if fact.kind != "corrected"]
        if not candidates:
            return
        dropped, now = candidates[pick % len(candidates)].id, self.town.tick()
        event = Event(uuid7(now), Kind.CORRECTED, number, now, reason="salah", data={"event": str(dropped)})
        outcome = ledger.record([event], by=self.town.people["camat"], at=now)[0]
        fact = Fact(event.id, now, next(orders), "camat", "", "corrected", drops=dropped)
        assert outcome.result == plain.correct(fact), outcome

    @rule(pick=st.integers(0, 99), size=st.integers(2, 6))
    def many_at_once(self, pick, size):
        """One person's facts about several files in one call, told in the wrong order."""
        if not self.plain:
            return
        pairs = []
        for number in list(self.plain)[-size:]:
            kind, who = self._fitting(number, pick)
            if who == "loket":
                pairs.append((number, *fact_of(self.town, kind, who, number, self.town.tick())))
        outcomes = ledger.record([event for _, event, _ in reversed(pairs)], by=self.town.people["loket"], at=self.town.tick())
        expected = {event.id: self.plain[number].tell(fact) for number, event, fact in pairs}
        assert {outcome.id: outcome.result for outcome in outcomes} == expected

    @invariant()
    def the_ledger_agrees(self):
        for standing in Standing.objects.filter(application__receipt_number__in=self.plain).select_related("application"):
            plain = self.plain[standing.application.receipt_number]
            place, state = plain.told_until(), standing.progress["state"]
            assert (standing.stage, standing.holder, state["attempts"], standing.waits_for_bundle, standing.conflicts) == (
                place.stage, place.holder, place.attempts, place.waits, len(plain.conflicts),
            )  # fmt: skip

    def teardown(self):
        office = self.town.office.code
        assert custody.differences(office) == custody.differences(office, whole=True) == []
        balances = custody.balances(office, whole=True)
        assert all(balance.booked == balance.standing for balance in balances)
        assert custody.balances(office) == balances
        assert list(rebuilding.findings()) == []
        live = derived()
        rebuilding.rebuild()
        assert derived() == live


def derived() -> list[list[tuple]]:
    """Every byte of what is derived."""
    with connection.cursor() as cursor:
        rows = []
        for table in DERIVED:
            cursor.execute(f"SELECT * FROM {table}")
            rows.append(sorted(map(repr, cursor.fetchall())))
        return rows


def test_random_histories_agree_with_the_plain_model():
    town = given_town()

    class InTown(Histories):
        pass

    InTown.town = town
    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=20, stateful_step_count=25,
            suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
