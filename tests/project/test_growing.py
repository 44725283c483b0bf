"""Histories of any length for the benchmarks: as whole as if each file had been lived here."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from benchmarks import growing
from siantar.casework import addresses, possession
from siantar.casework.models import Application, EventRow, Movement, Person, Standing, TrackRow
from siantar.privacy import vault
from siantar.reports import rebuilding
from siantar.reports.models import Ended, FileShare, MonthTally
from siantar.rules.vocabulary import ENDS
from tests.clock import CLOCK

pytestmark = pytest.mark.django_db
LIVES, FILES, STILL_OPEN = 40, 150, 30


@pytest.fixture
def grown():
    growing.grow(FILES, CLOCK.at, how_many=LIVES, open_files=STILL_OPEN)


def derived() -> dict[str, list[object]]:
    tables = {Standing: "pk", Movement: "pk", TrackRow: "pk", Ended: "application", FileShare: "application"}
    return {table.__name__: list(table.objects.order_by(key).values()) for table, key in tables.items()} | {
        "MonthTally": sorted(map(str, MonthTally.objects.values_list()))
    }


def test_doctor_finds_nothing_in_it_and_what_is_derived_anew_is_the_same(grown, capsys):
    first = LIVES + growing.READY
    assert Application.objects.count() == first + FILES
    assert list(rebuilding.findings()) == []
    call_command("doctor")
    said_by_doctor = capsys.readouterr().out
    assert "Tidak ada masalah." in said_by_doctor
    before = derived()
    assert len(before["Standing"]) == first + FILES
    assert rebuilding.rebuild() == first + FILES
    after = derived()
    for table in ("Standing", "Movement", "TrackRow"):
        assert after[table] == before[table], table
    assert [len(after[table]) for table in after] == [len(before[table]) for table in before]


def test_each_file_is_somebody_s_own(grown):
    files = Application.objects.select_related("person", "standing").order_by("-pk")
    copies = [file for file in files if bytes(file.person.nik_index or b"") and vault.unseal("person.nik", file.person_id, bytes(file.person.nik_sealed)).startswith("367401")]
    assert len(copies) == FILES
    assert len({file.receipt_number for file in copies}) == FILES
    assert len({file.person_id for file in copies}) == FILES / 2
    assert Person.objects.filter(pk__in={file.person_id for file in copies}).values("nik_index").distinct().count() == FILES / 2
    assert sum(file.standing.stage not in ENDS for file in copies) == STILL_OPEN
    for file in copies[:10]:
        assert len(possession.pin_of(file)) == 6
        addresses.of_file(file)
        assert file.name_signs
    assert EventRow.objects.filter(relayed_at=None).count() == 0


def test_a_changed_event_of_a_copy_is_noticed(grown):
    copy = Standing.objects.order_by("pk").last()
    Standing.objects.filter(pk=copy.pk).update(head="0" * 64)
    assert [(each.code, each.receipt_number) for each in rebuilding.findings()] == [("standing_differs", copy.application.receipt_number)]


def test_what_measuring_needs_is_there(grown):
    sample = growing.sample(CLOCK.at)
    assert sample["files"] == LIVES + growing.READY + FILES
    assert len(sample["ready"]) >= growing.READY
    assert all(len(nik) == 16 for nik in sample["niks"])
    assert set(sample["sessions"]) == {"pemeriksa", "camat", "loket"}
