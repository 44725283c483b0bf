"""Behind every number of a report is a list of files, as many as the number says, for those who may see them."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.urls import reverse

from siantar.casework.consequences import relay_all
from siantar.directory.models import Office, User
from siantar.privacy.models import Look
from siantar.reports import counted_files, month_report, tallies, whole_report
from siantar.reports.models import CountedMonth
from siantar.reports.month_report import ReportScope
from siantar.reports.shares import Measure
from siantar.rules import period
from siantar.rules.access import Actor, Forbidden
from siantar.rules.vocabulary import Kind, Role
from tests.letters.cast import given_letter_town
from tests.people import OFFICE, THERE, enter, given_collected, given_file, given_on_the_road
from tests.reports.test_letters_counted import busy_desks
from tests.reports.test_tallies import months_of_shares, said_months

pytestmark = pytest.mark.django_db
DELIVERED = {"relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
# What a bar shows, of the cells of its line; the mean hours of a hand are no number of files.
BARS = {
    "janji": lambda cells: cells[4],
    "layanan": lambda cells: cells[4],
    "terancam": lambda cells: cells[1] + cells[2],
    "antar": lambda cells: cells[1] + cells[2],
    "kelurahan": lambda cells: cells[1] + cells[2],
    "proses": lambda cells: cells[2],
} | dict.fromkeys(
    ["sekarang", "umur", "langkah", "pemegang", "surat", "meja-surat", "gagal", "memutar", "jalan"], lambda cells: cells[1]
)


def not_home(town, file) -> None:
    for kind, more in ((Kind.DELIVERY_FAILED, {"reason": "house_empty"}), (Kind.UNLOADED, {})):
        outcome = town.tell("kurir1", kind, file.receipt_number, **more)
        assert outcome.result == "recorded", (kind, outcome)


def busy_months():
    """A town where something is behind every picture: last month's files, letters, deliveries that failed, late ones."""
    town = given_letter_town()
    given_collected(town)
    late = given_file(town)
    twice = given_on_the_road(town)
    not_home(town, twice)
    town.clock += timedelta(days=31)
    again = given_on_the_road(town)
    not_home(town, again)
    for file in (twice, again):
        town.tell("kurir1", Kind.LOADED, file.receipt_number)
        not_home(town, file)
    brought = given_on_the_road(town)
    outcome = town.tell(
        "kurir1", Kind.DELIVERED, brought.receipt_number, data=DELIVERED, private={"receiver_name": "Siti"}
    )
    assert outcome.result == "recorded", outcome
    given_collected(town)
    given_file(town, complete=False)
    busy_desks(town)
    relay_all(town.clock)
    return town, late


def pictures(town, *, months_back: int = 0):
    scope = ReportScope((Office.objects.get(pk=OFFICE),))
    today = town.clock.date()
    report = month_report.report(scope, period.months_back(today, 2)[months_back], today)
    return scope, report, list(whole_report.pictures_of(report, "id"))


def numbers_of(picture):
    """Each part with the number that stands on the picture."""
    for row in picture.rows:
        for place, part in row.parts.items():
            if part.measure is not Measure.SECONDS:
                yield part, row.cells[place] if place else BARS[picture.code](row.cells)


@pytest.mark.parametrize("months_back", [0, 1])
def test_every_number_of_every_picture_is_that_of_its_list(months_back):
    town, _late = busy_months()
    scope, _report, drawn = pictures(town, months_back=months_back)
    looked_at = 0
    for picture in drawn:
        for part, number in numbers_of(picture):
            files = counted_files.behind(town.people["camat"], scope, part)
            assert files.amount == number, (picture.code, part.code)
            assert len(files.read(town.people["camat"], 0, 500)) == len(files.files) <= number
            looked_at += number > 0
    assert looked_at > 30
    if not months_back:
        assert {picture.code for picture in drawn} >= {*BARS, "tangan", "loket"} - {"kelurahan"}


def test_the_hours_of_a_hand_are_those_of_the_files_listed_the_longest_first():
    town, _late = busy_months()
    scope, report, drawn = pictures(town)
    hands = next(picture for picture in drawn if picture.code == "tangan")
    for row in hands.rows:
        files = counted_files.behind(town.people["camat"], scope, row.parts[0])
        assert round(files.amount / 3600 / report.whole.served, 1) == row.cells[1]
        assert 0 < len(files.files) <= report.whole.served


def test_of_one_service_alone_the_list_is_of_that_service():
    town, _late = busy_months()
    scope, _report, drawn = pictures(town)
    stages = next(picture for picture in drawn if picture.code == "langkah")
    letters = ReportScope(scope.offices, "sktm")
    counted = {
        file.service.code
        for row in stages.rows
        for file in counted_files.behind(town.people["camat"], letters, row.parts[0]).read(town.people["camat"], 0, 99)
    }
    assert counted == {"sktm"}


def test_bars_and_numbers_lead_to_a_list_that_says_the_same_and_leaves_its_trace(client):
    town, late = busy_months()
    enter(client, "camat")
    text = client.get(reverse("report")).content.decode()
    _scope, _report, drawn = pictures(town)
    looks = Look.objects.count()
    for picture in drawn:
        for part, number in numbers_of(picture):
            if number and picture.code != "janji":
                query = {"gambar": picture.code, "bagian": part.code}
                answer = client.get(reverse("report-files"), query)
                times = answer.context["times"]
                assert (times or answer.context["count"]) == number, query
    assert Look.objects.count() > looks
    addresses = {href.split('"')[0].replace("&amp;", "&") for href in text.split('href="')[1:]}
    led = [parse_qs(urlsplit(address).query) for address in addresses if address.startswith(reverse("report-files"))]
    assert {query["gambar"][0] for query in led} >= {*BARS, "tangan", "loket"} - {"kelurahan"}
    overdue = client.get(reverse("report-files"), {"gambar": "terancam", "bagian": "ours|lewat"})
    assert late.receipt_number in overdue.content.decode()
    assert "Siti" in overdue.content.decode() and not any("Siti" in address for address in addresses)


def test_a_number_that_has_gone_since_leads_to_words_and_nonsense_to_nothing(client):
    busy_months()
    enter(client, "camat")
    gone = client.get(reverse("report-files"), {"gambar": "langkah", "bagian": "rejected"})
    assert gone.status_code == 200 and "Angkanya sudah berubah" in gone.content.decode()
    for query in ({}, {"gambar": "x"}, {"gambar": "langkah", "bagian": "\0"}, {"gambar": "janji", "hal": "x" * 400}):
        assert client.get(reverse("report-files"), query).status_code in {200, 400, 404}


def test_who_may_not_see_files_has_no_links_and_is_refused(client):
    town, _late = busy_months()
    User.objects.create_user("pimpinan", password="rahasia-uji", office_id=OFFICE, roles=[Role.LEADER])
    enter(client, "pimpinan")
    assert reverse("report-files") not in client.get(reverse("report"), {"kantor": OFFICE}).content.decode()
    query = {"gambar": "langkah", "bagian": "received", "kantor": OFFICE}
    assert client.get(reverse("report-files"), query).status_code == 403
    scope, _report, drawn = pictures(town)
    part = next(part for picture in drawn for part, _number in numbers_of(picture))
    Office.objects.create(code=THERE, number=9, name="Kecamatan Setu")
    for actor in (town.people["loket"], Actor("9", THERE, frozenset({Role.SIGNATORY, Role.CHECKER, Role.LEADER}))):
        with pytest.raises(Forbidden):
            counted_files.behind(actor, scope, part)


def test_months_are_kept_as_they_are_counted_and_said_anew_after_an_update():
    busy_months()
    rows = said_months()
    assert rows == months_of_shares()
    CountedMonth.objects.all().delete()
    import_module("siantar.reports.migrations.0007_files_behind_numbers").count_again(apps, None)
    tallies.count_missing()
    assert said_months() == rows
