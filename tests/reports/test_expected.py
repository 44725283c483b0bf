import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from siantar.casework import tracking
from siantar.casework.models import TrackRow
from siantar.faces.public import fast_path
from siantar.project import jobs
from siantar.reports import expected_days
from siantar.reports.rebuilding import findings
from siantar.rules.vocabulary import Kind, Method
from tests.people import given_file, given_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town():
    """An office whose letters of the last two months took one to two days each."""
    town = given_town()
    start = town.clock - 60 * DAY
    for n in range(45):
        town.clock = start + n * DAY
        file = given_file(town, "pengantar-skck", method=Method.COUNTER)
        number = file.receipt_number
        for who, kind, hours in (
            ("pemeriksa", Kind.CHECK_STARTED, 2),
            ("pemeriksa", Kind.CHECK_PASSED, 3),
            ("camat", Kind.SIGNED, 24 + n % 20),
            ("loket", Kind.MADE_READY, 1),
        ):
            town.clock += timedelta(hours=hours)
            assert town.tell(who, kind, number).result == "recorded"
    town.clock = start + 61 * DAY
    return town


def expected_of(number):
    return json.loads(tracking.look_up(number)[0])["expected"]


def test_an_open_file_is_expected_between_two_days(town):
    number = given_file(town, "pengantar-skck", method=Method.COUNTER).receipt_number
    assert expected_of(number) is None
    assert expected_days.refresh(town.clock) == 1
    expected = expected_of(number)
    assert expected["by"] == "day"
    assert town.clock.date().isoformat() <= expected["from"][:10] <= expected["to"][:10]
    assert expected["to"][:10] <= (town.clock + 9 * DAY).date().isoformat()
    page = fast_path.as_page(number, "id")
    assert "Perkiraan selesai <strong>" in page.body.decode()
    assert "Expected to be done <strong>" in fast_path.as_page(number, "en").body.decode()
    assert expected_days.refresh(town.clock) == 0


def test_the_answer_with_a_forecast_has_an_etag_of_its_own(town):
    number = given_file(town, "pengantar-skck", method=Method.COUNTER).receipt_number
    before = tracking.look_up(number)[1]
    expected_days.refresh(town.clock)
    after = tracking.look_up(number)[1]
    assert before != after
    assert fast_path.as_json(number, before).status == 200
    assert fast_path.as_json(number, after).status == 304


def test_an_event_takes_the_old_forecast_away(town):
    number = given_file(town, "pengantar-skck", method=Method.COUNTER).receipt_number
    expected_days.refresh(town.clock)
    town.tell("pemeriksa", Kind.CHECK_STARTED, number)
    assert expected_of(number) is None
    expected_days.refresh(town.clock)
    assert expected_of(number)
    assert list(findings()) == []


def test_a_forecast_of_an_older_answer_is_not_kept(town):
    from siantar.casework import forecasts

    number = given_file(town, "pengantar-skck", method=Method.COUNTER).receipt_number
    etag = TrackRow.objects.get(pk=number).etag
    town.tell("pemeriksa", Kind.CHECK_STARTED, number)
    forecasts.foretell([('{"from":"2026-01-01","to":"2026-01-02","by":"day"}', number, etag)])
    assert expected_of(number) is None


def test_where_history_is_thin_there_is_the_promise_and_nothing_more(town):
    number = given_file(town, "ktp-el-hilang").receipt_number
    expected_days.refresh(town.clock)
    assert expected_of(number) is None
    assert json.loads(tracking.look_up(number)[0])["promised_at"]


def test_nothing_is_foretold_while_it_is_the_residents_turn(town):
    number = given_file(town, "pengantar-skck", method=Method.COUNTER, complete=False).receipt_number
    expected_days.refresh(town.clock)
    assert expected_of(number) is None


def test_the_backtest_is_told_as_json(town, capsys):
    assert expected_days.judge(town.clock, days=40) is not None
    call_command("backtest", "--json", "--days", "3")
    verdict = json.loads(capsys.readouterr().out)
    assert {"coverage", "width", "naive_coverage", "naive_width"} <= set(verdict)


def test_the_worker_foretells():
    assert any(job.do is expected_days.refresh for job in jobs.JOBS)


def test_an_event_while_forecasts_are_reckoned_gets_none_of_them(town, monkeypatch):
    number = given_file(town, "pengantar-skck", method=Method.COUNTER).receipt_number
    read = expected_days._experiences

    def meanwhile(*steps):
        town.tell("pemeriksa", Kind.CHECK_STARTED, number)
        return read(*steps)

    monkeypatch.setattr(expected_days, "_experiences", meanwhile)
    expected_days.refresh(town.clock)
    assert expected_of(number) is None
