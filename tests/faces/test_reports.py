"""The report of those who lead: who comes in, what it says, and that its numbers are those of the files."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta

import pytest

from siantar.casework.consequences import relay_all
from siantar.casework.models import Standing, TrackRow
from siantar.catalogue.models import Service
from siantar.directory.models import Office, Region, User, VillageBorder
from siantar.feedback import complaints, survey
from siantar.feedback.survey import Judgement
from siantar.privacy.models import Look
from siantar.reports import tallies
from siantar.reports.models import MonthTally
from siantar.reports.shares import Measure
from siantar.rules.complaint import Nature, Topic
from siantar.rules.satisfaction import Element
from siantar.rules.vocabulary import Role
from tests.directory.borders import square
from tests.house.test_gate import ELSEWHERE
from tests.people import OFFICE, enter, given_collected, given_file, given_on_the_road, given_town, receipt_of
from tests.support import sheets


@pytest.fixture
def town(db):
    town = given_town()
    User.objects.create_user("walikota", password="rahasia-uji", office_id=OFFICE, roles=[Role.LEADER])
    return town


def text_of(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_report_begins_with_the_sentence_and_the_number(client, town):
    for _ in range(3):
        given_collected(town)
    given_on_the_road(town)
    relay_all(town.clock)
    enter(client, "walikota")
    text = text_of(client.get("/laporan/"))
    assert "Bulan ini 3 berkas selesai, 100 % tepat janji; tidak ada yang lewat janji." in text
    assert "Di tangan siapa 1 berkas sekarang?" in text
    assert "Siti" not in text


def test_what_is_past_its_promise_is_said_with_whose_hands_have_it(client, town):
    given_file(town)
    relay_all(town.clock)
    town.clock += timedelta(days=60)
    enter(client, "walikota")
    assert "1 tersangkut, terbanyak di kantor kecamatan." in text_of(client.get("/laporan/"))


@pytest.mark.parametrize("query", ["bulan=x", "bulan=2020-01", "kantor=99", "layanan=tidak-ada", "kantor=%00"])
def test_a_choice_that_is_not_there_is_as_none(client, town, query):
    enter(client, "camat")
    assert client.get(f"/laporan/?{query}").status_code in {200, 400}


def test_the_camat_comes_from_a_step_to_its_files_and_the_mayor_sees_no_way(client, town):
    given_file(town)
    relay_all(town.clock)
    enter(client, "camat")
    way = re.search(r'href="(/laporan/berkas/\?[^"]*gambar=sekarang[^"]*)"', text_of(client.get("/laporan/")))
    assert way and "1 berkas" in text_of(client.get(html.unescape(way[1])))
    enter(client, "walikota")
    assert "/laporan/berkas/" not in text_of(client.get("/laporan/"))


def test_a_city_is_its_offices_together_in_the_order_of_their_names(client, town):
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    given_collected(town)
    relay_all(town.clock)
    enter(client, "walikota")
    text = text_of(client.get("/laporan/"))
    assert "Bagaimana di setiap kantor?" in text
    assert text.rindex("Kecamatan Serpong Utara") < text.rindex("Kecamatan Setu")
    assert "belum ada berkas yang selesai" in text_of(client.get(f"/laporan/?kantor={ELSEWHERE}"))
    enter(client, "camat")
    assert "1 berkas selesai" in text_of(client.get(f"/laporan/?kantor={ELSEWHERE}"))


def test_numbers_are_taken_home_as_csv_and_excel_with_a_chart_and_that_is_recorded(client, town):
    given_collected(town)
    relay_all(town.clock)
    enter(client, "camat")
    csv = client.get("/laporan/angka/layanan.csv").content.decode()
    assert csv.splitlines()[0] == "\ufeffLayanan;Masuk;Selesai;Tepat janji;Dari;Tepat janji, %"
    assert csv.splitlines()[1] == "KTP-el hilang;1;1;1;1;100 %"
    content = client.get("/laporan/laporan.xlsx").content
    services = sheets.rows_of(content, sheets.sheets_of(content)["layanan"])
    assert services[1] == ["KTP-el hilang", "1", "1", "1", "1", "100 %"]
    assert sheets.charts_in(content) == len(sheets.sheets_of(content)) >= 4
    assert client.get("/laporan/angka/entah.csv").status_code == 404
    assert "Data diekspor" in text_of(client.get("/akun/catatan/"))


def test_a_report_reads_no_file(client, town, django_assert_max_num_queries):
    given_collected(town)
    tallies.count_missing()
    enter(client, "camat")
    with django_assert_max_num_queries(40) as few:
        client.get("/laporan/")
    for _ in range(5):
        given_collected(town)
    tallies.count_missing()
    with django_assert_max_num_queries(len(few)) as many:
        client.get("/laporan/")
    assert not [query for query in many.captured_queries if "casework_event" in query["sql"]]


def test_names_of_what_is_late_are_for_those_who_work_with_files_and_leave_a_trace(client, town):
    file = given_file(town)
    town.clock += timedelta(days=60)
    enter(client, "camat")
    assert "Siti Aminah" in text_of(client.get("/laporan/terancam/"))
    assert Look.objects.filter(file=file.pk, by__username="camat").exists()
    enter(client, "walikota")
    assert client.get("/laporan/terancam/").status_code == 403


def test_what_is_expected_after_its_promise_this_week_is_named_before_it_is_late(client, town):
    file = given_file(town)
    promised_at = town.clock + timedelta(days=3)
    Standing.objects.filter(application=file).update(promised_at=promised_at)
    enter(client, "camat")
    assert "Siti Aminah" not in text_of(client.get("/laporan/terancam/"))
    begins, ends = promised_at + timedelta(days=2), promised_at + timedelta(days=4)
    days = json.dumps({"from": begins.isoformat(), "to": ends.isoformat(), "by": "day"})
    TrackRow.objects.filter(pk=file.receipt_number).update(forecast=days)
    assert "Diperkirakan lewat janji minggu ini (1)" in text_of(client.get("/laporan/terancam/"))


def test_satisfaction_has_its_trend_and_its_sample_and_complaints_are_counted(client, town):
    file = given_collected(town)
    judgement = Judgement(dict.fromkeys(Element, 3), "link")
    survey.judge(file.receipt_number, judgement, receipt=receipt_of(file), at=town.tick())
    complaints.file(complaints.Filing(town.office, Topic.TIME, Nature.PLAIN, "Lama"), at=town.tick())
    relay_all(town.clock)
    enter(client, "camat")
    assert client.get("/laporan/angka/skm.csv").content.decode().splitlines()[1].endswith(";75;C;1")
    assert "1 jawaban dalam 1 bulan; sampel yang diperlukan 1 " in text_of(client.get("/laporan/"))
    assert client.get("/laporan/angka/aduan.csv").content.decode().splitlines()[1].endswith(";1")


def test_kelurahan_with_a_border_stand_on_a_map_numbered_as_the_bars_below(client, town):
    Office.objects.filter(code=OFFICE).update(region=Region.objects.create(code=OFFICE, name="Serpong Utara"))
    service = Service.objects.filter(office=OFFICE).first()
    for place, (code, name, delivered, failed) in enumerate(
        [("1001", "Ulujami", 3, 1), ("1002", "Jelupang", 0, 2), ("1003", "Sepi", 0, 0)]
    ):
        region = Region.objects.create(code=f"{OFFICE}.{code}", name=name)
        VillageBorder.objects.create(
            region=region, outline={"type": "MultiPolygon", "coordinates": [square(place)["coordinates"]]}
        )
        for outcome, amount in (("delivered", delivered), ("failed", failed)):
            row = {
                "office_id": OFFICE,
                "month": town.clock.date().replace(day=1),
                "measure": Measure.VILLAGE,
                "service": service,
            }
            MonthTally.objects.create(**row, key=f"{region.code}|{outcome}", amount=amount) if amount else None
    MonthTally.objects.create(**row, key="|delivered", amount=1)
    enter(client, "camat")
    page = text_of(client.get("/laporan/"))
    drawing = re.search(r'aria-labelledby="t-kelurahan".*?(<svg.*?</svg>)', page)[1]
    assert drawing.count("<path") == 3 and drawing.count("fill-opacity") == 2
    assert re.findall(r"<title>(\w+)</title>", drawing) == ["Ulujami", "Jelupang", "Sepi"]
    assert re.findall(r">(\d\. [\w ]+)<", drawing) == ["1. Jelupang", "2. Tanpa kelurahan", "3. Ulujami"]
    assert re.findall(r">(\d?)</text>", drawing)[:3] == ["3", "1", ""]  # on the map, in the order of the areas
    VillageBorder.objects.all().delete()
    assert ">Ulujami<" in text_of(client.get("/laporan/"))
