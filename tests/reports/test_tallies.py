"""What reports are read from is equal to a plain count over the stories, whatever happened and in which order."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import rule, run_state_machine_as_test

from siantar.casework import consequences
from siantar.casework.models import Application, EventRow, Standing
from siantar.reports import rebuilding, tallies
from siantar.reports.models import FileShare, MonthTally
from siantar.reports.shares import NOW, Measure
from siantar.rules.vocabulary import ENDS, Kind, Stage
from tests.casework.test_ledger_against_a_plain_model import Histories
from tests.people import OFFICE, given_collected, given_file, given_on_the_road, given_town

pytestmark = pytest.mark.django_db


def stored() -> Counter:
    rows = MonthTally.objects.exclude(amount=0).values_list("office", "service", "month", "measure", "key", "amount")
    return Counter({tuple(row[:-1]): row[-1] for row in rows})


def plain_failures(file: Application) -> int:
    """Failed attempts that nobody contradicted or took back, counted event by event."""
    rows = list(EventRow.objects.filter(application=file))
    words = [row.data for row in rows if row.kind == Kind.CORRECTED and not row.conflict]
    dropped = {data["event"] for data in words if data.get("event")}
    upheld = {data["uphold"] for data in words if data.get("uphold")} - dropped
    failures = [row for row in rows if row.kind == Kind.DELIVERY_FAILED and str(row.pk) not in dropped]
    return len([row for row in failures if not row.conflict or str(row.pk) in upheld])


def plain_count() -> dict[str, int]:
    stages = Counter(Standing.objects.values_list("stage", flat=True))
    served = {Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY}
    return {
        Measure.HANDED_IN: Application.objects.count(),
        Measure.SERVED: sum(stages[stage] for stage in served),
        Measure.STOPPED: stages[Stage.REJECTED] + stages[Stage.CANCELLED],
        Measure.OPEN_STAGE: sum(stages[stage] for stage in set(Stage) - ENDS),
        Measure.OPEN_SINCE: sum(stages[stage] for stage in set(Stage) - ENDS),
        Measure.FAILED: sum(plain_failures(file) for file in Application.objects.all()),
        Measure.WAY: sum(stages[stage] for stage in served),
    }


def tallied() -> dict[str, int]:
    rows = stored()
    return {measure: sum(n for row, n in rows.items() if row[3] == measure) for measure in plain_count()}


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
        followed = stored()
        rebuilding.rebuild()
        assert stored() == followed


def test_tallies_are_equal_to_a_plain_count_after_any_history():
    class InTown(Counted):
        town = given_town()

    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck), print_blob=False,
        ),
    )  # fmt: skip
    assert tallied()[Measure.SERVED] > 0
    assert tallied()[Measure.FAILED] > 0


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
