"""Tables that are only added to: looks, the audit record where there is one, whatever joins later; and what a schedule erased."""

from datetime import timedelta

import pytest

from siantar.messaging.models import Inbound
from siantar.privacy.looks import Reader, note
from siantar.privacy.models import Look
from siantar.roots import journals
from siantar.roots.journals import Journal
from siantar.roots.models import DailyRoot
from tests.people import given_file
from tests.roots.conftest import codes_of, findings_of, morning, night

pytestmark = pytest.mark.django_db


def given_call(town, id: str) -> None:
    Inbound.objects.create(channel="sms", provider_id=id, sender_index=b"x" * 32, at=town.tick(), outcome="heard")


def given_look(town, file) -> None:
    note(Reader(town.people["loket"], town.tick(), "file_page"), subject=None, file=file.pk, fields=["nik"])


def test_a_journal_that_joins_later_is_sealed_from_its_beginning(town, monkeypatch):
    given_call(town, "1")
    given_file(town)
    night(town)
    calls = Journal("calls", "messaging.Inbound", ("channel", "provider_id", "outcome"))
    monkeypatch.setattr(journals, "JOURNALS", (*journals.JOURNALS, calls, Journal("none", "privacy.Nothing", ())))
    assert codes_of(town) == set()
    morning(town)
    given_call(town, "2")
    night(town)
    assert codes_of(town) == set()
    assert '"calls":2' in DailyRoot.objects.get(day="2026-11-24").statement
    Inbound.objects.filter(provider_id="1").update(outcome="unheard")
    assert codes_of(town) == {"records_changed"}
    Inbound.objects.filter(provider_id="1").delete()
    assert codes_of(town) == {"records_missing"}


@pytest.mark.parametrize(("days", "codes"), [(25, {"records_missing"}), (31, {"records_erased"})])
def test_a_day_that_a_schedule_erased_may_be_gone_when_it_is_old_enough(town, monkeypatch, days, codes):
    file = given_file(town)
    given_look(town, file)
    night(town)
    town.clock += timedelta(days=days)
    night(town)
    Look.objects.all().delete()
    assert codes_of(town) == {"records_missing"}
    monkeypatch.setattr(Journal, "erased_days", lambda *_: frozenset({"2026-11-23"}))
    assert codes_of(town) == codes
    if days > 30:
        assert "1 dihapus menurut jadwal penyimpanan" in findings_of(town)[0]


def test_half_a_day_is_not_what_a_schedule_leaves(town, monkeypatch):
    file = given_file(town)
    given_look(town, file)
    given_look(town, file)
    night(town)
    town.clock += timedelta(days=40)
    night(town)
    Look.objects.earliest("pk").delete()
    monkeypatch.setattr(Journal, "erased_days", lambda *_: frozenset({"2026-11-23"}))
    assert codes_of(town) == {"records_missing"}
