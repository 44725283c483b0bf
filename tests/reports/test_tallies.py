"""What reports are read from is equal to a plain count over the stories, whatever happened and in which order."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from siantar.casework import consequences
from siantar.casework.models import Application, EventRow, Standing
from siantar.reports import rebuilding, tallies
from siantar.reports.models import CountedMonth, FileShare, MonthTally
from siantar.reports.shares import NOW, Measure
from siantar.rules.vocabulary import ENDS, Kind, Stage
from tests.casework.test_ledger_against_a_plain_model import Histories
from tests.people import OFFICE, given_collected, given_file, given_on_the_road, given_town

pytestmark = pytest.mark.django_db


def stored() -> Counter:
    rows = MonthTally.objects.exclude(amount=0).values_list("office", "service", "month", "measure", "key", "amount")
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def plain_failures(file: Application) -> list:
    """Failed attempts that nobody contradicted or took back, counted event by event."""
    rows = list(EventRow.objects.filter(application=file))
    words = [row.data for row in rows if row.kind == Kind.CORRECTED and not row.conflict]
    dropped = {data["event"] for data in words if data.get("event")}
    upheld = {data["uphold"] for data in words if data.get("uphold")} - dropped
    failures = [row for row in rows if row.kind == Kind.DELIVERY_FAILED and str(row.pk) not in dropped]
    return [row.occurred_at for row in failures if not row.conflict or str(row.pk) in upheld]


SERVED = {Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY}
MEASURES = {
    Measure.HANDED_IN, Measure.SERVED, Measure.STOPPED, Measure.OPEN_STAGE, Measure.OPEN_SINCE, Measure.FAILED, Measure.WAY,
    Measure.PROMISE,
}  # fmt: skip


def month_of(at) -> str:
    return at.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%Y-%m")


def plain_count() -> Counter:
    """How much of each measure in each month, file by file."""
    counts: Counter = Counter()
    now = NOW.strftime("%Y-%m")
    for standing in Standing.objects.select_related("application"):
        counts[Measure.HANDED_IN, month_of(standing.application.handed_in_at)] += 1
        if standing.stage in SERVED:
            kinds = [Measure.SERVED, Measure.WAY] + ([Measure.PROMISE] if standing.promised_at else [])
            counts.update((kind, month_of(standing.since)) for kind in kinds)
        elif standing.stage in ENDS:
            counts[Measure.STOPPED, month_of(standing.since)] += 1
        else:
            counts.update((kind, now) for kind in (Measure.OPEN_STAGE, Measure.OPEN_SINCE))
        counts.update((Measure.FAILED, month_of(at)) for at in plain_failures(standing.application))
    return counts


def tallied() -> Counter:
    counts: Counter = Counter()
    for (_office, _service, month, measure, _key), amount in stored().items():
        if measure in MEASURES:
            counts[measure, month.strftime("%Y-%m")] += amount
    return counts


def total(measure: Measure) -> int:
    return sum(amount for (kind, _month), amount in tallied().items() if kind == measure)


def months_of_shares() -> set:
    """Each file with the months of what it adds."""
    return {
        (share.pk, office, date.fromisoformat(month))
        for share in FileShare.objects.all()
        for office, _service, month, _measure, _key in tallies.share_in(share)
    }


def said_months() -> set:
    return set(CountedMonth.objects.values_list("application", "office", "month"))


class Counted(Histories):
    """Histories with a relay in between now and then."""

    @rule()
    def relay(self):
        consequences.relay_all(self.town.clock)
        assert tallied() == plain_count()

    @rule()
    def months_go_by(self):
        self.town.clock += timedelta(days=20)

    def teardown(self):
        consequences.relay_all(self.town.clock)
        assert tallied() == plain_count()
        assert said_months() == months_of_shares()
        followed = stored()
        rebuilding.rebuild()
        assert stored() == followed
        assert said_months() == months_of_shares()


def test_tallies_are_equal_to_a_plain_count_after_any_history():
    class InTown(Counted):
        town = given_town()

    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=12, stateful_step_count=20,
            suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
    assert total(Measure.SERVED) > 0
    assert total(Measure.FAILED) > 0


def test_what_the_consumer_missed_is_counted_by_the_job_and_nothing_twice():
    town = given_town()
    given_collected(town)
    assert tallies.count_missing() == 1
    first = stored()
    assert tallies.count_missing() == 0
    consequences.relay_all(town.clock)
    assert stored() == first
    assert FileShare.objects.count() == 1


def test_open_files_leave_the_open_tallies_when_their_story_ends():
    town = given_town()
    file = given_on_the_road(town)
    consequences.relay_all(town.clock)
    assert tallies.amounts([OFFICE], NOW, Measure.OPEN_STAGE) == {"out_for_delivery": 1}
    assert tallies.amounts([OFFICE], NOW, Measure.OPEN_HOLDER) == {"courier": 1}
    data = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=data, private={"receiver_name": "Siti"})
    consequences.relay_all(town.clock)
    assert tallies.amounts([OFFICE], NOW, Measure.OPEN_STAGE) == {}
    month = town.clock.date().replace(day=1)
    assert tallies.amounts([OFFICE], month, Measure.ATTEMPT) == {"1|delivered": 1}
    assert tallies.amounts([OFFICE], month, Measure.ATTEMPT, service="sktm") == {}


def test_a_correction_of_the_service_moves_the_file_in_the_tallies():
    town = given_town()
    file = given_file(town)
    consequences.relay_all(town.clock)
    other = file.service.__class__.objects.get(office=OFFICE, code="sktm")
    Application.objects.filter(pk=file.pk).update(service=other)
    tallies.count_these([file.pk])
    month = town.clock.date().replace(day=1)
    assert tallies.amounts([OFFICE], month, Measure.HANDED_IN, service="ktp-el-hilang") == {}
    assert sum(tallies.amounts([OFFICE], month, Measure.HANDED_IN, service="sktm").values()) == 1
