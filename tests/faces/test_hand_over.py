"""Handing over at the counter: a slip of the hand is an error in the form, and nothing is recorded that nobody chose."""

from __future__ import annotations

import pytest

from siantar.casework import possession
from siantar.casework.models import Application, EventRow
from siantar.rules.vocabulary import Kind
from tests.people import enter, given_finished, stage_of

pytestmark = pytest.mark.django_db
URL = "/loket/serahkan/"


@pytest.fixture
def file(client, town):
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    enter(client, "loket")
    return Application.objects.get(pk=file.pk)


def form(file, **more):
    return {
        "scan": file.receipt_number,
        "receiver_name": "Siti",
        "relation": "applicant",
        "identity_check": "pin",
    } | more


def conflicts(file):
    return EventRow.objects.filter(application=file).exclude(conflict="").count()


def test_the_scan_tells_the_stage_and_presets_nothing(client, file):
    page = client.post(URL, {"scan": file.receipt_number}).content.decode()
    assert "Siap diantar" in page
    assert 'value="applicant"' in page
    assert " checked" not in page


def test_a_receipt_that_was_scanned_is_seen_as_scanned(client, file):
    address = f"HTTPS://SIANTAR.EXAMPLE/T/{file.receipt_number}#{possession.proof_of(file).upper()}"
    page = client.post(URL, {"scan": address}).content.decode()
    assert page.count(" checked") == 1
    client.post(URL, form(file, scan=address, identity_check="receipt_scanned"))
    assert stage_of(file) == "collected"


def test_another_receipt_s_proof_is_told_at_the_scan(client, file):
    answer = client.post(URL, {"scan": f"https://siantar.example/t/{file.receipt_number}#{'0' * 20}"})
    assert answer.status_code == 422
    assert "tidak cocok dengan resi ini" in answer.content.decode()
    assert " checked" not in answer.content.decode()


def test_a_mistyped_pin_is_an_error_in_the_form_and_no_fact(client, file):
    wrong = "000000" if possession.pin_of(file) != "000000" else "111111"
    answer = client.post(URL, form(file, pin=wrong, receiver_name="Rina", relation="same_kk"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Belum ada yang dicatat" in page, "Rina" in page, f'value="{wrong}"' in page) == (True, True, True)
    assert (stage_of(file), conflicts(file)) == ("ready_for_delivery", 0)
    pin = possession.pin_of(file)
    client.post(URL, form(file, pin=f" {pin[:3]}-{pin[3:]} "))
    assert (stage_of(file), conflicts(file)) == ("collected", 0)


def test_what_happened_all_the_same_is_kept_for_a_person(client, file):
    wrong = "000000" if possession.pin_of(file) != "000000" else "111111"
    client.post(URL, form(file, pin=wrong, all_the_same="1"))
    assert (stage_of(file), conflicts(file)) == ("ready_for_delivery", 1)


@pytest.mark.parametrize("left_out", ["relation", "identity_check", "receiver_name"])
def test_what_nobody_chose_is_asked_and_never_recorded(client, file, left_out):
    chosen = form(file, identity_check="ktp_seen") | {left_out: ""}
    assert client.post(URL, chosen).status_code == 422
    assert stage_of(file) == "ready_for_delivery"


def test_five_wrong_pins_say_what_else_to_do(client, file):
    wrong = "000000" if possession.pin_of(file) != "000000" else "111111"
    for _ in range(5):
        client.post(URL, form(file, pin=wrong))
    assert "Pindai kode QR di resi" in client.post(URL, form(file, pin=possession.pin_of(file))).content.decode()
    client.post(URL, form(file, identity_check="ktp_seen"))
    assert stage_of(file) == "collected"
