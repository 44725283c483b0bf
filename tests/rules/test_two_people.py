"""A bundle passes between two people: who handed over cannot receive with their account in the other place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from siantar.rules.decide import Verdict
from siantar.rules.vocabulary import Code, Kind
from tests.rules.test_decide import AGENCY, EVIDENCE, Town

LIAISON = replace(EVIDENCE, other_accounts=frozenset({"4"}))  # whoever tells it is also the liaison of the office
OFFICER = replace(EVIDENCE, other_accounts=frozenset({"5"}))  # and this one also the officer of the agency
LOST = {"reason": "tidak ada dalam bundel"}


@pytest.mark.parametrize(
    ("steps", "who", "kind", "more"),
    [(3, "dukcapil", Kind.ARRIVED, {}), (3, "dukcapil", Kind.WENT_MISSING, LOST), (5, "penghubung", Kind.CAME_BACK, {})],
)
def test_who_handed_over_does_not_take_over_and_anybody_else_does(steps, who, kind, more):
    town = Town().along(steps)
    own = LIAISON if who == "dukcapil" else OFFICER
    decision = town.foresee(who, kind, evidence=own, **more)
    assert (decision.verdict, decision.code, decision.events) == (Verdict.REFUSED, Code.SAME_PERSON, ())
    somebody = replace(EVIDENCE, other_accounts=frozenset({"77"}))
    assert town.foresee(who, kind, evidence=somebody, **more).verdict is Verdict.ACCEPTED


def test_it_is_the_last_handover_that_counts():
    town = Town().along(3)
    town.tell("dukcapil", Kind.ARRIVED)
    town.tell("dukcapil", Kind.COMPLETED)
    town.tell("dukcapil", Kind.SENT_BACK, bundle="B2")
    assert town.foresee("penghubung", Kind.CAME_BACK, evidence=LIAISON).verdict is Verdict.ACCEPTED
    assert town.foresee("penghubung", Kind.CAME_BACK, evidence=OFFICER).code is Code.SAME_PERSON


def test_a_late_word_is_refused_as_well_and_never_kept_as_a_contradiction():
    town = Town().along(2)
    sent_at = town.now + timedelta(minutes=20)
    town.tell("penghubung", Kind.SENT, to=AGENCY, bundle="B1")
    town.now += timedelta(hours=2)
    town.tell("dukcapil", Kind.ARRIVED)
    for kind in (Kind.ARRIVED, Kind.WENT_MISSING):
        late = town.foresee("dukcapil", kind, at=sent_at + timedelta(minutes=30), evidence=LIAISON, reason="x")
        assert (late.verdict, late.code) == (Verdict.REFUSED, Code.SAME_PERSON)


def test_a_file_that_is_no_bundle_s_may_be_reported_missing_by_whoever_had_it():
    town = Town().along(6)
    assert town.foresee("penghubung", Kind.WENT_MISSING, evidence=OFFICER, reason="tidak di rak").verdict is Verdict.ACCEPTED
