"""What is past its time is erased, once, in its order; the story, the figures and what everybody reads stay as they are."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from siantar.casework import possession, private_view, queries
from siantar.casework.consequences import relay_all
from siantar.casework.disclosure import open_file
from siantar.casework.models import Application, EventRow, Person, PrivatePart, TrackRow
from siantar.delivery import notes, proofs
from siantar.delivery.models import Note, Proof
from siantar.directory.models import AuditEntry
from siantar.feedback import complaints, data_requests
from siantar.feedback.models import Complaint, DataRequest
from siantar.messaging.models import Choice, Message
from siantar.privacy import schedule, trail
from siantar.privacy.looks import Reader
from siantar.privacy.models import Erasure, Look, RetentionRun
from siantar.reports import rebuilding
from siantar.rights import retention
from siantar.rules import receipt_number
from siantar.rules.identity import ERASED
from siantar.rules.retention import DAYS, Retained
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.house.test_gate_walk import PNG
from tests.people import HANDOVER, given_collected, given_file, given_finished, given_told_file


def given_delivered(town) -> Application:
    """A file brought to the door, with its note, proof and messages."""
    file = given_finished(town, file=given_told_file(town))
    notes.write(file, "awas anjing", by=town.people["pengatur"], at=town.clock)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    outcome = town.tell(
        "kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER,
        private={"receiver_name": "Bu Rahayu", "position": {"lat": -6.2, "lon": 106.6}},
    )  # fmt: skip
    assert outcome.stage == "delivered", outcome
    event = EventRow.objects.get(application=file, kind=Kind.DELIVERED)
    proofs.keep(proofs.Upload(event.pk, signature=PNG), by=town.people["kurir1"], at=town.clock)
    relay_all(town.clock)
    return file


def later(town, days: int) -> None:
    CLOCK.move(timedelta(days=days))


def run(town) -> RetentionRun:
    return retention.run_now(town.office, town.clock)


def kinds_gone(file: Application) -> set[str]:
    return set(Erasure.objects.filter(file=file.pk).values_list("kind", flat=True))


def test_a_file_loses_its_parts_one_after_the_other(town):
    file = given_delivered(town)
    body = TrackRow.objects.get(pk=file.receipt_number).body
    later(town, DAYS[Retained.PROOFS] - 1)
    assert run(town).counts == {}
    later(town, 1)
    run(town)
    assert kinds_gone(file) == {"proofs", "door", "messages"}
    assert Proof.objects.get().signature_sealed is None
    assert not PrivatePart.objects.filter(event__kind=Kind.DELIVERED).exists()
    assert not Message.objects.exists()
    file.refresh_from_db()
    assert file.address_sealed is not None
    assert Choice.objects.exists()
    later(town, DAYS[Retained.ADDRESS] - DAYS[Retained.PROOFS])
    run(town)
    file.refresh_from_db()
    assert file.address_sealed is None
    assert not Choice.objects.exists()
    assert not Note.objects.exists()
    person = Person.objects.get()
    assert person.phone_sealed is None
    assert person.nik_index is not None
    assert file.applicant_name == "Siti Aminah"
    later(town, DAYS[Retained.PERSON] - DAYS[Retained.ADDRESS])
    run(town)
    file.refresh_from_db()
    person.refresh_from_db()
    assert (file.applicant_name, file.name_signs, person.name) == (ERASED, "", ERASED)
    assert person.nik_index is person.nik_sealed is None
    assert TrackRow.objects.get(pk=file.receipt_number).body == body
    assert list(rebuilding.findings()) == []


def test_a_second_run_finds_nothing_and_a_new_file_of_the_person_begins_anew(town):
    file = given_delivered(town)
    later(town, DAYS[Retained.PERSON])
    assert run(town).counts
    assert run(town).counts == {}
    again = given_file(town)
    assert again.person_id != file.person_id


def test_what_another_file_of_the_person_needs_stays(town):
    old = given_delivered(town)
    later(town, DAYS[Retained.PERSON] - 1)
    young = given_file(town)
    assert young.person_id == old.person_id
    later(town, 1)
    run(town)
    person = Person.objects.get(pk=young.person_id)
    assert person.nik_index is not None
    assert person.phone_sealed is not None
    old.refresh_from_db()
    assert old.applicant_name == ERASED
    assert queries.by_number(young.receipt_number).applicant_name == "Siti Aminah"


def test_nothing_of_a_held_argued_or_open_file_goes(town):
    held, argued, waiting = given_delivered(town), given_collected(town), given_file(town)
    relay_all(town.clock)
    schedule.hold(held.pk, held.office_id, "perkara 12/G/2026", by=town.people["camat"], at=town.clock)
    data_requests.ask(argued, DataRequest.Kind.STOP, "Hentikan.", by=town.people["warga"], at=town.clock)
    later(town, DAYS[Retained.PERSON])
    run(town)
    assert kinds_gone(held) == kinds_gone(argued) == kinds_gone(waiting) == set()
    hold = schedule.holds_of(held.office_id).get()
    schedule.release(hold.pk, by=town.people["camat"], at=town.clock)
    run(town)
    assert kinds_gone(held) == {"proofs", "door", "messages", "address", "person"}
    entries = list(AuditEntry.objects.filter(what__in=["file_held", "file_released", "data_erased"]).order_by("pk"))
    assert [entry.what for entry in entries] == ["file_held", "file_released", "data_erased"]
    assert entries[-1].more["person"] == "1"


def test_words_and_complaints_go_and_points_and_steps_stay(town):
    file = given_collected(town)
    office = town.office
    camat = town.people["camat"]
    filing = complaints.Filing(office, complaints.Topic.TIME, complaints.Nature.PLAIN, "Lama sekali", contact="0812")
    number = complaints.file(filing, at=town.tick()).number
    complaints.answer(number, "Selesai.", by=camat, at=town.tick())
    complaints.close(number, by=camat, at=town.tick())
    request = data_requests.ask(file, DataRequest.Kind.CORRECTION, "Nama", by=town.people["warga"], at=town.tick())
    data_requests.answer(request.pk, "Sudah.", by=camat, at=town.tick())
    later(town, DAYS[Retained.PERSON] + 30)
    counts = run(town).counts
    assert {"complaints", "requests"} <= set(counts)
    complaint = Complaint.objects.get()
    assert complaint.contact_sealed is None
    assert complaint.steps.count() == 3
    assert data_requests.of_file(file)[0].words == data_requests.of_file(file)[0].answer
    assert "Lama" not in data_requests.of_file(file)[0].words


def test_a_day_of_looks_leaves_its_count_and_digest(town):
    file = given_collected(town)
    open_file(file, Reader(town.people["loket"], town.clock, "file_page"))
    day = town.clock.date()
    count, digest = trail.digest_of(day)
    assert count
    later(town, DAYS[Retained.LOOKS] + 1)
    run(town)
    assert not Look.objects.filter(file=file.pk).exists()
    row = Erasure.objects.get(kind=Retained.LOOKS, what=str(day))
    assert (row.items, row.digest) == (count, digest)


def test_a_dry_run_says_what_would_go_and_changes_nothing(town):
    file = given_delivered(town)
    later(town, DAYS[Retained.ADDRESS])
    output = StringIO()
    call_command("retention", dry_run=True, stdout=output)
    lines = output.getvalue()
    assert receipt_number.grouped(file.receipt_number) in lines
    assert "Pasal 43" in lines
    assert "tidak ada yang dihapus" in lines
    assert "Siti" not in lines
    assert not Erasure.objects.exists()
    assert Proof.objects.get().signature_sealed is not None


def test_the_worker_erases_at_night_in_small_steps_and_goes_on_where_it_was_killed(town, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    files = [given_delivered(town), given_collected(town)]
    relay_all(town.clock)
    later(town, DAYS[Retained.ADDRESS])
    assert retention.erase_nightly(town.clock)
    assert RetentionRun.objects.get().ended_at is None
    assert len([file for file in files if kinds_gone(file)]) == 1
    while retention.erase_nightly(town.tick()):
        pass
    night = RetentionRun.objects.get()
    assert night.ended_at is not None
    assert night.counts["address"]["of"] == 2
    assert retention.erase_nightly(town.tick()) == 0  # once a night
    assert RetentionRun.objects.count() == 1


def test_the_receipt_of_an_erased_file_opens_nothing(town):
    file = given_delivered(town)
    pin, proof = possession.pin_of(file), possession.proof_of(file)
    later(town, DAYS[Retained.PERSON])
    run(town)
    assert not private_view.show_with_pin(file.receipt_number, pin, town.clock, network="10.0.0.1").open
    assert not private_view.show_with_proof(file.receipt_number, proof, town.clock).open


def test_what_was_written_after_a_file_was_opened_again_goes_too(town):
    file = given_delivered(town)
    later(town, DAYS[Retained.ADDRESS])
    run(town)
    last = file.events.get(kind=Kind.DELIVERED)
    town.tell("camat", Kind.CORRECTED, file.receipt_number, reason="salah berkas", data={"event": str(last.pk)})
    outcome = town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=HANDOVER, private={"receiver_name": "Pak Anton"})
    assert outcome.stage == "delivered", outcome
    relay_all(town.clock)
    assert run(town).counts == {}
    later(town, DAYS[Retained.DOOR])
    assert run(town).counts["door"] == {"of": 1, "items": 1}
