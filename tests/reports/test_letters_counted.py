"""What reports say of letters is what their events say: what became of them, and at which desk they waited."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import timedelta
from importlib import import_module

import pypdfium2
import pytest
from django.apps import apps

from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.letters import approving, issuing, writing
from siantar.letters.models import NumberSlot, OfficeLetter
from siantar.reports import tallies
from siantar.reports.models import MonthTally
from siantar.reports.shares import Measure
from siantar.rules.vocabulary import Kind
from tests.letters.cast import SKTM, given_initialled, given_issued, given_letter_town, given_written, signed
from tests.people import OFFICE, enter, given_file

pytestmark = pytest.mark.django_db
FATES = {Kind.NUMBERED: "issued", Kind.LETTER_RETURNED: "returned", Kind.LETTER_WITHDRAWN: "withdrawn"}


@pytest.fixture
def town():
    return given_letter_town()


def counted(town, measure: Measure, service: str = "") -> Counter[str]:
    relay_all(town.clock)
    return tallies.amounts([OFFICE], town.clock.date().replace(day=1), measure, service=service)


def plain_fates() -> Counter[str]:
    return Counter(FATES[Kind(kind)] for kind in EventRow.objects.filter(kind__in=FATES).values_list("kind", flat=True))


def busy_desks(town) -> None:
    """Two issued, one of them withdrawn and written anew, one sent back, one that waits."""
    given_issued(town)
    wrong = given_issued(town)
    issuing.withdraw(wrong, "Nama salah", by=town.people["camat"], at=town.tick())
    writing.write(wrong.application, SKTM, by=town.people["pemeriksa"], at=town.tick())
    writing.send_back(given_initialled(town), "Nama sekolah salah", by=town.people["camat"], at=town.tick())
    given_written(town)
    given_file(town)


def test_letters_are_counted_as_their_events_say_and_as_the_register_does(town):
    busy_desks(town)
    fates = counted(town, Measure.LETTER)
    assert fates == plain_fates() == {"issued": 2, "returned": 1, "withdrawn": 1}
    assert fates["issued"] == NumberSlot.objects.filter(state="issued").count()
    assert fates["withdrawn"] == OfficeLetter.objects.filter(state=OfficeLetter.State.WITHDRAWN).count()
    assert counted(town, Measure.LETTER, "sktm") == fates and counted(town, Measure.LETTER, "ktp-el-hilang") == {}


def test_counting_from_the_beginning_and_after_an_update_gives_the_same(town):
    busy_desks(town)
    relay_all(town.clock)
    rows = ("office", "service", "month", "measure", "key", "amount")
    before = set(MonthTally.objects.exclude(amount=0).values_list(*rows))
    assert {row[3] for row in before} >= {"letter", "letter_wait"}
    import_module("siantar.reports.migrations.0004_letters_are_counted").count_again(apps, None)
    assert tallies.count_missing() == 4  # the files with letters, once more
    assert set(MonthTally.objects.exclude(amount=0).values_list(*rows)) == before
    tallies.count_again()
    assert set(MonthTally.objects.exclude(amount=0).values_list(*rows)) == before


def test_a_letter_waits_at_a_desk_from_the_one_before_in_working_hours(town):
    letter = given_written(town)  # a Monday morning
    approving.initial(letter, by=town.people["kasi"], at=town.tick(2 * 60))
    approving.initial(letter, by=town.people["sekcam"], at=town.tick(60))
    town.clock += timedelta(days=1)
    signed(letter, town.people["camat"], town)
    waits = counted(town, Measure.LETTER_WAIT)
    assert waits.total() == 4 and waits["writing|0"] == 1
    assert {key.partition("|")[0] for key in waits} == {"writing", "section", "secretary", "signature"}
    hours = {desk: int(spent) for desk, _, spent in (key.partition("|") for key in waits)}
    assert hours["section"] == 2 and hours["secretary"] == 1 and 6 <= hours["signature"] <= 8  # a night is no working time


def test_a_letter_sent_back_is_waited_for_at_the_desk_that_writes(town):
    letter = given_initialled(town)
    writing.send_back(letter, "Nama sekolah salah", by=town.people["camat"], at=town.tick())
    writing.write(letter.application, SKTM, by=town.people["pemeriksa"], at=town.tick(3 * 60))
    waits = counted(town, Measure.LETTER_WAIT)
    assert waits["writing|3"] == 1 and not any(key.startswith("signature") for key in waits)


def test_the_report_the_paper_and_the_workbook_say_it(client, town):
    busy_desks(town)
    relay_all(town.clock)
    enter(client, "camat")
    page = " ".join(client.get("/laporan/").text.split())
    for words in ("Berapa surat terbit, dan berapa yang keliru?", "Di meja mana surat menunggu?", "Paraf kepala seksi", "Ditarik"):
        assert words in page
    paper = pypdfium2.PdfDocument(client.get("/laporan/laporan.pdf").content)
    text = " ".join(" ".join(each.get_textpage().get_text_bounded().split()) for each in paper)
    assert "Di meja mana surat menunggu?" in text and "Paraf kepala seksi" in text
    workbook = zipfile.ZipFile(io.BytesIO(client.get("/laporan/laporan.xlsx").content)).read("xl/workbook.xml").decode()
    assert 'name="surat"' in workbook and 'name="meja-surat"' in workbook
    assert client.get("/laporan/angka/surat.csv").content.decode("utf-8-sig").splitlines()[1:] == [
        "Terbit;2", "Dikembalikan untuk diperbaiki;1", "Ditarik;1",
    ]  # fmt: skip
