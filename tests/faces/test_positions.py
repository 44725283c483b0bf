"""Positions and neighbourhoods come in by three doors: the API, the resident's page and the dispatcher's map."""

from __future__ import annotations

from uuid import uuid4

import pytest

from siantar.casework import addresses
from siantar.casework.consequences import relay_all
from siantar.casework.models import Application
from siantar.delivery.models import Place
from siantar.directory.models import Office
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.delivery.days import given_ready
from tests.faces.test_api import SITI, Api
from tests.people import OFFICE, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(town):
    Office.objects.filter(code=OFFICE).update(lat=-6.2441, lon=106.6582)
    return town


def handed_in(client, **address):
    door = {"line": "Jl. Raya Serpong No. 8", **address}
    return Api(client, "loket").post(
        "/applications", {"id": str(uuid4()), **SITI, "return": {"method": "courier", "address": door}}
    )


@pytest.mark.parametrize(("lat", "lon", "warning"), [
    (0, 0, "position_nowhere"), (6.26, 106.66, "position_lost_sign"), (106.66, -6.26, "position_swapped"),
    (-7.25, 112.75, "position_far_away"), (-6.2441, 106.6582, "position_at_office"), (-6.26, None, "position_impossible"),
    (91, 200, "position_impossible"), (-6.26, 400, "position_impossible"), (-9999, 9999, "position_impossible"),
])  # fmt: skip
def test_a_hand_in_with_a_doubtful_pin_is_taken_with_a_warning(client, town, lat, lon, warning):
    answer = handed_in(client, lat=lat, lon=lon)
    assert (answer.status_code, answer.json()["warnings"]) == (201, [warning])


def test_a_hand_in_with_a_good_pin_is_taken_without(client, town):
    assert handed_in(client, lat=-6.26, lon=106.66).json()["warnings"] == []


@pytest.mark.parametrize(("rt", "rw"), [("001", "004"), ("RT 001", "RW 004"), ("1", "4"), ("RT 001/RW 004", "")])
def test_the_api_takes_rt_and_rw_in_every_shape(client, town, rt, rw):
    number = handed_in(client, rt=rt, rw=rw).json()["receipt_number"]
    address = addresses.of_file(Application.objects.get(receipt_number=number))
    assert (address.rt, address.rw) == ("001", "004")


def test_a_delivery_told_with_a_swapped_position_is_a_delivery(client, town):
    number = handed_in(client).json()["receipt_number"]
    outcome = Api(client, "pemeriksa").tell(
        "check_started", number, position={"lat": 106.66, "lon": -6.26, "accuracy_m": 5}
    )
    assert outcome["outcome"] == "recorded"


ODD = [
    {"lat": 0, "lon": 0}, {"lat": 91, "lon": 200}, {"lat": -6.26, "lon": 466.66}, {"lat": -6.26, "lon": 106.66, "accuracy_m": -1},
    {"lat": -6.26, "lon": 106.66, "accuracy_m": 1e8}, {"lat": -6.26, "lon": 106.66, "altitude": 31.0, "speed": None},
    {"lat": "-6.26", "lon": "106.66"}, {"lat": -999, "lon": -999, "accuracy_m": 5},
]  # fmt: skip


@pytest.mark.parametrize("position", ODD, ids=str)
def test_no_odd_position_of_a_device_loses_a_delivery_or_teaches_a_place(client, town, position):
    file = given_ready(town)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    door = {"receiver_name": "Siti", "relation": "applicant", "identity_check": "ktp_seen", "old_ktp": "collected"}
    outcome = Api(client, "kurir1").tell("delivered", file.receipt_number, data=door, position=position)
    assert outcome["outcome"] == "recorded", outcome
    relay_all(CLOCK.at)
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("lat", "lon"), [("0", "0"), ("106.66", "-6.26"), ("6.26", "106.66"), ("nan", "1"), ("-95", "106")]
)
def test_a_person_cannot_mark_a_place_that_is_none(client, town, lat, lon):
    file = given_ready(town)
    enter(client, "pengatur")
    assert client.post("/pengantaran/tempat/", {"file": file.receipt_number, "lat": lat, "lon": lon}).status_code == 422
    assert not Place.objects.exists()


def test_a_person_may_mark_a_place_farther_away_than_anybody_lives(client, town):
    file = given_ready(town)
    enter(client, "pengatur")
    far = {"file": file.receipt_number, "lat": "-6.60", "lon": "106.80"}
    assert client.post("/pengantaran/tempat/", far).status_code == 200
    assert Place.objects.get().source == Place.Source.PERSON
