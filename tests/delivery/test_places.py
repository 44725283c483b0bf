"""Where an address is: impossible and far-off positions teach nothing, and one delivery does not overrule a resident."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from siantar.casework import addresses, intake
from siantar.casework.consequences import relay_all
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.delivery import places, planning_problem
from siantar.delivery.models import Lesson, Place
from siantar.directory.models import Region
from siantar.privacy import vault
from siantar.privacy.looks import Reader
from siantar.routing.travel import Point
from siantar.rules.identifiers import uuid7
from siantar.rules.rough_place import PlaceBasis
from siantar.rules.vocabulary import Kind, Method
from tests.delivery.days import today
from tests.people import COLLECTED, OFFICE, enter, given_finished

pytestmark = pytest.mark.django_db
VILLAGE = "36.74.02.1006"
PIN = Point(-6.2601, 106.6606)
NEXT_STREET = Point(-6.2650, 106.6650)
DOUBTFUL = {
    "nowhere": (0.0, 0.0),
    "lost_sign": (6.2601, 106.6606),
    "swapped": (106.6606, -6.2601),
    "far_away": (-7.25, 112.75),
    "at_office": (-6.2441, 106.6582),
    "impossible": (-91.0, 170.0),
}


@pytest.fixture
def town(town):
    town.office.lat, town.office.lon = -6.2441, 106.6582
    town.office.save()
    Region.objects.create(code=VILLAGE, name="Jelupang", lat=-6.265, lon=106.664)
    return town


def handed_in(town, lat=None, lon=None, *, rt="001", rw="004", village=VILLAGE):
    service = Service.objects.get(office=town.office, code="ktp-el-hilang")
    papers = [intake.Paper(r.code, "original") for r in service.requirements.all()]
    address = intake.Address("Jl. Mawar 5", rt, rw, village, lat=lat, lon=lon)
    at = town.tick()
    form = intake.HandIn(uuid7(at), service, "Siti Aminah", "", "0812-3456-7890", papers, Method.COURIER, address)
    return intake.hand_in(form, by=town.people["loket"], at=at)


def delivered(town, file, where):
    given_finished(town, file=file)
    town.tell("loket", Kind.MADE_READY, file.receipt_number)
    town.tell("kurir1", Kind.LOADED, file.receipt_number)
    position = {"lat": where.lat, "lon": where.lon, "accuracy_m": 9}
    private = {"receiver_name": "Siti", "position": position}
    assert town.tell("kurir1", Kind.DELIVERED, file.receipt_number, data=COLLECTED, private=private).result == "recorded"
    relay_all(town.clock)


def located(town, file):
    file = Application.objects.select_related("person", "village").get(pk=file.pk)
    return places.locate(OFFICE, [(file, addresses.of_file(file))])[0]


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_a_doubtful_pin_is_a_warning_is_not_believed_and_is_for_a_person_to_place(town, doubt):
    receipt = handed_in(town, *DOUBTFUL[doubt])
    assert receipt.warnings == (f"position_{doubt}",)
    place = located(town, receipt.application)
    assert (place.doubt, place.spot.basis) == (doubt, PlaceBasis.VILLAGE)
    reader = Reader(town.people["pengatur"], town.clock, "dispatch")
    scene = planning_problem.scene(town.office, today(town), [], [receipt.application], reader)
    assert scene.apart == {receipt.application.receipt_number: doubt}


def test_half_a_pin_is_none(town):
    assert handed_in(town, lat=-6.26).warnings == ("position_impossible",)
    assert handed_in(town).warnings == ()


def test_a_good_pin_is_believed_without_a_word(town):
    receipt = handed_in(town, PIN.lat, PIN.lon)
    assert receipt.warnings == ()
    assert located(town, receipt.application) == places.Located(places.Spot(PIN, PlaceBasis.RESIDENT))


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_a_doubtful_position_of_a_delivery_teaches_nothing(town, doubt):
    file = handed_in(town, PIN.lat, PIN.lon).application
    delivered(town, file, Point(*DOUBTFUL[doubt]))
    assert (Place.objects.count(), Lesson.objects.count()) == (0, 0)
    assert located(town, file).spot == places.Spot(PIN, PlaceBasis.RESIDENT)


def test_one_delivery_does_not_overrule_a_told_place_and_several_that_agree_do(town):
    file = handed_in(town, PIN.lat, PIN.lon).application
    delivered(town, file, NEXT_STREET)
    assert located(town, file).spot == places.Spot(PIN, PlaceBasis.RESIDENT)
    delivered(town, handed_in(town, PIN.lat, PIN.lon).application, NEXT_STREET)
    assert located(town, file).spot == places.Spot(NEXT_STREET, PlaceBasis.COURIER)


def test_deliveries_that_disagree_overrule_nobody(town):
    file = handed_in(town, PIN.lat, PIN.lon).application
    delivered(town, file, NEXT_STREET)
    delivered(town, handed_in(town, PIN.lat, PIN.lon).application, Point(-6.2550, 106.6550))
    assert located(town, file).spot == places.Spot(PIN, PlaceBasis.RESIDENT)
    assert Place.objects.get().times == 1


def test_without_a_pin_the_first_delivery_is_the_best_there_is(town):
    file = handed_in(town).application
    assert located(town, file).spot.basis == PlaceBasis.VILLAGE
    delivered(town, file, NEXT_STREET)
    assert located(town, file).spot == places.Spot(NEXT_STREET, PlaceBasis.COURIER)


def test_a_place_that_was_learned_at_zero_before_is_not_believed_now(town):
    file = handed_in(town, PIN.lat, PIN.lon).application
    address = places.address_of(file, addresses.of_file(file))
    for _ in range(3):
        places.learn(OFFICE, address, Point(0, 0), town.clock)
    assert located(town, file).spot == places.Spot(PIN, PlaceBasis.RESIDENT)
    assert located(town, handed_in(town, village="").application).spot is None


@pytest.mark.parametrize(("rt", "rw"), [("001", "004"), ("RT 001", "RW 4"), ("RT 1/RW 4", ""), ("1", "4")])
def test_an_address_is_placed_by_the_smallest_neighbourhood_it_names(town, rt, rw):
    delivered(town, handed_in(town, rt="RT 1", rw="4").application, NEXT_STREET)
    neighbour = handed_in(town, rt=rt, rw=rw).application
    Application.objects.filter(pk=neighbour.pk).update(
        address_sealed=addresses.seal(
            neighbour.pk, replace(addresses.of_file(neighbour), line="Jl. Melati 1"),
        )
    )  # fmt: skip
    assert located(town, neighbour).spot == places.Spot(NEXT_STREET, PlaceBasis.RT)


@pytest.mark.parametrize(("rt", "rw", "basis"), [("", "", PlaceBasis.VILLAGE), ("000", "000", PlaceBasis.VILLAGE), ("9", "4", PlaceBasis.RW)])
def test_an_address_without_rt_and_rw_is_placed_by_its_kelurahan_and_says_so(town, rt, rw, basis):
    delivered(town, handed_in(town, rt=rt, rw="4" if rw == "4" else rw).application, PIN)
    delivered(town, handed_in(town).application, NEXT_STREET)
    other = handed_in(town, rt="7" if basis == PlaceBasis.RW else rt, rw=rw).application
    Application.objects.filter(pk=other.pk).update(
        address_sealed=addresses.seal(
            other.pk, replace(addresses.of_file(other), line="Jl. Melati 1")
        )
    )
    assert located(town, other).spot.basis == basis


def test_both_shapes_of_rt_are_one_on_the_page_of_the_file_and_none_is_printed_for_none(client, town):
    enter(client, "loket")
    for rt, rw, printed in [("RT 1", "RW 04", "Jl. Mawar 5, RT 001/RW 004, Jelupang"), ("", "", "Jl. Mawar 5, Jelupang")]:
        number = handed_in(town, rt=rt, rw=rw).application.receipt_number
        assert printed in " ".join(client.get(f"/berkas/{number}/?data").content.decode().split())


def test_an_old_address_with_rt_in_it_is_shown_once(town):
    file = handed_in(town).application
    sealed = vault.seal("application.address", file.pk, json.dumps({"line": "Jl. Mawar 5", "rt": "RT 1", "rw": "RW.4"}))
    Application.objects.filter(pk=file.pk).update(address_sealed=sealed)
    address = addresses.of_file(Application.objects.get(pk=file.pk))
    assert (address.rt, address.rw) == ("001", "004")
