"""Many hands at the same moment: one judgement a receipt, one complaint a form, one rise, one answer."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from siantar.feedback import complaints, survey
from siantar.feedback.complaints import Filing
from siantar.feedback.models import Answer, Complaint, ComplaintStep
from siantar.feedback.survey import Judgement
from siantar.rules.complaint import Nature, Topic
from siantar.rules.satisfaction import Element
from tests.casework.test_many_at_once import HANDS, together
from tests.people import given_collected, receipt_of

pytestmark = pytest.mark.usefixtures("stored_for_real")


def filed(town, once=""):
    return complaints.file(Filing(town.office, Topic.TIME, Nature.PLAIN, "Tidak ada kabar", once=once), at=town.tick())


def test_a_receipt_judges_once_however_often_it_is_sent(town):
    file, at = given_collected(town), town.tick()

    def judge(place: int) -> str:
        try:
            survey.judge(file.receipt_number, Judgement(dict.fromkeys(Element, 1 + place % 4), "link"), receipt=receipt_of(file), at=at)
        except survey.AlreadyJudged:
            return "already"
        return "judged"

    assert Counter(together(judge)) == {"judged": 1, "already": HANDS - 1}
    assert Answer.objects.count() == 1


def test_a_form_sent_twice_at_once_is_one_complaint(town):
    filing = Filing(town.office, Topic.TIME, Nature.PLAIN, "Tidak ada kabar", once="formulir-1")
    at = town.tick()
    assert len(set(together(lambda _place: complaints.file(filing, at=at).number))) == 1
    assert (Complaint.objects.count(), ComplaintStep.objects.count()) == (1, 1)


def test_workers_that_look_at_the_same_time_let_it_rise_once(town):
    number = filed(town).number
    later = town.clock + timedelta(days=9)
    assert sum(together(lambda _place: complaints.escalate(at=later))) == 1
    assert ComplaintStep.objects.filter(complaint=number, kind="rose").count() == 1


def test_two_answers_at_the_same_moment_are_one(town):
    number, at = filed(town).number, town.tick()

    def answer(place: int) -> str:
        try:
            complaints.answer(number, f"Jawaban {place}", by=town.people["camat"], at=at)
        except complaints.StepNotAllowed:
            return "not now"
        return "answered"

    assert Counter(together(answer)) == {"answered": 1, "not now": HANDS - 1}
