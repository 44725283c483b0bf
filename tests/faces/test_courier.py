"""What the courier's phone asks and sends: exactly once, in pieces, with a wrong clock, and judged here."""

from __future__ import annotations

import base64
import io
import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from siantar.casework import possession
from siantar.casework.consequences import relay_all
from siantar.casework.models import EventRow
from siantar.delivery import places, runs
from siantar.delivery.models import Piece, Place, Proof
from siantar.directory.models import User
from siantar.privacy import sealed_box
from siantar.privacy.models import Look
from siantar.routing.travel import Point
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK, MORNING
from tests.people import HANDOVER, enter, given_finished, given_on_the_road, stage_of

pytestmark = pytest.mark.django_db


def event(kind, number, *, id=None, at=None, **more):
    raw = {"id": str(id or uuid4()), "type": kind, "receipt_number": number, "data": {}}
    return raw | {"occurred_at": (at or CLOCK.at).isoformat()} | more


def send(client, events, sent_at=None):
    body = {"sent_at": (sent_at or CLOCK.at).isoformat(), "events": events}
    return client.post("/kurir/kirim/", json.dumps(body), content_type="application/json")


def results(client, events, **more):
    return [
        (result["outcome"], (result["problem"] or {}).get("code"))
        for result in send(client, events, **more).json()["results"]
    ]


def delivered(number, **more):
    return event(
        "delivered",
        number,
        data=HANDOVER | {"receiver_name": "Siti", "old_ktp": "collected"} | more.pop("data", {}),
        **more,
    )


def sealed_pin(pin):
    """What the phone does: ECDH with a key of its own, HKDF, AES-GCM."""
    mine = ec.generate_private_key(ec.SECP256R1())
    server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(sealed_box.public_key()))
    key = sealed_box._derived(mine.exchange(ec.ECDH(), server), b"siantar letter")
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point + b"n" * 12 + AESGCM(key).encrypt(b"n" * 12, pin.encode(), None)).decode()


def picture():
    out = io.BytesIO()
    Image.effect_noise((300, 200), 90).save(out, "PNG")
    return out.getvalue()


def test_the_day_has_all_that_a_door_needs_and_leaves_a_trace(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    day = client.get("/kurir/hari-ini/").json()
    (door,) = day["doors"]
    assert (door["number"], door["name"], door["line"]) == (
        file.receipt_number,
        "Siti Aminah",
        "Jl. Raya Serpong No. 8",
    )
    assert (door["landmark"], door["mine"], door["phone"]) == ("sebelah masjid", True, "+6281234567890")
    assert "pin" not in json.dumps(door).lower()
    assert possession.proof_of(file) not in json.dumps(day)
    assert Look.objects.filter(why="run_today", file=file.pk).exists()


def test_a_courier_who_calls_long_after_the_shift_stays_logged_in_to_send_what_the_phone_holds(client, town):
    file = given_on_the_road(town)
    dispatcher, here = town.people["pengatur"], Point(-6.26, 106.66)
    shift = runs.Shift(User.objects.get(username="kurir1"), MORNING, MORNING + timedelta(hours=8), here, here)
    runs.begin(shift, by=dispatcher, at=town.clock, day=date(2026, 11, 23))
    enter(client, "kurir1")
    town.clock = MORNING + timedelta(hours=14, minutes=30)  # 22.30, the shift was over at 16.00
    day = client.get("/kurir/hari-ini/").json()
    assert day["key"]["until"] == (town.clock + timedelta(hours=1)).isoformat()
    assert results(client, [delivered(file.receipt_number)]) == [("recorded", None)]


def test_another_courier_sees_nothing_of_it(client, town):
    given_on_the_road(town)
    enter(client, "kurir2")
    assert client.get("/kurir/hari-ini/").json()["doors"] == []


def test_the_key_of_a_day_is_the_courier_s_own_and_comes_again(client, town):
    enter(client, "kurir1")
    day = client.get("/kurir/hari-ini/?kunci=2026-11-22").json()
    assert day["old_keys"].keys() == {"2026-11-22"}
    again = client.get(f"/kurir/hari-ini/?kunci={day['key']['id']}").json()
    assert again["old_keys"][day["key"]["id"]] == day["key"]["secret"]
    enter(client, "kurir2")
    assert client.get("/kurir/hari-ini/").json()["key"]["secret"] != day["key"]["secret"]


def test_the_same_events_twice_change_nothing(client, town):
    file = given_finished(town)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    enter(client, "kurir1")
    day = [event("loaded", file.receipt_number), delivered(file.receipt_number, at=CLOCK.at + timedelta(seconds=1))]
    assert results(client, day) == [("recorded", None), ("recorded", None)]
    assert results(client, day) == [("duplicate", None), ("duplicate", None)]
    assert stage_of(file) == "delivered"


def test_a_clock_that_is_a_day_wrong_is_put_right(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    town.tick(30)
    wrong = CLOCK.at + timedelta(days=1)
    assert results(client, [delivered(file.receipt_number, at=wrong - timedelta(minutes=5))], sent_at=wrong) == [
        ("recorded", None)
    ]
    event = EventRow.objects.get(kind=Kind.DELIVERED)
    assert event.occurred_at == CLOCK.at - timedelta(minutes=5)
    assert event.data["phone_clock"].startswith(str((wrong - timedelta(minutes=5)).date()))


def test_a_sealed_pin_is_judged_here_and_a_wrong_one_waits_for_a_person(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    right = possession.pin_of(file)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    data = {"identity_check": "pin", "pin_sealed": sealed_pin(wrong)}
    assert results(client, [delivered(file.receipt_number, data=data)]) == [("conflict", "wrong_proof")]
    assert stage_of(file) == "out_for_delivery"
    data["pin_sealed"] = sealed_pin(right)
    assert results(client, [delivered(file.receipt_number, data=data)]) == [("recorded", None)]
    assert not EventRow.objects.filter(data__has_key="pin_sealed").exists()
    data["pin_sealed"] = "bukan surat"
    assert results(client, [delivered(file.receipt_number, data=data)])[0][0] != "recorded"


def test_a_photo_arrives_in_pieces_and_only_once(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    raw = delivered(file.receipt_number)
    send(client, [raw])
    whole = picture()
    half = len(whole) // 2

    def piece(offset, content):
        address = f"/kurir/bukti/{raw['id']}/photo/?offset={offset}&total={len(whole)}"
        answer = client.post(address, content, content_type="application/octet-stream")
        return answer.status_code, answer.json()["offset"]

    assert piece(0, whole[:half]) == (200, half)
    assert piece(0, whole[:half]) == (409, half)
    assert piece(half, whole[half:]) == (200, len(whole))
    assert piece(0, whole[:half]) == (200, len(whole))
    proof = Proof.objects.get(pk=UUID(raw["id"]))
    assert proof.photo_sealed is not None
    assert whole[:40] not in bytes(proof.photo_sealed)
    assert not Piece.objects.exists()


def test_nobody_adds_a_photo_to_another_s_delivery(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    raw = delivered(file.receipt_number)
    send(client, [raw])
    enter(client, "kurir2")
    address = f"/kurir/bukti/{raw['id']}/photo/?offset=0&total=10"
    assert client.post(address, b"x" * 10, content_type="application/octet-stream").status_code == 404


def test_each_delivery_teaches_where_the_address_is(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    where = {"lat": -6.2601, "lon": 106.6606, "accuracy_m": 12}
    send(client, [delivered(file.receipt_number, position=where)])
    relay_all(town.clock)
    place = Place.objects.get()
    assert (places.opened(place), place.rw) == (Point(-6.2601, 106.6606), "004")
    assert b"Serpong" not in bytes(place.key)


def test_a_rough_position_teaches_nothing(client, town):
    file = given_on_the_road(town)
    enter(client, "kurir1")
    send(client, [delivered(file.receipt_number, position={"lat": -6.26, "lon": 106.66, "accuracy_m": 900})])
    relay_all(town.clock)
    assert not Place.objects.exists()
    assert stage_of(file) == "delivered"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"events": 3, "sent_at": "2026-11-24T00:00:00+07:00"}',
        b'{"events": [], "sent_at": "kemarin"}',
        b'{"events": [1, null], "sent_at": "2026-11-24T00:00:00"}',
    ],
)
def test_nonsense_is_refused_without_harm(client, town, body):
    enter(client, "kurir1")
    assert client.post("/kurir/kirim/", body, content_type="application/json").status_code == 422


def test_who_is_logged_out_is_led_to_the_door(client, town):
    for path in ("/kurir/", "/kurir/hari-ini/"):
        assert client.get(path).status_code == 302
    assert send(client, []).status_code == 302
    assert client.get("/kurir/sw.js").status_code == 200
    assert client.get("/kurir/manifest.webmanifest").json()["start_url"] == "/kurir/"


def check(client, number, pin):
    body = json.dumps({"receipt_number": number, "pin_sealed": sealed_pin(pin)})
    return client.post("/kurir/periksa/", body, content_type="application/json")


def test_a_pin_is_checked_before_the_handover_is_told(client, town):
    file = given_on_the_road(town)
    pin = possession.pin_of(file)
    enter(client, "kurir1")
    wrong = "000000" if pin != "000000" else "111111"
    assert check(client, file.receipt_number, wrong).json() == {"verdict": "not_shown"}
    assert check(client, file.receipt_number, f"{pin[:3]} {pin[3:]}").json() == {"verdict": "shown"}
    assert stage_of(file) == "out_for_delivery"
    assert not EventRow.objects.filter(application=file, kind=Kind.DELIVERED).exists()


def test_five_wrong_pins_lock_the_check_and_nobody_else_may_ask(client, town):
    file = given_on_the_road(town)
    pin = possession.pin_of(file)
    wrong = "000000" if pin != "000000" else "111111"
    enter(client, "kurir2")
    assert check(client, file.receipt_number, pin).status_code == 404
    enter(client, "kurir1")
    for _ in range(5):
        assert check(client, file.receipt_number, wrong).json() == {"verdict": "not_shown"}
    assert check(client, file.receipt_number, pin).json() == {"verdict": "locked"}


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"receipt_number": "x", "pin_sealed": "y"}', '{"receipt_number": 1}']
)
def test_a_check_of_nonsense_is_refused_without_harm(client, town, body):
    enter(client, "kurir1")
    assert client.post("/kurir/periksa/", body, content_type="application/json").status_code == 422


def test_the_proof_counts_however_the_scanner_typed_it(client, town):
    file = given_on_the_road(town)
    proof = possession.proof_of(file)
    enter(client, "kurir1")
    data = {**HANDOVER, "identity_check": "receipt_scanned", "receiver_name": "Siti", "old_ktp": "collected"}
    raw = event("delivered", f"]C1{file.receipt_number.lower()}\r", data=data | {"proof": f"{proof.upper()}~\r\n"})
    assert results(client, [raw]) == [("recorded", None)]
