"""The office at odd hours: every page opens, every job runs, the day of a file adds up, whatever the calendar says."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from siantar.casework import possession
from siantar.demo import office
from siantar.feedback import complaints
from siantar.project.jobs import JOBS
from siantar.rules.complaint import Nature, Topic
from tests.people import enter, given_collected, given_file, given_finished, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
MOMENTS = [
    datetime(2027, 1, 1, 0, 10, tzinfo=JAKARTA),
    datetime(2028, 2, 29, 9, 0, tzinfo=JAKARTA),
    datetime(2026, 11, 29, 15, 0, tzinfo=JAKARTA),
    datetime(2026, 11, 27, 23, 50, tzinfo=JAKARTA),
    datetime(2027, 2, 16, 10, 30, tzinfo=JAKARTA),
    datetime(2026, 12, 31, 14, 0, tzinfo=JAKARTA),
    datetime(2028, 11, 27, 8, 30, tzinfo=JAKARTA),
]
PAGES = {
    "loket": ["/loket/", "/loket/hari-ini/", "/loket/serahkan/", "/pesan/", "/suara/pengaduan/"],
    "pemeriksa": ["/berkas/", "/suara/", "/suara/skm.pdf", "/suara/kata/"],
    "camat": ["/berkas/", "/berkas/wakil/", "/berkas/permintaan/", "/berkas/di-mana/", "/suara/pengaduan/ekspor.csv"],
    "penghubung": ["/bundel/"],
    "pengatur": ["/pengantaran/", "/pengantaran/papan/"],
    "kurir1": ["/kurir/", "/kurir/hari-ini/"],
}


@pytest.fixture(params=MOMENTS, ids=lambda moment: f"{moment:%Y-%m-%d %H.%M}")
def odd_town(request, clock, town):
    """The town at an odd moment, in a year the calendar of the office knows."""
    clock.at = request.param.astimezone(ZoneInfo("UTC"))
    office.fill_calendar(clock.at)
    return town


def test_every_page_opens(client, odd_town):
    on_the_road, waiting = given_on_the_road(odd_town), given_finished(odd_town)
    for who, pages in PAGES.items():
        enter(client, who)
        holds_papers = who in {"loket", "pemeriksa", "camat"}
        for page in [*pages, *([f"/berkas/{waiting.receipt_number}/"] if holds_papers else [])]:
            assert client.get(page).status_code == 200, (who, page)
    client.logout()
    number, pin = on_the_road.receipt_number, possession.pin_of(on_the_road)
    for page in ("/", "/kinerja/", "/layanan/", f"/t/{number}", "/skm/", "/pengaduan/", "/petugas/"):
        assert client.get(page).status_code == 200, page
    assert client.post(f"/t/{number}/saya/", {"pin": pin}).status_code == 302
    assert client.get(f"/t/{number}/saya/").status_code == 200


def test_every_job_runs_and_the_books_balance(odd_town, capsys):
    given_file(odd_town)
    given_collected(odd_town)
    complaints.file(complaints.Filing(odd_town.office, Topic.TIME, Nature.PLAIN, "Tidak ada kabar"), at=odd_town.tick())
    for minutes in (0, 1, 12 * 60, 9 * 24 * 60):
        at = odd_town.tick(minutes)
        for job in JOBS:
            job.do(at)
    call_command("doctor")
    assert "Tidak ada masalah." in capsys.readouterr().out


def test_a_promise_lies_ahead_in_working_hours(odd_town):
    file = given_file(odd_town)
    promised = file.standing.promised_at.astimezone(JAKARTA)
    assert promised > odd_town.clock
    assert promised.weekday() < 5
    assert 7.5 <= promised.hour + promised.minute / 60 <= 16.5


def test_a_courier_out_at_an_odd_hour_delivers(client, odd_town):
    file = given_on_the_road(odd_town)
    enter(client, "kurir1")
    day = client.get("/kurir/hari-ini/").json()
    assert [door["number"] for door in day["doors"]] == [file.receipt_number]
    assert datetime.fromisoformat(day["server_time"]) == odd_town.clock
    assert datetime.fromisoformat(day["key"]["until"]) > odd_town.clock
    at = odd_town.tick().isoformat()
    handed = {"receiver_name": "Siti", "relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
    event = {"id": "0193f6ce-0000-7000-8000-000000000001", "type": "delivered", "receipt_number": file.receipt_number, "occurred_at": at, "data": handed}
    answer = client.post("/kurir/kirim/", {"sent_at": at, "events": [event]}, content_type="application/json").json()
    assert [result["outcome"] for result in answer["results"]] == ["recorded"]
    assert stage_of(file) == "delivered"


def test_a_shift_of_four_hours_from_now_is_planned(client, odd_town):
    odd_town.office.lat, odd_town.office.lon = -6.2441, 106.6582
    odd_town.office.save()
    enter(client, "pengatur")
    page = client.get("/pengantaran/").content.decode()
    assert 'name="begins"' in page
    local = odd_town.clock.astimezone(JAKARTA)
    shift = {"courier": [odd_town.people["kurir1"].person], "begins": f"{local:%H:%M}", "ends": f"{(local.hour + 4) % 24:02d}:{local:%M}"}
    assert client.post("/pengantaran/kurir/", shift).status_code == 302
    assert [courier["id"] for courier in client.get("/pengantaran/papan/").json()["couriers"]] == [odd_town.people["kurir1"].person]
