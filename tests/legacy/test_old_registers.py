"""An old book is taken over whole, known again, never a file of ours; it goes with its time, and comes back by nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from siantar.casework.models import Application, EventRow
from siantar.directory.models import AuditEntry, Office, User
from siantar.legacy import continuing, details, importing, queries, sifting
from siantar.legacy.models import OldEntry, OldImport
from siantar.legacy.sifting import SkipReason
from siantar.privacy import schedule, vault
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rights import data_copy, retention
from siantar.rights.breach import Span, affected
from siantar.rules import old_headings, old_register
from siantar.rules.access import Actor, Forbidden
from siantar.rules.retention import DAYS, Retained
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.house.test_gate import ELSEWHERE
from tests.people import OFFICE, SITI_NIK, given_file

HEAD = ["Nomor", "Tanggal masuk", "Nama pemohon", "NIK", "Telepon", "Alamat", "Kelurahan", "Layanan", "Status", "Tanggal selesai", "Keterangan"]
BUDI_NIK = "3674021203900002"


def line(number: str = "1", name: str = "Budi Santoso", on: str = "22/03/2024", nik: str = BUDI_NIK, done: str = "") -> list[str]:
    return [number, on, name, nik, "081234567890", "Jl. Melati 4", "Jelupang", "KTP-el hilang", "menunggu", done, "titip ke RT"]


def rows_of(*lines: list[str]):
    table = [HEAD, *lines]
    register = old_register.read(table, old_headings.guess(table), today=CLOCK.at.date())
    assert register.faults == ()
    return register.rows


def imported(town, *lines: list[str], label: str = "Register 2024") -> OldImport:
    return importing.take_over(OFFICE, label, rows_of(*lines), by=town.people["camat"], at=town.tick())


def left_out(town, *lines: list[str]) -> list[tuple[int, SkipReason, str]]:
    return [(each.row.row, each.why, each.other) for each in sifting.sift(town.office, rows_of(*lines), town.clock).left_out]


def test_a_book_comes_whole_and_its_personal_fields_are_sealed(town):
    source = imported(town, line(), line("2", "Siti", nik="belum ada"))
    assert (source.rows, source.left_out, source.label) == (2, 0, "Register 2024")
    entry = OldEntry.objects.get(number="1")
    assert (entry.name, entry.service, entry.state, entry.is_finished, entry.row) == ("Budi Santoso", "KTP-el hilang", "menunggu", False, 2)
    assert bytes(entry.nik_index) == vault.index("person.nik", BUDI_NIK)
    assert OldEntry.objects.get(number="2").nik_index is None
    for text in (BUDI_NIK, "81234567890", "Melati", "titip"):
        stored = "|".join(str(value) for row in OldEntry.objects.values_list() for value in row)
        assert text not in stored and text.encode() not in bytes(entry.details_sealed)
    note = AuditEntry.objects.get(what="register_imported")
    assert note.more == {"label": "Register 2024", "rows": "2"} and note.by == int(town.people["camat"].person)


def test_an_old_entry_is_no_file(town):
    imported(town, line())
    assert not Application.objects.exists() and not EventRow.objects.exists()


def test_what_is_there_already_is_found_in_the_book_in_another_and_among_the_files(town):
    imported(town, line("7"), label="Buku merah")
    file = given_file(town)
    today = f"{CLOCK.at:%d/%m/%Y}"
    doubles = left_out(
        town,
        line("1"),
        line("1", "BUDI  SANTOSO"),  # the same number, day and name
        line("7"),
        line("9", "Siti Aminah", today, ""),  # a file of that name and day
        line("10", "S. Aminah", today, SITI_NIK),  # of that NIK and day
        line("11", "Siti Aminah", "22/03/2024", SITI_NIK),  # another day: another matter
    )
    assert [(row, why) for row, why, _other in doubles] == [(3, SkipReason.TWICE), (4, SkipReason.IMPORTED), (5, SkipReason.FILE), (6, SkipReason.FILE)]
    assert doubles[0][2] == "2" and doubles[1][2] == "Buku merah"
    assert "".join(letter for letter in doubles[2][2] if letter.isalnum()) == file.receipt_number


def test_only_what_is_new_comes_and_a_book_without_anything_new_is_refused(town):
    imported(town, line("1"))
    second = imported(town, line("1"), line("2"))
    assert (second.rows, second.left_out) == (1, 1)
    with pytest.raises(importing.NothingNew):
        imported(town, line("1"), line("2"))
    assert OldImport.objects.count() == 2


def test_another_office_has_books_of_its_own(town):
    imported(town, line("1"))
    Office.objects.create(code=ELSEWHERE, number=9, name="Kecamatan Setu")
    head = User.objects.create(username="camat9", office_id=ELSEWHERE, roles=[Role.SIGNATORY])
    there = Actor(str(head.pk), ELSEWHERE, frozenset({Role.SIGNATORY}))
    assert importing.take_over(ELSEWHERE, "Buku", rows_of(line("1")), by=there, at=town.tick()).rows == 1
    assert queries.search(there, "budi").count() == 1
    mine = OldEntry.objects.get(office=OFFICE)
    assert queries.access_entry(there, mine.pk) is None
    with pytest.raises(importing.NoSuchImport):
        importing.take_back(mine.source_id, by=there, at=town.clock)
    with pytest.raises(Forbidden):
        importing.take_over(OFFICE, "Buku", rows_of(line("3")), by=there, at=town.clock)


def test_nothing_comes_when_one_row_cannot_be_written(town, monkeypatch):
    whole = details.sealed

    def sealed_but_the_third(entry, content):
        if entry.row == 4:
            raise RuntimeError("disk full")
        return whole(entry, content)

    monkeypatch.setattr(details, "sealed", sealed_but_the_third)
    with pytest.raises(RuntimeError):
        imported(town, line("1"), line("2"), line("3"))
    assert not OldImport.objects.exists() and not OldEntry.objects.exists() and not AuditEntry.objects.filter(what="register_imported")


def test_somebody_faster_with_the_same_entry_leaves_nothing_half(town, monkeypatch):
    rows = rows_of(line("1"), line("2"))
    before = sifting.sift(town.office, rows, town.clock)
    imported(town, line("2"))
    monkeypatch.setattr(sifting, "sift", lambda *_about: before)
    with pytest.raises(importing.SomebodyFaster):
        importing.take_over(OFFICE, "Buku", rows, by=town.people["camat"], at=town.tick())
    assert OldEntry.objects.count() == 1 and OldImport.objects.count() == 1


def test_two_thousand_rows_come_with_few_statements(town):
    rows = rows_of(*(line(str(number), nik="") for number in range(2_000)))
    with CaptureQueriesContext(connection) as statements:
        assert importing.take_over(OFFICE, "Buku besar", rows, by=town.people["camat"], at=town.tick()).rows == 2_000
    assert len(statements) < 60


def test_a_book_is_taken_back_and_may_come_again(town):
    source = imported(town, line("1"), line("2"))
    back = importing.take_back(source.pk, by=town.people["camat"], at=town.tick())
    assert not OldEntry.objects.exists() and back.taken_back_by_id == int(town.people["camat"].person)
    assert AuditEntry.objects.filter(what="register_taken_back").count() == 1
    with pytest.raises(importing.NoSuchImport):
        importing.take_back(source.pk, by=town.people["camat"], at=town.tick())
    assert imported(town, line("1")).rows == 1


def test_what_a_file_goes_on_with_is_not_taken_back_until_it_is_let_go(town):
    source, file = imported(town, line("1"), line("2")), given_file(town)
    entry = OldEntry.objects.get(number="1")
    by = town.people["loket"]
    continuing.continue_as(entry.pk, file.receipt_number, by=by, at=town.tick())
    with pytest.raises(continuing.GoesOnAlready):
        continuing.continue_as(entry.pk, given_file(town).receipt_number, by=by, at=town.tick())
    with pytest.raises(importing.BuiltUpon) as problem:
        importing.take_back(source.pk, by=town.people["camat"], at=town.tick())
    assert problem.value.count == 1 and OldEntry.objects.count() == 2
    assert queries.imports_of(town.people["camat"]).get().built_upon == 1
    continuing.let_go(entry.pk, by=by)
    importing.take_back(source.pk, by=town.people["camat"], at=town.tick())
    assert not OldEntry.objects.exists() and Application.objects.filter(pk=file.pk).exists()


def test_only_a_file_of_this_office_goes_on_with_an_entry(town):
    imported(town, line())
    entry, by = OldEntry.objects.get(), town.people["loket"]
    with pytest.raises(continuing.NoSuchFile):
        continuing.continue_as(entry.pk, "K7PQ3M9XABCD", by=by, at=town.tick())
    with pytest.raises(continuing.NoSuchEntry):
        continuing.continue_as(uuid4(), given_file(town).receipt_number, by=by, at=town.tick())
    with pytest.raises(Forbidden):
        continuing.continue_as(entry.pk, given_file(town).receipt_number, by=town.people["camat"], at=town.tick())


@pytest.mark.parametrize(("text", "count"), [("budi", 1), ("santoso bud", 1), (BUDI_NIK, 1), ("REG/7", 1), ("reg/7", 1), ("anto", 0), ("", 0), (SITI_NIK, 0), ("Melati", 0)])
def test_entries_are_found_by_name_nik_and_number(town, text, count):
    imported(town, line("REG/7"))
    assert queries.search(town.people["loket"], text).count() == count
    assert queries.search(town.people["kurir1"], text).count() == 0


def test_opening_an_entry_leaves_a_trace_and_gives_what_the_gate_gives(town):
    imported(town, line())
    entry = OldEntry.objects.get()
    (opened,) = details.open_entries([entry], Reader(town.people["loket"], town.tick(), "old_register"))
    assert (opened.nik, opened.address, opened.village, opened.remarks) == (BUDI_NIK, "Jl. Melati 4", "Jelupang", "titip ke RT")
    look = Look.objects.get(file=entry.pk)
    assert look.why == "old_register" and "nik" in look.fields
    admin = Actor("1", OFFICE, frozenset({Role.ADMINISTRATOR}))
    (nothing,) = details.open_entries([entry], Reader(admin, town.tick(), "old_register"))
    assert nothing == details.OldDetails() and details.name_for(entry, Reader(admin, town.clock, "old_register")) == "B*** S******"


def test_an_entry_goes_when_its_time_is_over_and_one_over_its_time_does_not_come(town):
    period = timedelta(days=DAYS[Retained.OLD_REGISTER])
    last_day = (CLOCK.at - period).date()
    over, not_yet = f"{last_day:%d/%m/%Y}", f"{last_day + timedelta(days=1):%d/%m/%Y}"
    assert left_out(town, line("1", on=over), line("2", on=not_yet)) == [(2, SkipReason.OVER, "")]
    source = imported(town, line("1", on=over), line("2", on=not_yet), line("3", on=over, done=not_yet), line("4"))
    assert (source.rows, source.left_out) == (3, 1)
    retention.run_now(town.office, town.clock)
    assert OldEntry.objects.count() == 3
    CLOCK.move(timedelta(days=1, hours=1))
    retention.run_now(town.office, town.clock)
    assert set(OldEntry.objects.values_list("number", flat=True)) == {"4"}


def test_an_entry_of_a_file_that_is_held_stays(town):
    imported(town, line("1", on=f"{CLOCK.at - timedelta(days=1800):%d/%m/%Y}"))
    entry, file = OldEntry.objects.get(), given_file(town)
    continuing.continue_as(entry.pk, file.receipt_number, by=town.people["loket"], at=town.tick())
    lasting = schedule.hold(file.pk, OFFICE, "Perkara", by=town.people["camat"], at=town.tick())
    CLOCK.move(timedelta(days=60))
    retention.run_now(town.office, town.clock)
    assert OldEntry.objects.exists()
    schedule.release(lasting.pk, by=town.people["camat"], at=town.tick())
    retention.run_now(town.office, town.clock)
    assert not OldEntry.objects.exists()


def test_a_breach_names_whose_entries_were_read(town):
    imported(town, line("12"))
    begins = town.tick()
    details.open_entries(list(OldEntry.objects.all()), Reader(town.people["loket"], town.tick(), "old_register"))
    (affected_entry,) = affected(Span(begins, town.tick()), by=town.people["camat"], at=town.tick())
    assert (affected_entry.number, affected_entry.name, affected_entry.phone, affected_entry.address) == ("12", "Budi Santoso", "081234567890", "Jl. Melati 4")
    assert "nik" in affected_entry.fields and affected_entry.times == 1


def test_a_copy_of_ones_data_has_what_old_books_say(town):
    imported(town, line("5", "Siti Aminah", nik=SITI_NIK), line("6"))
    file = given_file(town)
    reader = Reader(town.people["loket"], town.tick(), "data_copy")
    copy = data_copy.copy_of(file, reader, [], whole=True)
    assert [(entry["number"], entry["nik"], entry["remarks"]) for entry in copy["old_register"]] == [("5", SITI_NIK, "titip ke RT")]
    assert data_copy.copy_of(file, reader, [], whole=False)["old_register"] == []


def test_the_database_lets_no_entry_be_linked_by_half(town):
    imported(town, line())
    with pytest.raises(Exception, match="old_entry_linked_whole"), transaction.atomic():
        OldEntry.objects.update(linked_at=town.clock)
