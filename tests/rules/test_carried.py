"""The law about outside carriers: who may tell what of a document in their hands, and what their word is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.decide import Verdict
from siantar.rules.event import Holder
from siantar.rules.history import fold
from siantar.rules.shipment import CarrierFacts, NumberForm
from siantar.rules.vocabulary import Code, Kind, Stage
from tests.rules.test_decide import EVIDENCE, ROAD, Town

POST = CarrierFacts("PT Pos", NumberForm.S10, "https://pos.example/{nomor}")
WITH_POST = replace(EVIDENCE, carriers={"4": POST})
BY_POST = {"carrier": "4", "shipment": "ee123456785id"}
SAID = {"data": {"relation": "same_kk"}, "private": {"receiver_name": "Budi"}}


def given_ready(**more) -> Town:
    town = Town(old_ktp=False, **more)
    for who, kind, facts in ROAD[:-1]:
        assert town.tell(who, kind, **facts).verdict is Verdict.ACCEPTED
    return town


def given_carried() -> Town:
    town = given_ready()
    assert town.tell("pengatur", Kind.CONSIGNED, evidence=WITH_POST, data=BY_POST).verdict is Verdict.ACCEPTED
    return town


def test_the_carrier_holds_it_under_a_checked_number_and_the_name_it_has_today():
    state = given_carried().seen.progress.state
    assert (state.stage, state.holder) == (Stage.OUT_FOR_DELIVERY, Holder.carrier("4"))
    assert (state.carrier, state.shipment) == ("PT Pos", "EE123456785ID")
    assert state.carrier_link == "https://pos.example/EE123456785ID"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({**BY_POST, "carrier": "5"}, Code.UNKNOWN_CARRIER), ({"shipment": "EE123456785ID"}, Code.UNKNOWN_CARRIER),
        ({**BY_POST, "shipment": "EE123456784ID"}, Code.WRONG_SHIPMENT_NUMBER), ({"carrier": "4"}, Code.WRONG_SHIPMENT_NUMBER),
    ],
)  # fmt: skip
def test_a_stranger_or_a_wrong_number_is_refused(data, code):
    assert given_ready().tell("pengatur", Kind.CONSIGNED, evidence=WITH_POST, data=data).code == code


def test_what_is_given_only_against_the_old_card_never_goes_so():
    town = Town(old_ktp=True)
    for who, kind, facts in ROAD[:-1]:
        town.tell(who, kind, **facts)
    assert town.tell("pengatur", Kind.CONSIGNED, evidence=WITH_POST, data=BY_POST).code == Code.OLD_KTP_BY_HAND


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "kurir1", "warga", "asing"])
def test_only_the_dispatcher_hands_over(who):
    assert given_ready().tell(who, Kind.CONSIGNED, evidence=WITH_POST, data=BY_POST).verdict is Verdict.REFUSED


@pytest.mark.parametrize("who", ["loket", "pemeriksa", "kurir1", "kurir2", "warga", "asing"])
@pytest.mark.parametrize("kind", [Kind.DELIVERED, Kind.DELIVERY_FAILED])
def test_only_the_dispatcher_tells_what_the_carrier_says(who, kind):
    facts = SAID if kind is Kind.DELIVERED else {"reason": "house_empty"}
    town = given_carried()
    assert town.tell(who, kind, **facts).verdict is Verdict.REFUSED
    assert town.tell("pengatur", kind, **facts).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("kind", [Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.UNLOADED])
def test_of_what_a_courier_of_ours_carries_the_dispatcher_still_tells_nothing(kind):
    town = given_ready()
    town.tell("kurir1", Kind.LOADED)
    facts = {**SAID, "reason": "house_empty"}
    assert town.tell("pengatur", kind, **facts).code == Code.NOT_IN_YOUR_HANDS
    before = town.seen.progress.last_at - timedelta(minutes=1)
    assert town.tell("pengatur", kind, at=before, **facts).verdict is Verdict.REFUSED


def test_a_courier_takes_nothing_out_of_the_carriers_hands():
    town = given_carried()
    for kind in (Kind.LOADED, Kind.UNLOADED):
        assert town.tell("kurir1", kind, data={"handed_over": True}).verdict is Verdict.REFUSED
    assert town.tell("pengatur", Kind.HANDED_ON, reason="sakit", data={"courier": "8"}).verdict is Verdict.REFUSED


def test_somebody_not_entitled_is_put_before_a_person_and_can_be_upheld():
    town = given_carried()
    word = town.tell("pengatur", Kind.DELIVERED, data={"relation": "neighbour"}, private={"receiver_name": "Tono"})
    assert (word.verdict, word.code) == (Verdict.CONTRADICTED, Code.RELATION_NOT_ALLOWED)
    assert town.seen.progress.state.holder == Holder.carrier("4")
    uphold = {"uphold": str(word.events[0].id)}
    assert town.tell("camat", Kind.CORRECTED, reason="tetangga sudah memberikannya", data=uphold).verdict is Verdict.ACCEPTED
    assert town.seen.progress.state.stage is Stage.DELIVERED


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"data": {"relation": "same_kk"}}, Code.RECEIVER_MISSING),
        ({"data": {"relation": "teman"}, "private": {"receiver_name": "Budi"}}, Code.MALFORMED),
    ],
)
def test_who_received_is_said(facts, code):
    assert given_carried().tell("pengatur", Kind.DELIVERED, **facts).code == code


@given(st.integers(0, 6), st.booleans())
def test_however_often_the_carrier_tries_it_comes_home_as_after_our_own_attempts(failures, handed):
    town = given_carried()
    for _ in range(failures):
        assert town.tell("pengatur", Kind.DELIVERY_FAILED, reason="house_empty").verdict is Verdict.ACCEPTED
    assert town.seen.progress.state.attempts == min(2, failures)
    if handed:
        assert town.tell("pengatur", Kind.DELIVERED, **SAID).verdict is Verdict.ACCEPTED
        assert town.seen.progress.state.shipment == "EE123456785ID"
    else:
        assert town.tell("pengatur", Kind.UNLOADED).verdict is Verdict.ACCEPTED
        state = town.seen.progress.state
        assert (state.stage, state.carrier) == (
            Stage.BACK_AT_OFFICE if failures >= 2 else Stage.READY_FOR_DELIVERY, "",
        )  # fmt: skip
    assert fold(town.seen.events).state == town.seen.progress.state


def test_word_that_comes_late_falls_into_its_place():
    town = given_carried()
    left = town.seen.progress.last_at
    town.tell("pengatur", Kind.DELIVERED, **SAID)
    late = town.tell("pengatur", Kind.DELIVERY_FAILED, reason="house_empty", at=left + timedelta(seconds=20))
    assert late.verdict is Verdict.ACCEPTED
    assert town.seen.progress.state.stage is Stage.DELIVERED
    assert Stage.DELIVERY_FAILED in [entry.stage for entry in town.seen.progress.timeline]
