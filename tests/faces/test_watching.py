import json
import re
from uuid import UUID

import pytest

from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.catalogue.models import Service
from siantar.delivery import proofs
from siantar.delivery.models import Refusal
from siantar.directory.models import Office, User
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from tests.delivery.days import given_run
from tests.faces.test_courier import picture
from tests.people import enter, given_on_the_road, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return given_town()


def sent(client, town, *events):
    body = {"sent_at": town.clock.isoformat(), "events": list(events)}
    return client.post("/kurir/kirim/", json.dumps(body), content_type="application/json").json()["results"]


def payload(town, kind, number, **more):
    at = town.tick()
    return {"id": str(uuid7(at)), "type": kind, "receipt_number": number, "occurred_at": at.isoformat(), **more}


def test_what_was_refused_to_a_courier_is_on_the_dispatchers_list_until_looked_after(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir2")
    event = payload(town, "loaded", file.receipt_number)
    assert [result["outcome"] for result in sent(client, town, event)] == ["refused"]
    assert [result["outcome"] for result in sent(client, town, event)] == ["refused"]
    refusal = Refusal.objects.get()
    assert (refusal.receipt_number, refusal.kind, refusal.code) == (file.receipt_number, "loaded", "wrong_stage")
    enter(client, "pengatur")
    page = client.get("/pengantaran/").content.decode()
    assert "Perlu dilihat" in page
    client.post(f"/pengantaran/ditolak/{refusal.pk}/beres/")
    assert "Perlu dilihat" not in client.get("/pengantaran/").content.decode()


def test_a_contradiction_of_couriers_is_on_the_dispatchers_list(client, town):
    file = given_on_the_road(town)
    town.tell("kurir2", Kind.LOADED, file.receipt_number, data={"handed_over": "1"})
    enter(client, "pengatur")
    assert file.applicant_name in client.get("/pengantaran/").content.decode()


DOOR = {"receiver_name": "Siti", "relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}


def test_what_an_office_asks_to_see_at_the_door_is_its_own_rule(client, town):
    enter(client, "kurir1")
    verdicts, says = {}, DOOR | {"photo": "taken", "signature": "missing"}
    for proof, besides in [(["photo", "signature"], []), (["photo"], []), ([], ["signature"])]:
        file = given_on_the_road(town)
        Office.objects.filter(pk=file.office_id).update(proof_asked=proof)
        Service.objects.filter(pk=file.service_id).update(proof_besides=besides)
        phone = next(
            door for door in client.get("/kurir/hari-ini/").json()["doors"] if door["number"] == file.receipt_number
        )
        (result,) = sent(client, town, payload(town, "delivered", file.receipt_number, data=says))
        verdicts[tuple(phone["proof_asked"])] = (result["outcome"], (result["problem"] or {}).get("code"))
    assert verdicts == {
        ("photo", "signature"): ("conflict", "proof_missing"),
        ("photo",): ("recorded", None),
        ("signature",): ("conflict", "proof_missing"),
    }


def test_no_teller_writes_what_is_due_of_a_proof(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    sent(
        client,
        town,
        payload(town, "delivered", file.receipt_number, data=DOOR | {"proof_due": "", "proof_lacking": ""}),
    )
    assert EventRow.objects.get(kind="delivered").data["proof_due"] == ["photo", "signature"]


def test_a_delivery_whose_photo_never_came_is_before_the_dispatcher(client, town):
    file = given_on_the_road(town)
    given_run(town)
    enter(client, "kurir1")
    event = payload(town, "delivered", file.receipt_number, data=DOOR | {"photo": "taken", "signature": "taken"})
    sent(client, town, event)
    relay_all(town.clock)
    town.tick(59)
    enter(client, "pengatur")
    assert "Buktinya belum masuk" not in client.get("/pengantaran/").content.decode()
    town.tick(2)
    assert "foto amplop, tanda tangan penerima" in client.get("/pengantaran/").content.decode()
    proofs.keep_part(UUID(event["id"]), "signature", picture(), by=town.people["kurir1"], at=town.clock)
    page = client.get("/pengantaran/").content.decode()
    assert ("foto amplop" in page, "tanda tangan penerima" in page) == (True, False)
    proofs.keep_part(UUID(event["id"]), "photo", picture(), by=town.people["kurir1"], at=town.clock)
    assert "Buktinya belum masuk" not in client.get("/pengantaran/").content.decode()


@pytest.mark.parametrize(
    "raw", [None, 7, "x", [], {}, {"type": "loaded"}, {"id": "x", "type": "loaded", "receipt_number": "??"}]
)
def test_rubbish_from_a_phone_is_refused_and_listed_nowhere(client, town, raw):
    enter(client, "kurir1")
    assert [result["outcome"] for result in sent(client, town, raw)] == ["refused"]
    assert Refusal.objects.count() == 0


def test_a_lost_phone_is_logged_out_and_its_key_goes(client, town):
    phone = client
    enter(phone, "kurir1")
    assert phone.get("/kurir/hari-ini/").status_code == 200
    from django.test import Client

    desk = Client()
    enter(desk, "pengatur")
    person = User.objects.get(username="kurir1").pk
    assert desk.post(f"/pengantaran/kurir/{person}/keluarkan/").status_code == 302
    assert phone.get("/kurir/hari-ini/").status_code == 302
    assert desk.get("/pengantaran/").status_code == 200
    enter(phone, "kurir1")
    assert phone.get("/kurir/hari-ini/").status_code == 200


def test_nobody_logs_out_people_of_another_office(client, town):
    enter(client, "pengatur")
    stranger = User.objects.get(username="dukcapil").pk
    assert client.post(f"/pengantaran/kurir/{stranger}/keluarkan/").status_code == 404


def test_a_note_reaches_the_courier_and_is_not_readable_in_the_database(client, town):
    from siantar.delivery.models import Note

    file = given_on_the_road(town)
    enter(client, "pengatur")
    client.post("/pengantaran/catatan/", {"file": file.receipt_number, "note": "Anjing galak, telepon dulu"})
    assert b"galak" not in bytes(Note.objects.get().sealed)
    enter(client, "kurir1")
    doors = client.get("/kurir/hari-ini/").json()["doors"]
    assert [door["note"] for door in doors] == ["Anjing galak, telepon dulu"]
    enter(client, "pengatur")
    client.post("/pengantaran/catatan/", {"file": file.receipt_number, "note": " "})
    assert not Note.objects.exists()


def test_a_courier_may_start_and_end_at_a_kelurahan(client, town):
    from siantar.delivery.models import Run
    from siantar.directory.models import Office, Region

    Region.objects.create(code="36.74.02", name="Serpong Utara")
    Region.objects.create(code="36.74.02.1006", name="Jelupang", lat=-6.27, lon=106.67)
    Office.objects.filter(pk=town.office.pk).update(lat=-6.26, lon=106.66, region_id="36.74.02")
    courier = User.objects.get(username="kurir1").pk
    enter(client, "pengatur")
    shift = {
        "courier": courier,
        "begins": "08:00",
        "ends": "16:00",
        f"from-{courier}": "36.74.02.1006",
        f"to-{courier}": "nowhere",
    }
    client.post("/pengantaran/kurir/", shift)
    run = Run.objects.get()
    assert (run.start_lat, run.start_lon, run.end_lat) == (-6.27, 106.67, -6.26)
    page = client.get("/pengantaran/").content.decode()
    assert re.search(r'<option value="36.74.02.1006" selected>\s*Jelupang', page)
