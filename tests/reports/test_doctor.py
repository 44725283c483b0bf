"""Tampering with the store is found, what is derived can be derived again, a lost item is looked for, a lag is named."""

import json
import re
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from siantar.casework import intake_corrections, persons
from siantar.casework.consequences import relay_all
from siantar.casework.consumer import Consumer
from siantar.casework.intake_corrections import IntakeCorrection
from siantar.casework.models import Application, EventRow, Movement, Person, Standing, TrackRow
from siantar.casework.persons import Word
from siantar.directory import audit
from siantar.reports import rebuilding
from siantar.rules.audit import Audited
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.conftest import guard
from tests.people import given_file, given_finished, given_on_the_road, given_town, stage_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def tamper(statement: str) -> None:
    """Do what only somebody with the keys of the database could do."""
    guard(False)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    guard(True)


def examine() -> tuple[int, str]:
    """The exit code of `siantar doctor`, and what it says."""
    output, code = StringIO(), 0
    try:
        call_command("doctor", stdout=output)
    except SystemExit as ended:
        code = int(ended.code)
    return code, output.getvalue()


def codes() -> set[str]:
    return {finding.code for finding in rebuilding.findings()}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE casework_event SET reason = 'lain' WHERE kind = 'check_passed'",
        "UPDATE casework_event SET person = '999' WHERE kind = 'check_started'",
        "UPDATE casework_event SET previous = '' WHERE kind = 'check_passed'",
        "UPDATE casework_event SET private_digest = 'x' WHERE kind = 'sent'",
    ],
)
def test_an_edited_fact_breaks_its_chain(stored_for_real, statement):
    town = given_town()
    given_finished(town)
    assert codes() == set()
    tamper(statement)
    assert "broken_chain" in codes()


def test_times_told_with_another_offset_are_the_same_facts():
    town = given_town()
    file = given_file(town)
    for kind in (Kind.CHECK_STARTED, Kind.CHECK_PASSED):
        local = town.tick().astimezone(ZoneInfo("Asia/Jakarta"))
        assert town.tell("pemeriksa", kind, file.receipt_number, at=local).result == "recorded"
    assert codes() == set()
    assert "+07:00" not in json.dumps(Standing.objects.get(application=file).progress["timeline"])


def test_a_fact_taken_out_breaks_its_chain(stored_for_real):
    town = given_town()
    file = given_file(town)
    town.tell("pemeriksa", Kind.CHECK_STARTED, file.receipt_number)
    town.tell("pemeriksa", Kind.CHECK_PASSED, file.receipt_number)
    Movement.objects.all().delete()
    tamper("DELETE FROM casework_event WHERE kind = 'check_passed'")
    assert codes()


def test_the_personal_part_can_be_erased_and_the_chain_still_holds(town):
    file = given_on_the_road(town)
    data = {"relation": "applicant", "identity_check": "ktp_seen"}
    town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=data, private={"receiver_name": "Siti"})
    EventRow.objects.get(kind="delivered").privatepart.delete()
    assert codes() == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Standing.objects.update(stage="delivered"), "standing_differs"),
        (lambda: Movement.objects.update(given_to="courier:9"), "movements_differ"),
        (lambda: TrackRow.objects.update(body="{}"), "track_row_differs"),
        (lambda: TrackRow.objects.all().delete(), "track_row_differs"),
    ],
)
def test_what_is_derived_is_derived_again(town, change, code):
    file = given_finished(town)
    change()
    assert codes() == {code}
    assert rebuilding.rebuild() == 1
    assert codes() == set()
    assert json.loads(TrackRow.objects.get(pk=file.receipt_number).body)["stage"] == "finished"


def test_a_difference_in_custody_opens_an_investigation_by_itself(town, capsys):
    file = given_finished(town)
    Standing.objects.update(holder="courier:77")
    with pytest.raises(SystemExit):
        call_command("doctor")
    assert "sedang ditelusuri" in capsys.readouterr().out
    assert stage_of(file) == "under_investigation"
    event = EventRow.objects.get(kind="went_missing")
    assert event.person == "siantar"


def test_who_follows_events_and_lags_is_named_with_how_long(town):
    given_file(town)
    town.tick(14)
    assert examine()[0] == 0
    town.tick(2)
    code, output = examine()
    assert code == 1
    assert re.search(r"^messages +1 kejadian menunggu, paling lama 16 menit$", output, re.MULTILINE)
    assert "SERIUS: messages: 1 kejadian belum diikuti" in output
    assert "places" not in output  # nothing waits that it follows
    relay_all(town.clock)
    assert examine()[0] == 0


def test_what_cannot_be_digested_is_named_by_receipt_and_is_serious_when_it_lasts(town, also_follows):
    def choke(_events, _at):
        raise ValueError("Siti Aminah")

    also_follows(Consumer("spy", choke))
    file = given_file(town)
    relay_all(town.clock)
    code, output = examine()
    assert code == 0
    assert f"PERHATIAN: {file.receipt_number}: spy tidak dapat mengikuti kejadian" in output
    town.tick(16)
    code, output = examine()
    assert code == 1
    assert f"SERIUS: {file.receipt_number}: spy tidak dapat mengikuti kejadian" in output
    assert "ValueError" in output
    assert "Siti" not in output


def whose(*files):
    return [Application.objects.get(pk=file.pk).person_id for file in files]


def test_separations_merges_and_corrections_of_applicants_are_derived_again(town):
    first, second, third = given_file(town), given_file(town, "kia"), given_file(town, "sktm")
    by, at = town.people["loket"], town.tick()
    change = IntakeCorrection(uuid7(at), {"name": "Budi", "nik": "3674021508900002"}, "salah ketik")
    intake_corrections.correct(first, change, by=by, at=at)
    persons.separate(second, Word(uuid7(at), "orang lain", by, at))
    persons.merge(*(Application.objects.get(pk=file.pk) for file in (third, second)), Word(uuid7(at), "ternyata sama", by, at))
    live = whose(first, second, third)
    assert len(set(live)) == 2
    assert live[1] == live[2]
    assert codes() == set()
    stranger = Person.objects.create(id=uuid7(at), office=town.office, name="Lain", created_at=at)
    Application.objects.exclude(pk=third.pk).update(person=stranger)  # the third never changed hands: no fact says so
    assert codes() == {"applicant_differs"}
    assert "pemohonnya berbeda" in examine()[1]
    rebuilding.rebuild()
    assert whose(first, second, third) == live
    assert codes() == set()


def test_a_separation_that_was_taken_back_leads_back_to_the_one_before(town):
    first, second = given_file(town), given_file(town, "kia")
    together, at = whose(first)[0], town.tick()
    word = Word(uuid7(at), "orang lain", town.people["loket"], at)
    persons.separate(second, word)
    town.tell("camat", Kind.CORRECTED, second.receipt_number, reason="keliru", data={"event": str(word.id)})
    rebuilding.rebuild()
    assert whose(second) == [together]


@pytest.mark.parametrize("statement", ["UPDATE directory_auditentry SET whose = 99 WHERE whose = 2", "DELETE FROM directory_auditentry WHERE whose = 2"])
def test_an_audit_record_somebody_touched_is_named(town, statement):
    for person in (1, 2, 3):
        audit.note(Audited.LOGGED_IN, at=town.clock, whose=person, by=person)
    assert "catatan keamanan" not in examine()[1]
    tamper(statement)
    code, words = examine()
    assert code == 1 and "catatan keamanan diubah" in words
