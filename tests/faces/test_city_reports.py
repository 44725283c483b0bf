"""How the offices of a city did: the figures of the page, by name, issued once and kept, by itself after the offices."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from siantar.casework.consequences import relay_all
from siantar.directory.models import AuditEntry, Office, User
from siantar.directory.tokens import issue_token
from siantar.messaging import office_settings
from siantar.reports import city_issuing, issuing, report_mail
from siantar.reports.models import CityReceivers, CityReportCopy, IssuedCityReport, IssuedReport, MonthTally, ReportCopy
from siantar.rules import period
from siantar.rules.access import Actor, Forbidden
from siantar.rules.audit import Audited
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Role
from tests.people import OFFICE, enter, given_collected, given_town
from tests.providers import mail_server
from tests.support import sheets

pytestmark = pytest.mark.django_db
THERE = "36.74.07"
PAGE = "/laporan/kota/"


@pytest.fixture
def town():
    """Two offices, Ciputat before Serpong Utara by name though it did less; the month is over."""
    town = given_town()
    Office.objects.create(code=THERE, number=9, name="Kecamatan Ciputat")
    User.objects.create_user("walikota", password="rahasia-uji", office_id=OFFICE, roles=[Role.LEADER])
    for _twice in range(2):
        given_collected(town)
    relay_all(town.clock)
    for row in MonthTally.objects.filter(office=OFFICE):
        MonthTally.objects.create(
            office_id=THERE, service_id=row.service_id, month=row.month, measure=row.measure, key=row.key,
            amount=row.amount // 2,
        )  # fmt: skip
    return town


def after(town, days: int = 3) -> datetime:
    last = period.month_of(town.clock.date()).last_on + timedelta(days=days)
    return datetime(last.year, last.month, last.day, 3, tzinfo=UTC)


def issued(client, town) -> IssuedCityReport:
    month = period.month_of(town.clock.date())
    town.clock = after(town)
    enter(client, "walikota")
    assert "terbit dan disimpan" in client.post(f"{PAGE}terbitkan/", {"bulan": month.code}, follow=True).text
    return IssuedCityReport.objects.get()


def test_its_figures_are_those_of_the_page_and_offices_stand_by_name(client, town):
    report = issued(client, town)
    code = f"{report.month:%Y-%m}"
    page = client.get(f"/laporan/?kantor=semua&bulan={code}").context
    offices = [(flow.name, flow.handed_in, flow.served, flow.in_time, flow.judged) for flow in page["report"].offices]
    assert [row[0] for row in offices] == ["Kecamatan Ciputat", "Kecamatan Serpong Utara"]
    assert [row[2] for row in offices] == [1, 2]
    book = client.get(f"{PAGE}{code}.xlsx").content
    rows = sheets.rows_of(book, sheets.sheets_of(book)["kantor"])[1:]
    assert [(row[0], *map(int, row[1:5])) for row in rows] == offices
    for drawn in page["pictures"]:
        picture = drawn.picture
        table = sheets.rows_of(book, sheets.sheets_of(book)[picture.code])[1:]
        assert [[str(cell) for cell in row] for row in table] == [
            [in_excel(cell) for cell in row.cells] for row in picture.rows
        ]
    assert report.summary == page["sentence"]
    paper = client.get(f"{PAGE}{code}.pdf")
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.content))
    assert "Seluruh kota" in words and "Menurut abjad" in words and "Sementara" not in words
    assert words.index("Kecamatan Ciputat") < words.index("Kecamatan Serpong Utara")


def in_excel(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_it_is_issued_once_and_kept_whatever_happens_later(client, town):
    report = issued(client, town)
    MonthTally.objects.all().delete()
    client.post(f"{PAGE}terbitkan/", {"bulan": f"{report.month:%Y-%m}"})
    again = IssuedCityReport.objects.get()
    assert (again.pk, bytes(again.paper), bytes(again.workbook)) == (
        report.pk,
        bytes(report.paper),
        bytes(report.workbook),
    )


def test_by_itself_once_every_office_issued_its_own(town):
    at = after(town, 9)
    assert city_issuing.issue_due(at) == 0
    assert city_issuing.issue_all_due(at) == 3 and IssuedReport.objects.count() == 2
    assert IssuedCityReport.objects.get().issued_by is None
    assert city_issuing.issue_all_due(at) == 0
    IssuedCityReport.objects.all().delete()
    IssuedReport.objects.filter(office=THERE).delete()
    assert city_issuing.issue_due(at) == 0


@pytest.mark.parametrize("code", ["", "x", "2026", "2020-W01", "9999-99"])
def test_what_is_no_month_is_refused_in_words(client, town, code):
    enter(client, "walikota")
    answer = client.post(f"{PAGE}terbitkan/", {"bulan": code}, follow=True)
    assert "Pilih dulu bulan yang sudah berakhir" in answer.text and not IssuedCityReport.objects.exists()
    assert client.get(f"{PAGE}2020-01.pdf").status_code == 404 and client.get(f"{PAGE}x.xlsx").status_code == 404


def test_a_month_that_is_not_over_and_a_city_of_one_office_have_none(client, town):
    month = period.month_of(town.clock.date())
    leader = Actor("1", OFFICE, frozenset({Role.LEADER}))
    with pytest.raises(issuing.NotOver):
        city_issuing.issue(month, by=leader, at=town.clock)
    MonthTally.objects.filter(office=THERE).delete()
    Office.objects.get(code=THERE).delete()
    with pytest.raises(city_issuing.OneOffice):
        city_issuing.issue(month, by=leader, at=after(town))


def test_only_who_sees_the_whole_city(client, town):
    report = issued(client, town)
    for name in ("camat", "loket", "dukcapil"):
        enter(client, name)
        for page in (PAGE, f"{PAGE}{report.month:%Y-%m}.pdf", f"{PAGE}{report.month:%Y-%m}.xlsx"):
            assert client.get(page).status_code == 403
        assert client.post(f"{PAGE}terbitkan/", {"bulan": f"{report.month:%Y-%m}"}).status_code == 403
    with pytest.raises(Forbidden):
        city_issuing.all_issued(Actor("1", OFFICE, frozenset({Role.SIGNATORY, Role.ADMINISTRATOR})))


RECEIVERS, BACK = f"{PAGE}penerima/", f"{PAGE}penerima/batal/"


def test_whom_the_city_names_gets_it_by_mail_once_and_a_failure_is_tried_again(client, town, settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    enter(client, "walikota")
    client.post(RECEIVERS, {"addresses": "walikota@kota.example\nsekda@kota.example"})
    at = after(town, 9)
    assert city_issuing.issue_all_due(at) == 3 and CityReportCopy.objects.count() == 2
    assert report_mail.send_next(at)
    assert CityReportCopy.objects.exclude(problem="").count() == 1  # no mail server yet
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kantor@kota.example"}
        head = Actor("1", OFFICE, frozenset({Role.SIGNATORY}))
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=head)
        while report_mail.send_next(at + timedelta(hours=8)):
            pass
        assert not report_mail.send_next(at + timedelta(days=8))
    assert sorted(receiver for receiver, _mail in server.mails) == ["sekda@kota.example", "walikota@kota.example"]
    mail = email.message_from_string(server.mails[0][1])
    parts = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()}
    report = IssuedCityReport.objects.get()
    assert parts == {
        f"kinerja-kota-{report.month:%Y-%m}.pdf": bytes(report.paper),
        f"kinerja-kota-{report.month:%Y-%m}.xlsx": bytes(report.workbook),
    }
    page = client.get(PAGE).text
    assert "walikota@kota.example" in page and "terkirim" in page and not ReportCopy.objects.exists()


def test_receivers_of_the_city_are_the_leaders_to_name_audited_and_taken_back(client, town):
    enter(client, "walikota")
    for typed in ("walikota@kota.example", "sekda@kota.example"):
        assert "Penerima laporan disimpan" in client.post(RECEIVERS, {"addresses": typed}, follow=True).text
    wrong = client.post(RECEIVERS, {"addresses": "bukan-alamat"})
    assert wrong.status_code == 422 and "bukan-alamat bukan alamat e-mail" in wrong.text
    assert CityReceivers.objects.get().addresses == "sekda@kota.example"
    assert "Perubahan terakhir dibatalkan" in client.post(BACK, follow=True).text
    assert CityReceivers.objects.get().addresses == "walikota@kota.example"
    assert AuditEntry.objects.filter(what=Audited.OFFICE_SET, more__fields="city-receivers").count() == 3
    for name in ("camat", "loket"):
        enter(client, name)
        assert {client.post(RECEIVERS, {"addresses": ""}).status_code, client.post(BACK).status_code} == {403}
    assert CityReceivers.objects.get().addresses == "walikota@kota.example"


def test_a_leader_without_an_office_names_them_as_well(client, town):
    User.objects.create_user("wakil-walikota", password="rahasia-uji", office=None, roles=[Role.LEADER])
    enter(client, "wakil-walikota")
    client.post(RECEIVERS, {"addresses": "wakil@kota.example"})
    assert CityReceivers.objects.get().addresses == "wakil@kota.example" and "wakil@kota.example" in client.get(PAGE).text
    assert "Perubahan terakhir dibatalkan" in client.post(BACK, follow=True).text
    assert CityReceivers.objects.get().addresses == ""


def test_it_has_an_address_in_the_api_for_who_leads_the_city(client, town):
    report = issued(client, town)

    def got(name: str, file: str, month: str):
        token = issue_token(User.objects.get(username=name), town.clock)
        address = f"/api/v1/reports/city/monthly.{file}?month={month}"
        return client.get(address, headers={"Authorization": f"Bearer {token}"})

    month = f"{report.month:%Y-%m}"
    assert got("walikota", "pdf", month).content == bytes(report.paper)
    assert got("walikota", "xlsx", month).content == bytes(report.workbook)
    assert got("walikota", "pdf", "2020-01").status_code == 404
    assert {got("camat", file, month).status_code for file in ("pdf", "xlsx")} == {403}
    assert client.get(f"/api/v1/reports/city/monthly.pdf?month={month}").status_code == 401
