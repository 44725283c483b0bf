"""Residents read, restrict, object and take back: from their page and at the counter, recorded, with what the law keeps."""

from __future__ import annotations

import json
from datetime import timedelta

from django.urls import reverse

from siantar.casework import disclosure, possession, resident_changes
from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.delivery.models import Place
from siantar.directory.models import AuditEntry
from siantar.feedback.models import DataRequest
from siantar.messaging.models import Choice, Message
from siantar.privacy import restrictions
from siantar.privacy.looks import Reader
from siantar.privacy.models import Look
from siantar.rights import requests
from siantar.rules.vocabulary import Kind
from tests.people import SITI_NIK, enter, given_collected, given_file, given_finished, given_told_file


def comes_in(client, file) -> str:
    """The resident's page, opened with the PIN."""
    home = reverse("resident", args=[file.receipt_number])
    client.post(home, {"pin": possession.pin_of(file)})
    return home


def ask(town, file, kind: DataRequest.Kind) -> DataRequest:
    return requests.ask(file, kind, "Mohon.", by=town.people["warga"], at=town.tick())


def test_the_copy_holds_all_there_is_and_masks_what_a_found_receipt_must_not_give(client, town):
    file = given_collected(town)
    disclosure.open_file(file, Reader(town.people["loket"], town.clock, "file_page"))
    comes_in(client, file)
    answer = client.get(reverse("resident-data-file", args=[file.receipt_number]))
    assert answer["Cache-Control"] == "no-store"
    copy = json.loads(answer.content)
    text = answer.content.decode()
    assert SITI_NIK not in text
    assert copy["person"]["nik"].endswith("0003")
    assert copy["person"]["address"] == "Jl. Raya Serpong No. 8"
    assert [event["kind"] for event in copy["story"]][-1] == "collected"
    assert copy["story"][-1]["receiver"] == "S***"
    assert any("memeriksa" in look["why"] for look in copy["looks"])
    assert {row["article"] for row in copy["kept"]}
    paper = client.get(reverse("resident-data-paper", args=[file.receipt_number]))
    assert paper.content.startswith(b"%PDF")
    assert Look.objects.filter(file=file.pk, why="resident:copy").exists()


def test_without_the_pin_there_is_no_copy(client, town):
    file = given_file(town)
    for name in ("resident-data-file", "resident-data-paper"):
        answer = client.get(reverse(name, args=[file.receipt_number]))
        assert answer.status_code == 403
        assert "Siti" not in answer.content.decode()


def test_the_counter_gives_the_whole_copy_and_it_leaves_a_trace(client, town):
    file = given_file(town)
    enter(client, "loket")
    copy = json.loads(client.get(reverse("data-copy-file", args=[file.receipt_number])).content)
    assert copy["person"]["nik"] == SITI_NIK
    assert client.get(reverse("data-copy-paper", args=[file.receipt_number])).content.startswith(b"%PDF")
    assert Look.objects.filter(file=file.pk, why="data_copy", fields__contains="nik").exists()
    assert client.get(reverse("data-copy-file", args=["K7PQ3M9XABCD"])).status_code == 404
    enter(client, "kurir1")
    assert client.get(reverse("data-copy-file", args=[file.receipt_number])).status_code == 403


def test_the_counter_records_a_request_with_its_clock(client, town):
    file = given_file(town)
    enter(client, "loket")
    where = reverse("data-request-counter")
    form = {"number": file.receipt_number, "kind": "restrict", "words": "Jangan hubungi saya."}
    assert client.post(where, form | {"number": "salah"}).status_code == 422
    assert "Jangan hubungi saya." in client.post(where, form | {"kind": "apa"}).content.decode()
    answer = client.post(where, form, follow=True)
    assert answer.status_code == 200
    request = DataRequest.objects.get()
    assert request.due_at - request.asked_at == timedelta(hours=72)
    assert restrictions.restricted([file.pk])
    assert client.post(where, form).status_code == 422
    enter(client, "camat")
    page = client.get(reverse("data-requests")).content.decode()
    assert "Pembatasan pemakaian" in page
    assert "Pasal 11 dan 41" in page


def test_consent_taken_back_ends_messages_at_once(town):
    file = given_told_file(town)
    ask(town, file, DataRequest.Kind.WITHDRAWAL)
    assert not Choice.objects.filter(application=file, withdrawn_at=None).exists()
    relay_all(town.clock)
    assert not Message.objects.filter(state=Message.State.WAITING).exists()


def test_restriction_stops_messages_and_learning_but_never_what_protects_the_owner(town):
    file = given_told_file(town)
    ask(town, file, DataRequest.Kind.RESTRICTION)
    relay_all(town.clock)
    assert not Message.objects.exists()


    other = given_finished(town, file=file)
    town.tell("loket", Kind.MADE_READY, other.receipt_number)
    other.refresh_from_db()
    resident_changes.correct_contact(other, phone="0813-1111-2222", at=town.tick())
    assert EventRow.objects.filter(kind=Kind.REDIRECT_ASKED).exists()
    relay_all(town.clock)
    assert [message.occasion for message in Message.objects.all()] == ["redirect"]
    assert not Place.objects.exists()


def test_the_resident_lifts_the_restriction(client, town):
    file = given_file(town)
    home = comes_in(client, file)
    form = {"kind": "objection", "words": "Saya keberatan."}
    assert client.post(reverse("resident-request", args=[file.receipt_number]), form).status_code == 302
    assert "dibatasi sejak" in client.get(home).content.decode()
    client.post(reverse("resident-lift", args=[file.receipt_number]))
    assert not restrictions.restricted([file.pk])
    assert "dibatasi sejak" not in client.get(home).content.decode()


def test_the_office_ends_a_restriction_with_a_reason_the_resident_reads(client, town):
    file = given_told_file(town)
    request = ask(town, file, DataRequest.Kind.RESTRICTION)
    enter(client, "camat")
    page, end = reverse("data-requests"), reverse("restriction-end")
    assert "Akhiri pembatasan" in client.get(page).text
    form = {"number": file.receipt_number, "reason": "settled"}
    early = client.post(end, form)  # nobody answered yet
    assert (early.status_code, "belum dijawab" in early.text, "selected" in early.text) == (409, True, True)
    client.post(reverse("data-request-answer", args=[request.pk]), {"words": "Sudah kami batasi, dan data dibetulkan."})
    nameless = client.post(end, {**form, "reason": "karena"})
    assert (nameless.status_code, "Pilih dulu sebabnya" in nameless.text) == (422, True)
    assert restrictions.restricted([file.pk])
    done = client.post(end, form, follow=True)
    assert "Pembatasan diakhiri" in done.text and "Akhiri pembatasan" not in done.text
    assert not restrictions.restricted([file.pk])
    assert client.post(end, form).status_code == 409
    entry = AuditEntry.objects.get(what="restriction_ended")
    assert entry.more == {"file": str(file.pk), "reason": "settled"}
    own_page = client.get(comes_in(client, file)).text
    assert "Kantor mengakhiri pembatasan" in own_page and "Sebab pembatasan sudah selesai" in own_page
    copy = client.get(reverse("resident-data-file", args=[file.receipt_number])).json()
    assert copy["restriction_ended"]["why"].startswith("Sebab pembatasan sudah selesai")
    assert client.get(reverse("resident-data-paper", args=[file.receipt_number])).content.startswith(b"%PDF")
    ask(town, file, DataRequest.Kind.RESTRICTION)  # restricted anew, and lifted by its owner: the office ended nothing
    client.post(reverse("resident-lift", args=[file.receipt_number]))
    assert "Kantor mengakhiri" not in client.get(comes_in(client, file)).text


def test_messages_go_again_after_the_office_ended_the_restriction_because_it_was_asked_to(client, town):
    file = given_told_file(town)
    ask(town, file, DataRequest.Kind.OBJECTION)
    relay_all(town.clock)
    assert not Message.objects.exists()
    enter(client, "camat")
    assert client.post(reverse("restriction-end"), {"number": file.receipt_number, "reason": "asked"}).status_code == 302
    town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="tidak di rak")
    relay_all(town.clock)
    assert Message.objects.filter(application=file).exists()


def test_who_answers_no_requests_ends_no_restriction_and_no_other_office_does(client, town):
    file = given_file(town)
    restrictions.begin(file.pk, town.clock)
    enter(client, "loket")
    form = {"number": file.receipt_number, "reason": "law"}
    assert client.post(reverse("restriction-end"), form).status_code == 403
    enter(client, "camat")
    assert client.post(reverse("restriction-end"), {**form, "number": "K7PQ3M9XABCD"}).status_code == 404
    assert restrictions.restricted([file.pk])
