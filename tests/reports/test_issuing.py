"""Monthly reports: issued once, kept as issued, by themselves on the first working day, mailed to whom the office names."""

from __future__ import annotations

import email
from datetime import UTC, datetime, timedelta

import pytest

from siantar.casework.consequences import relay_all
from siantar.directory.models import Holiday, User
from siantar.directory.tokens import issue_token
from siantar.messaging import office_settings
from siantar.reports import issuing, report_mail
from siantar.reports.models import IssuedReport, ReportCopy
from siantar.rules import period
from siantar.rules.access import Forbidden
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Role
from tests.people import HEAD, OFFICE, enter, given_collected, given_town
from tests.providers import mail_server
from tests.support import sheets

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    town = given_town()
    given_collected(town)
    relay_all(town.clock)
    return town


def month_after(town) -> datetime:
    """The first of the next month, before dawn in Jakarta: 17.00 of the day before in UTC."""
    first = period.month_of(town.clock.date()).last_on + timedelta(days=1)
    return datetime(first.year, first.month, first.day, tzinfo=UTC)


def test_a_month_is_issued_once_and_kept_whatever_happens_later(town):
    month = period.month_of(town.clock.date())
    town.clock = month_after(town) + timedelta(days=3)
    first = issuing.issue(town.office, month, by=town.people["camat"], at=town.clock)
    assert bytes(first.paper).startswith(b"%PDF")
    assert "1 berkas selesai" in first.summary
    given_collected(town)
    again = issuing.issue(town.office, month, by=town.people["camat"], at=town.clock)
    assert (again.pk, bytes(again.paper), bytes(again.workbook)) == (first.pk, bytes(first.paper), bytes(first.workbook))
    rows = sheets.rows_of(bytes(again.workbook), sheets.sheets_of(bytes(again.workbook))["layanan"])
    assert rows[1][:4] == ["KTP-el hilang", "1", "1", "1"]


def test_a_month_that_is_not_over_and_somebody_without_the_right_issue_nothing(town):
    month = period.month_of(town.clock.date())
    with pytest.raises(issuing.NotOver):
        issuing.issue(town.office, month, by=town.people["camat"], at=town.clock)
    with pytest.raises(Forbidden):
        issuing.issue(town.office, month, by=town.people["loket"], at=month_after(town) + timedelta(days=3))
    assert not IssuedReport.objects.exists()


def test_it_is_issued_by_itself_on_the_first_day_the_office_works_and_once(town):
    first = month_after(town)
    Holiday.objects.get_or_create(day=first.date(), office=None, defaults={"name": "libur"})
    assert issuing.issue_due(town.clock) == 0
    assert issuing.issue_due(first + timedelta(hours=3)) == 0
    due = [day for day in range(1, 8) if issuing.issue_due(first + timedelta(days=day, hours=3))]
    assert len(due) == 1
    assert IssuedReport.objects.get().issued_by is None


def test_whom_the_office_names_gets_paper_and_workbook_by_mail_and_a_failure_is_tried_again(town, settings):
    settings.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    issuing.set_receivers(OFFICE, "camat@kota.example; sekda@kota.example", by=HEAD, at=town.clock)
    at = month_after(town) + timedelta(days=9)
    assert issuing.issue_due(at) == 1
    assert report_mail.send_next(at)
    assert ReportCopy.objects.exclude(problem="").count() == 1  # no mail server yet
    with mail_server() as server:
        config = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "sender": "kantor@kota.example"}
        office_settings.keep_channel(OFFICE, ChannelKind.EMAIL, config, on=True, by=HEAD)
        while report_mail.send_next(at + timedelta(hours=8)):
            pass
    assert {receiver for receiver, _mail in server.mails} == {"camat@kota.example", "sekda@kota.example"}
    mail = email.message_from_string(server.mails[0][1])
    parts = {part.get_filename(): part.get_payload(decode=True) for part in mail.walk() if part.get_filename()}
    report = IssuedReport.objects.get()
    assert sorted(parts.values()) == sorted([bytes(report.paper), bytes(report.workbook)])
    assert ReportCopy.objects.filter(sent_at=None).count() == 0


@pytest.mark.parametrize("text", ["bukan-alamat", "a@b.example c", " ".join(f"a{n}@kota.example" for n in range(11))])
def test_what_is_no_address_is_refused_and_nothing_changes(town, text):
    issuing.set_receivers(OFFICE, "camat@kota.example", by=HEAD, at=town.clock)
    with pytest.raises(issuing.NotAnAddress):
        issuing.set_receivers(OFFICE, text, by=HEAD, at=town.clock)
    assert issuing.receivers(OFFICE) == ["camat@kota.example"]


def test_another_system_takes_what_was_issued_and_nothing_else(client, town):
    month = period.month_of(town.clock.date())
    town.clock = month_after(town) + timedelta(days=3)
    issuing.issue(town.office, month, by=town.people["camat"], at=town.clock)
    camat, counter = (issue_token(User.objects.get(username=name), town.clock) for name in ("camat", "loket"))

    def get(token, name, code=month.code):
        return client.get(f"/api/v1/reports/{name}?month={code}", headers={"Authorization": f"Bearer {token}"})

    assert get(camat, "monthly.pdf").content[:5] == b"%PDF-"
    assert get(camat, "monthly.xlsx").content[:2] == b"PK"
    assert get(camat, "monthly.pdf", "2001-01").status_code == 404
    assert get(camat, "monthly.pdf", "x").status_code == 422
    assert get(counter, "monthly.pdf").status_code == 403


def test_the_page_issues_shows_and_says_what_is_wrong(client, town):
    month = period.month_of(town.clock.date())
    town.clock = month_after(town) + timedelta(days=3)
    enter(client, "camat")
    assert "Belum ada laporan yang terbit" in client.get("/laporan/bulanan/").content.decode()
    for code in ("", "x", "2026", "2099-01"):
        answer = client.post("/laporan/bulanan/terbitkan/", {"bulan": code}, follow=True)
        assert "Pilih dulu bulan yang sudah berakhir" in answer.content.decode()
    assert "terbit dan disimpan" in client.post("/laporan/bulanan/terbitkan/", {"bulan": month.code}, follow=True).content.decode()
    assert client.get(f"/laporan/bulanan/{month.code}.pdf").content.startswith(b"%PDF")
    assert client.get(f"/laporan/bulanan/{month.code}.xlsx").content.startswith(b"PK")
    assert client.get("/laporan/bulanan/2001-01.pdf").status_code == 404
    refused = client.post("/laporan/bulanan/penerima/", {"addresses": "camat kota"})
    assert refused.status_code == 422
    assert "camat bukan alamat e-mail" in refused.content.decode()
    assert "camat kota" in refused.content.decode()
    User.objects.create_user("walikota", password="rahasia-uji", office_id=OFFICE, roles=[Role.LEADER])
    enter(client, "walikota")
    assert client.get(f"/laporan/bulanan/{month.code}.pdf").status_code == 200
    assert client.post("/laporan/bulanan/terbitkan/", {"bulan": month.code}).status_code == 403
