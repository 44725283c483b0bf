"""What happens by itself: a delay foreseen, the evening before, forgetting; and all of it is run by the worker."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from siantar.casework import forecasts
from siantar.casework.consequences import relay
from siantar.casework.models import EventRow, Standing, TrackRow
from siantar.delivery.announcements import announce_tomorrow
from siantar.delivery.models import Run
from siantar.messaging.delays import foresee, will_be_late
from siantar.messaging.models import Inbound, Message
from siantar.messaging.retention import forget
from siantar.project.jobs import JOBS
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind
from siantar.rules.working_time import Calendar
from tests.messaging.test_telling import run, texts_of
from tests.people import AGENCY, given_file, given_finished, given_told_file

JAKARTA = ZoneInfo("Asia/Jakarta")
pytestmark = pytest.mark.django_db


def given_stuck(town, hold: str = "data_centre"):
    """A file of Siti's that waits at the data centre."""
    file = given_told_file(town, channel=ChannelKind.SMS)
    for who, kind, more in [
        ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
        ("penghubung", Kind.SENT, {"to": AGENCY, "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}),
        ("dukcapil", Kind.HELD, {"reason": hold}),
    ]:  # fmt: skip
        town.tell(who, kind, file.receipt_number, **more)
    return file


def test_a_resident_whose_file_is_stuck_hears_before_asking(town, gateway):
    file = given_stuck(town)
    run(town)
    promised = file.standing.promised_at if hasattr(file, "standing") else None
    promised = promised or EventRow.objects.get(application=file, kind="handed_in").data["promised_at"]
    promised = datetime.fromisoformat(promised) if isinstance(promised, str) else promised
    town.clock = promised.astimezone(UTC) - timedelta(hours=9)
    assert foresee(town.clock - timedelta(days=3)) == 0
    assert foresee(town.clock) == 1
    assert foresee(town.tick(30)) == 0  # once
    assert run(town, 12 * 60) == 1
    text = texts_of(gateway)[-1]
    assert "kemungkinan tidak selesai pada" in text
    assert "menunggu di pusat data" in text
    event = EventRow.objects.get(kind=Kind.DELAY_FORESEEN)
    assert event.person == "siantar"
    assert event.occurred_at < promised


def test_who_hears_too_late_reads_no_promise_but_the_days_expected(town, gateway):
    file = given_stuck(town)
    run(town)
    promised = EventRow.objects.get(application=file, kind="handed_in").data["promised_at"]
    town.clock = datetime.fromisoformat(promised).astimezone(UTC) + timedelta(days=1)
    first, last = (town.clock + timedelta(days=days) for days in (4, 6))
    days = {"from": first.isoformat(), "to": last.isoformat(), "by": "day"}
    forecasts.foretell([(json.dumps(days), file.receipt_number, TrackRow.objects.get(pk=file.receipt_number).etag)])
    assert foresee(town.clock) == 1
    for _ in range(4):  # past the quiet hours, whenever the promise ended
        run(town, 4 * 60)
    text = texts_of(gateway)[-1]
    assert "Mohon maaf" in text
    assert "terlambat: belum selesai pada" in text
    assert "Perkiraan selesai" in text
    assert "kemungkinan" not in text


@pytest.mark.parametrize(("hours", "late"), [(0, False), (13, False), (17, True), (40, True)])
def test_a_forecast_of_the_promised_day_itself_worries_nobody(town, hours, late):
    file = given_file(town)
    promised = datetime.combine(town.clock.astimezone(JAKARTA), time(8), JAKARTA) + timedelta(days=3)
    Standing.objects.filter(application=file).update(promised_at=promised)
    standing = Standing.objects.get(application=file)
    assert will_be_late(standing, town.clock, Calendar(), promised + timedelta(hours=hours)) is late


def test_a_file_that_is_nearly_done_makes_nobody_worry(town, gateway):
    file = given_told_file(town, channel=ChannelKind.SMS)
    given_finished(town, file=file)
    handed_in = EventRow.objects.get(application=file, kind="handed_in")
    assert foresee(datetime.fromisoformat(handed_in.data["promised_at"]) - timedelta(minutes=5)) == 0


def given_run_for_tomorrow(town) -> Run:
    file = given_told_file(town, channel=ChannelKind.SMS)
    given_finished(town, file=file)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    courier = town.people["kurir1"]
    tomorrow = town.clock.date() + timedelta(days=1)
    run_row = Run.objects.create(
        number="R0000000000A1", office=town.office, courier_id=int(courier.person), day=tomorrow, made_at=town.clock,
        starts_at=town.clock + timedelta(days=1), ends_at=town.clock + timedelta(days=1, hours=6),
        start_lat=-6.24, start_lon=106.66, end_lat=-6.24, end_lon=106.66,
    )  # fmt: skip
    run_row.stops.create(application=file, position=1, begins_at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    return run_row


def test_the_evening_before_residents_are_told_once_without_anybody_pressing_a_button(town, gateway):
    given_run_for_tomorrow(town)
    run(town)
    before = len(gateway.calls)
    assert announce_tomorrow(datetime(2026, 11, 23, 9, 30, tzinfo=UTC)) == 0  # 16.30
    town.clock = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)  # 17.05
    assert announce_tomorrow(town.clock) == 1
    assert announce_tomorrow(town.tick()) == 0
    run(town)
    assert len(gateway.calls) == before + 1
    assert "Selasa 24 November 2026 antara pukul" in texts_of(gateway)[-1]


def test_a_window_told_again_narrower_is_told_as_such(town, gateway):
    tomorrow = given_run_for_tomorrow(town)
    town.clock = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
    announce_tomorrow(town.clock)
    number = tomorrow.stops.get().application.receipt_number
    run(town)
    town.clock = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    town.tell("kurir1", Kind.LOADED, number)
    span = {"from": "2026-11-24T02:50:00+00:00", "to": "2026-11-24T03:10:00+00:00"}
    town.tell("pengatur", Kind.WINDOW_TOLD, number, data=span)
    relay(town.tick())
    assert set(Message.objects.filter(state="waiting").values_list("occasion", flat=True)) == {
        Occasion.DEPARTED, Occasion.NARROWER,
    }  # fmt: skip
    run(town)
    assert any(
        "perkiraan tiba Selasa 24 November 2026 antara pukul 09.50 dan 10.10 WIB" in text for text in texts_of(gateway)
    )


def test_calls_and_answers_are_forgotten(town):
    Inbound.objects.create(channel="sms", provider_id="1", sender_index=b"x" * 32, at=town.clock, outcome="heard")
    assert forget(town.clock + timedelta(days=29)) == 0
    assert forget(town.clock + timedelta(days=31)) == 1


def test_every_job_is_run_by_the_worker_and_explained_to_the_operator():
    manual = (Path(__file__).parents[2] / "docs/operator.md").read_text()
    assert {job.name for job in JOBS} == {
        "relay",
        "remind",
        "back_up",
        "send_backups",
        "follow_directory",
        "make_roots",
        "send_roots",
        "raise_alerts",
        "mail_alerts",
        "redirect",
        "send",
        "send_webhooks",
        "announce_tomorrow",
        "bring_back",
        "foresee",
        "escalate",
        "count_ended",
        "begin_versions", "follow_names",
        "foretell",
        "forget",
        "draft_holidays",
        "erase_nightly",
        "list_odd_readings",
        "issue_reports",
        "send_reports",
    }
    for job in JOBS:
        assert f"`{job.name}`" in manual


def test_the_worker_does_every_job_once_on_demand(town, gateway, monkeypatch):
    from django.core.management import call_command

    from siantar.project.management.commands import work

    given_told_file(town, channel=ChannelKind.SMS)
    monkeypatch.setattr(work.signal, "signal", lambda *_: None)
    monkeypatch.setattr(work, "make_plans", lambda _rest: None)
    call_command("work", "--once")
    town.tick(10)  # messages of one family are gathered for a while
    call_command("work", "--once")
    assert len(gateway.calls) == 1
    assert date(2026, 11, 23) == town.clock.date()
