"""Open data: what the open page says, for programs, and nothing beside it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from siantar.casework.consequences import relay_all
from siantar.reports import figures
from siantar.rules.period import months_back
from tests.clock import CLOCK
from tests.people import AGENCY, OFFICE, given_collected, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def rows_of(answer) -> list[dict[str, str]]:
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_table_says_what_the_page_says_and_hides_what_it_hides(client, town):
    for service, count in (("ktp-el-hilang", 6), ("kia", 2)):
        for _ in range(count):
            given_collected(town, service)
    this = months_back(town.clock.date(), 1)[0]
    relay_all(CLOCK.at)
    CLOCK.at = town.clock + timedelta(days=40)
    (row,) = [row for row in rows_of(client.get(f"/kinerja/data/{OFFICE}.csv")) if row["month"] == this.code]
    page = figures.month(town.office, this, CLOCK.at.date())
    assert (row["handed_in"], row["done"]) == (str(page.handed_in.count), str(page.done.count)) == ("8", "8")
    assert row["promise_kept_percent"] == str(page.kept_promises.percent)
    assert float(row["hours_office"]) == pytest.approx(page.hands[0].hours, abs=0.01)
    assert row["satisfaction_mean"] == ""


def test_small_numbers_are_hidden_and_the_running_month_is_not_there(client, town):
    for _ in range(3):
        given_collected(town)
    this = months_back(town.clock.date(), 1)[0]
    assert this.code not in {row["month"] for row in rows_of(client.get(f"/kinerja/data/{OFFICE}.csv"))}
    relay_all(CLOCK.at)
    CLOCK.at = town.clock + timedelta(days=40)
    (row,) = [row for row in rows_of(client.get(f"/kinerja/data/{OFFICE}.csv")) if row["month"] == this.code]
    assert (row["handed_in"], row["done"], row["promise_kept_percent"]) == ("<5", "<5", "")


def test_the_catalogue_leads_to_every_table_and_agencies_have_none(client, town, settings):
    answer = client.get("/kinerja/data/")
    assert answer["Content-Type"] == "application/ld+json"
    (dataset,) = answer.json()["dcat:dataset"]
    address = dataset["dcat:distribution"][0]["dcat:downloadURL"]["@id"]
    assert address.startswith(settings.SIANTAR_BASE_URL)
    assert client.get(address.removeprefix(settings.SIANTAR_BASE_URL)).status_code == 200
    assert {line["@language"] for line in dataset["dct:description"]} == {"id", "en"}
    for code in (AGENCY, "99.99.99", "x%00"):
        assert client.get(f"/kinerja/data/{code}.csv").status_code == 404
    assert f"/kinerja/data/{OFFICE}.csv" in client.get("/kinerja/").text
