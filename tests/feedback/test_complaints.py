from datetime import timedelta

import pytest
from django.db import Error, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siantar.directory.models import User
from siantar.feedback import complaints, queries, rate_limit
from siantar.feedback.complaints import Filing
from siantar.feedback.models import Complaint, ComplaintStep, Knock
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rules import receipt_number
from siantar.rules.access import Forbidden
from siantar.rules.complaint import FOLLOWS, Nature, Status, Step, Topic
from siantar.rules.vocabulary import Role
from tests.people import given_file

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def filed(town, topic=Topic.TIME, **more):
    filing = Filing(town.office, topic, more.pop("nature", Nature.PLAIN), "Sudah tiga minggu tidak ada kabar", **more)
    return complaints.file(filing, at=town.tick()).number


def now(number):
    return Complaint.objects.get(pk=number)


def story(number):
    return [step.kind for step in queries.steps_of(now(number))]


def test_a_complaint_has_its_own_number_and_its_deadlines(town):
    number = filed(town, contact="0812-3456-7890", application=given_file(town))
    complaint = now(number)
    assert (number[0], len(number)) == ("P", 13)
    assert (complaint.first_due_at - complaint.filed_at).days == 3
    assert (complaint.status, complaint.at_counter, story(number)) == ("open", False, ["filed"])
    assert b"minggu" not in bytes(complaint.told_sealed)


def test_a_number_drawn_twice_is_drawn_again(town, monkeypatch):
    taken = filed(town)
    drawn, issue = iter([taken]), receipt_number.issue
    monkeypatch.setattr(receipt_number, "issue", lambda *a, **k: next(drawn, None) or issue(*a, **k))
    assert filed(town) != taken
    assert Complaint.objects.count() == 2


def test_from_filing_to_reopening(town):
    number, camat = filed(town), town.people["camat"]
    rina = User.objects.get(username="loket")
    complaints.assign(number, rina, by=camat, at=town.tick())
    complaints.reply(number, "Sedang kami telusuri.", by=camat, at=town.tick())
    complaints.answer(number, "Berkas sudah ditemukan.", by=camat, at=town.tick())
    assert now(number).status == "answered"
    complaints.close(number, by=camat, at=town.tick())
    town.clock += 3 * DAY
    complaints.reopen(number, "Belum juga datang", at=town.tick())
    complaint = now(number)
    assert (complaint.status, complaint.first_answered_at, complaint.assigned_to) == ("open", None, rina)
    assert complaint.due_at > complaint.first_due_at > town.clock
    assert story(number) == ["filed", "assigned", "replied", "answered", "closed", "reopened"]


def test_the_late_rise_to_the_camat_once(town):
    late, early = filed(town), filed(town)
    complaints.reply(early, "Kami periksa.", by=town.people["camat"], at=town.tick())
    town.clock += 7 * DAY
    assert complaints.escalate(at=town.clock) == 1
    assert complaints.escalate(at=town.clock) == 0
    assert (story(late), story(early)) == (["filed", "rose"], ["filed", "replied"])
    assert [complaint.number for complaint in queries.waiting(town.people["camat"], town.clock)] == [late, early]
    town.clock += 30 * DAY
    assert complaints.escalate(at=town.clock) == 1
    assert story(early)[-1] == "rose"


def test_on_time_nothing_rises(town):
    number = filed(town)
    assert complaints.escalate(at=now(number).first_due_at) == 0


def test_sorting_moves_the_deadline_from_the_day_it_was_filed(town):
    number = filed(town)
    complaints.sort(number, Nature.FIELD_CHECK, by=town.people["pemeriksa"], at=town.tick() + DAY)
    assert (now(number).due_at - now(number).filed_at).days > 80


def test_after_ten_working_days_it_stays_closed(town):
    number = filed(town)
    complaints.answer(number, "Selesai.", by=town.people["camat"], at=town.tick())
    with pytest.raises(complaints.TooLate):
        complaints.reopen(number, "Belum", at=town.clock + 20 * DAY)
    assert now(number).status == "answered"


@pytest.mark.parametrize("words", ["", "  \n "])
def test_nothing_is_said_without_words(town, words):
    number = filed(town)
    with pytest.raises(complaints.WordsMissing):
        complaints.answer(number, words, by=town.people["camat"], at=town.tick())
    assert story(number) == ["filed"]


@pytest.mark.parametrize("nik", ["3674026304850003", "3674 0263 0485 0003", "36.74.02.630485.0003", "NIK:3674-0263-0485-0003."])
def test_a_public_answer_never_holds_a_nik(town, nik):
    number = filed(town)
    with pytest.raises(complaints.TellsNik):
        complaints.answer(number, f"Berkas atas {nik} sudah selesai", by=town.people["camat"], at=town.tick())
    complaints.answer(number, "Tiba 26 November 2026 pukul 09.00, tel. 021-53121234.", by=town.people["camat"], at=town.tick())
    assert story(number) == ["filed", "answered"]


def test_another_office_touches_nothing(town):
    number = filed(town)
    stranger = town.people["dukcapil"]
    with pytest.raises(Forbidden):
        complaints.answer(number, "Selesai.", by=stranger, at=town.tick())
    assert queries.access_complaint(stranger, number) is None
    assert story(number) == ["filed"]


def test_complaints_about_officers_and_fees_are_for_the_camat_and_whom_he_asks(town):
    number = filed(town, Topic.OFFICER)
    checker, camat = town.people["pemeriksa"], town.people["camat"]
    assert queries.access_complaint(checker, number) is None
    assert queries.access_complaint(camat, number).number == number
    complaints.assign(number, User.objects.get(username="pemeriksa"), by=camat, at=town.tick())
    assert queries.access_complaint(checker, number).number == number
    assert queries.access_complaint(town.people["loket"], filed(town)) is None


def test_opening_the_words_leaves_a_trace(town):
    file = given_file(town)
    number = filed(town, application=file, contact="siti@contoh.id")
    camat = town.people["camat"]
    complaints.answer(number, "Selesai.", by=camat, at=town.tick())
    complaints.reopen(number, "Belum beres", at=town.tick())
    opened = queries.open_words([now(number)], Reader(camat, town.tick(), "complaint"))[0]
    assert (opened.contact, opened.again) == ("siti@contoh.id", {3: "Belum beres"})
    assert Look.objects.filter(file=file.pk, why="complaint").count() == 1


def test_steps_are_never_edited(town):
    filed(town)
    with pytest.raises(Error), transaction.atomic():
        ComplaintStep.objects.update(said="lain")
    ComplaintStep.objects.update(told_sealed=None)


def test_a_flood_from_one_address_is_stopped_and_forgotten_within_the_hour(town):
    for _ in range(rate_limit.MOST):
        rate_limit.knock("10.0.0.1", at=town.clock)
    with pytest.raises(rate_limit.TooOften):
        rate_limit.knock("10.0.0.1", at=town.clock)
    rate_limit.knock("10.0.0.2", at=town.clock)
    rate_limit.knock("10.0.0.1", at=town.clock + timedelta(hours=1, seconds=1))
    assert Knock.objects.count() == 1
    assert b"10.0.0.1" not in bytes(Knock.objects.get().whose)


ACTS = {
    Step.ASSIGNED: lambda n, town: complaints.assign(n, User.objects.get(username="loket"), by=town.people["camat"], at=town.clock),
    Step.SORTED: lambda n, town: complaints.sort(n, Nature.FIELD_CHECK, by=town.people["camat"], at=town.clock),
    Step.REPLIED: lambda n, town: complaints.reply(n, "Ya", by=town.people["camat"], at=town.clock),
    Step.ANSWERED: lambda n, town: complaints.answer(n, "Ya", by=town.people["camat"], at=town.clock),
    Step.CLOSED: lambda n, town: complaints.close(n, by=town.people["camat"], at=town.clock),
    Step.REOPENED: lambda n, town: complaints.reopen(n, "Tidak", at=town.clock),
}


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(acts=st.lists(st.tuples(st.sampled_from(list(ACTS)), st.integers(0, 9)), max_size=12))
def test_whatever_is_tried_only_what_may_follow_is_written(town, acts):
    number = filed(town)
    for kind, days in acts:
        town.clock += days * DAY
        before, status = story(number), Status(now(number).status)
        try:
            ACTS[kind](number, town)
        except (complaints.StepNotAllowed, complaints.TooLate) as refused:
            assert story(number) == before
            assert isinstance(refused, complaints.TooLate) or kind not in FOLLOWS[status]
        else:
            assert kind in FOLLOWS[status]
            assert story(number) == [*before, kind]
    assert (now(number).status == "open") == (now(number).answered_at is None)


def test_those_who_may_handle_come_first(town):
    User.objects.create_user("luar", password="rahasia-uji", office=town.agency, roles=[Role.AGENCY])
    people = [user.username for user in queries.may_handle(now(filed(town)), town.clock)]
    assert people[:2] == ["camat", "pemeriksa"]
    assert not {"luar", "kurir1", "dukcapil"} & set(people)
