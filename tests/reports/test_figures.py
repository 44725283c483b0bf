from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from siantar.casework.models import Standing
from siantar.casework.progress import progress_of
from siantar.directory.calendars import calendar_of
from siantar.feedback import survey
from siantar.feedback.survey import Judgement
from siantar.reports import figures, served_files
from siantar.reports.models import Ended
from siantar.rules import promise
from siantar.rules.period import month_of
from siantar.rules.promise import Clock
from siantar.rules.satisfaction import Element
from siantar.rules.vocabulary import Kind, Method
from tests.people import COLLECTED, given_collected, given_file, given_town, receipt_of

JAKARTA = ZoneInfo("Asia/Jakarta")
pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def month(town):
    served_files.count_ended()
    return figures.month(town.office, month_of(town.clock.date()), town.clock.date())


def test_a_served_file_is_counted_once_with_the_time_of_each_hand(town):
    file = given_collected(town)
    given_file(town)
    assert (served_files.count_ended(), served_files.count_ended()) == (1, 0)
    row, standing = Ended.objects.get(), Standing.objects.get(application=file)
    spent = promise.time_spent(calendar_of(file.office), progress_of(standing), standing.since)
    assert (row.ours, row.agency) == tuple(int(spent[clock].total_seconds()) for clock in (Clock.OFFICE, Clock.AGENCY))
    assert (row.kept, row.ended_on, row.office) == (True, town.clock.date(), town.office)


def test_a_correction_takes_a_file_out_again(town):
    file = given_collected(town)
    served_files.count_ended()
    last = file.events.get(kind=Kind.COLLECTED)
    outcome = town.tell("camat", Kind.CORRECTED, file.receipt_number, reason="salah berkas", data={"event": str(last.pk)})
    assert outcome.result == "recorded"
    served_files.count_ended()
    assert not Ended.objects.exists()


def test_what_the_resident_takes_to_collect_is_not_the_office_s_delay(town):
    taken, brought = given_file(town, "sktm", method=Method.COUNTER), given_file(town, "sktm")
    for file in (taken, brought):
        for who, kind in (("pemeriksa", Kind.CHECK_STARTED), ("pemeriksa", Kind.CHECK_PASSED), ("camat", Kind.SIGNED)):
            assert town.tell(who, kind, file.receipt_number).result == "recorded"
        town.tell("loket", Kind.MADE_READY, file.receipt_number)
    town.clock += timedelta(days=60)
    for file in (taken, brought):
        town.tell("loket", Kind.COLLECTED, file.receipt_number, data=COLLECTED, private={"receiver_name": "Siti"})
    served_files.count_ended()
    promises = dict(Ended.objects.values_list("application", "kept"))
    assert promises == {taken.pk: True, brought.pk: False}


@pytest.mark.parametrize(("promised", "in_time"), [((0, 1), True), ((23, 59), True), ((-1, 59), False), ((-24, 0), False)])
def test_a_promise_is_kept_until_the_evening_of_its_day(town, promised, in_time):
    file, (hours, minutes) = given_collected(town), promised
    day = town.clock.astimezone(JAKARTA).replace(hour=0, minute=0)
    Standing.objects.filter(application=file).update(promised_at=day + timedelta(hours=hours, minutes=minutes))
    served_files.count_ended()
    assert Ended.objects.get().kept is in_time


def test_small_numbers_are_not_told(town):
    for _ in range(4):
        given_collected(town)
    figures = month(town)
    assert (figures.handed_in.count, figures.done.count, figures.services, figures.kept_promises, figures.hands) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert figures.survey is None


def test_larger_ones_are_told_and_the_small_row_hides_behind_another(town):
    for service, count in (("ktp-el-hilang", 6), ("ktp-el-rusak", 2)):
        for _ in range(count):
            given_collected(town, service)
    match = month(town)
    assert (match.handed_in.count, match.done.count) == (8, 8)
    assert (match.services.rows, match.services.merged) == ((), 8)
    assert match.kept_promises == figures.KeptPromises(100, exact=True)
    assert sum(hand.percent for hand in match.hands) == pytest.approx(100)


def test_a_month_takes_a_handful_of_statements_however_many_files_there_are(town):
    for _ in range(3):
        given_collected(town)
    served_files.count_ended()
    with CaptureQueriesContext(connection) as few:
        figures.month(town.office, month_of(town.clock.date()), town.clock.date())
    for _ in range(6):
        given_collected(town)
    served_files.count_ended()
    with CaptureQueriesContext(connection) as many:
        figures.month(town.office, month_of(town.clock.date()), town.clock.date())
    assert len(few) == len(many) <= 12


def test_the_survey_told_is_that_of_a_month_that_is_over(town):
    for _ in range(5):
        file = given_collected(town)
        survey.judge(
            file.receipt_number, Judgement(dict.fromkeys(Element, 4), "link"), receipt=receipt_of(file), at=town.tick()
        )
    this, today = month_of(town.clock.date()), town.clock.date()
    assert figures.month(town.office, this, today).survey is None
    after = this.last_on + timedelta(days=1)
    assert figures.month(town.office, this, after).survey.reached == 5
    assert figures.month(town.office, month_of(after), after).surveyed == this
