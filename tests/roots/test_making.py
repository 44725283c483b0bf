"""A root a day and office, made once whoever makes it, over all that was recorded."""

import json
from datetime import date, timedelta

import pytest

from siantar.privacy.looks import Reader, note
from siantar.roots import books, keys, making, signing
from siantar.roots.models import DailyRoot
from siantar.rules import ed25519
from siantar.rules.vocabulary import Kind
from tests.people import given_file, given_finished
from tests.roots.conftest import codes_of, morning, night

pytestmark = pytest.mark.django_db


def statement_of(day: str):
    return json.loads(DailyRoot.objects.get(day=day).statement)


def test_a_day_gets_its_root_after_midnight_of_the_office_and_one_only(town, data):
    given_finished(town)
    assert making.make_due(town.clock) == 1  # the first root: of yesterday, when there was nothing yet
    assert statement_of("2026-11-22")["totals"] == {"files": 0, "events": 0, "looks": 0, "audit": 0, "erasures": 0}
    assert making.make_due(town.clock) == 0
    town.clock = town.clock.replace(hour=17, minute=10)  # ten past midnight in Jakarta
    assert making.make_due(town.clock) == 0
    assert making.make_due(town.tick(6)) == 1
    assert making.make_due(town.tick()) == 0
    root = DailyRoot.objects.get(day="2026-11-23")
    assert statement_of("2026-11-23")["totals"] == {"files": 1, "events": 7, "looks": 0, "audit": 0, "erasures": 0}
    assert signing.by_its_key(next(signing.roots_in(f"{root.statement} {root.signature}")), keys.public_keys())
    assert codes_of(town) == set()


def test_only_what_grew_is_in_the_book_of_a_day_and_the_root_covers_all(town, data):
    first = given_file(town)
    night(town)
    morning(town)
    second = given_file(town, "kia")
    note(Reader(town.people["loket"], town.clock, "file_page"), subject=None, file=second.pk, fields=["nik"])
    night(town)
    book = books.read(books.place(data, town.office.pk, date(2026, 11, 24)))
    assert [(each.entry.kind, each.entry.count) for each in book.entries] == [("file", 1), ("looks", 1)]
    assert book.entries[0].label == second.receipt_number
    assert book.signed.statement.totals == {"files": 2, "events": 2, "looks": 1, "audit": 0, "erasures": 0}
    assert book.signed.statement.days == 2
    morning(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, first.receipt_number)
    night(town)
    book = books.read(books.place(data, town.office.pk, date(2026, 11, 25)))
    assert [(each.label, each.entry.count) for each in book.entries] == [(first.receipt_number, 2)]
    assert codes_of(town, rehash=True) == set()


def test_days_when_no_worker_ran_are_made_up_for_one_by_one(town):
    given_file(town)
    night(town)
    town.clock += timedelta(days=3)
    assert making.make_due(town.clock) == 1
    assert [making.make_due(town.clock) for _ in range(3)] == [1, 1, 0]
    assert DailyRoot.objects.count() == 4
    assert codes_of(town) == set()


def test_a_worker_that_was_killed_between_book_and_row_is_made_up_for(town):
    given_file(town)
    night(town)
    whole = DailyRoot.objects.get()
    DailyRoot.objects.all().delete()
    assert making.make_due(town.clock) == 1
    assert DailyRoot.objects.get().signature == whole.signature
    assert codes_of(town) == set()


def test_what_was_lost_of_the_books_is_named_and_does_not_stop_the_roots(town, data):
    given_file(town)
    night(town)
    books.place(data, town.office.pk, date(2026, 11, 23)).unlink()
    assert codes_of(town) == {"book_missing"}
    morning(town)
    night(town)
    assert DailyRoot.objects.count() == 2
    assert codes_of(town) == {"book_missing"}


def test_a_row_of_the_future_does_not_keep_roots_from_being_made(town):
    given_file(town)
    night(town)
    DailyRoot.objects.create(office=town.office, day="2099-01-01", statement="", signature="", line="{}", made_at=town.clock)
    morning(town)
    night(town)
    assert DailyRoot.objects.filter(day="2026-11-24").exists()
    assert "book_missing" in codes_of(town)


def test_a_renewed_key_signs_and_the_old_one_is_still_believed(town, data):
    given_file(town)
    night(town)
    before = keys.signing_key(town.clock)
    after = keys.renew(town.clock)
    assert after.id != before.id
    assert ed25519.is_signed(keys.endorsed(after.public), after.endorsement, before.public)
    assert before.seed not in (data / keys.FILE_NAME).read_text()
    assert (data / keys.FILE_NAME).stat().st_mode & 0o777 == 0o600
    morning(town)
    night(town)
    assert {statement_of(day)["key"] for day in ("2026-11-23", "2026-11-24")} == {before.id, after.id}
    assert codes_of(town) == set()


def test_keys_may_be_set_in_the_environment(town, settings, data):
    settings.SIANTAR_ROOT_KEYS = f"{'ab' * 32}:{'cd' * 32}"
    given_file(town)
    night(town)
    assert not (data / keys.FILE_NAME).exists()
    assert len(keys.public_keys()) == 2
    assert codes_of(town) == set()
    settings.SIANTAR_ROOT_KEYS = "kunci"
    with pytest.raises(keys.DamagedKeys, match="SIANTAR_ROOT_KEYS"):
        keys.all_keys()
