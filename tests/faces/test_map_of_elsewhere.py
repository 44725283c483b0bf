"""With the map of another city, or points off the roads, the board says so and no plan becomes an empty one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from siantar.casework.models import Application
from siantar.delivery import arrival_windows, places
from siantar.delivery.models import Place, Planning, Run, Stop
from siantar.directory.models import User
from siantar.privacy import vault
from siantar.routing import roads
from siantar.routing.travel import Point
from siantar.rules.vocabulary import Kind
from tests.clock import MORNING
from tests.faces.test_dispatch import JAKARTA, board, make_plans, place_all, say
from tests.people import OFFICE, enter, given_finished
from tests.tiny_city import BALIKPAPAN, SERPONG, extract

pytestmark = pytest.mark.django_db
EVERY = [-6.250, -6.248, -6.246]


@pytest.fixture
def ready(client, town, settings, tmp_path):
    """Three documents ready to go out, placed in town; two couriers on duty."""
    settings.SIANTAR_DATA = tmp_path
    town.office.lat, town.office.lon = SERPONG
    town.office.save()
    town.clock = MORNING - timedelta(hours=2)
    files = [given_finished(town) for _ in EVERY]
    for place, file in enumerate(files):
        town.tell("loket", Kind.MADE_READY, file.receipt_number)
        address = places.PlacedAddress(f"Jl. Nomor {place}", "", "", "")
        places.put(OFFICE, address, Point(EVERY[place], 106.655), town.clock)
        seal(file, f"Jl. Nomor {place}")
    enter(client, "pengatur")
    couriers = [str(User.objects.get(username=name).pk) for name in ("kurir1", "kurir2")]
    town.clock = MORNING
    now = MORNING.astimezone(JAKARTA)
    span = {"begins": f"{now:%H:%M}", "ends": f"{now + timedelta(hours=4):%H:%M}"}
    assert client.post("/pengantaran/kurir/", {"courier": couriers, **span}).status_code == 302
    return [file.receipt_number for file in files], couriers


def seal(file: Application, line: str, **more) -> None:
    sealed = vault.seal("application.address", file.pk, json.dumps({"line": line, **more}))
    Application.objects.filter(pk=file.pk).update(address_sealed=sealed)


def map_of(where, settings, tmp_path):
    roads.build(extract(tmp_path / "x.osm.pbf", where), settings.SIANTAR_DATA / "roads.npz")


def planned(client):
    _status, begun = say(client, "rencana/", {})
    Planning.objects.update(seconds=0.3)
    make_plans()
    return begun["id"], client.get(f"/pengantaran/rencana/{begun['id']}/").json()


def test_with_the_map_of_another_city_the_board_says_so_and_plans_by_the_air(client, ready, settings, tmp_path):
    numbers, _couriers = ready
    map_of(BALIKPAPAN, settings, tmp_path)
    seen = board(client)
    assert (seen["rough"], seen["nowhere"]) == (True, [])
    assert "siantar map build" in seen["map_words"]
    id, plan = planned(client)
    assert sorted(stop["number"] for tour in plan["tours"].values() for stop in tour["stops"]) == sorted(numbers)
    assert 0 < plan["work"] < 4 * 3600
    assert say(client, f"rencana/{id}/pakai/", {})[0] == 200
    assert Stop.objects.count() == len(numbers)


def test_with_the_map_of_this_city_nothing_is_said_and_its_roads_are_used(client, ready, settings, tmp_path):
    map_of(SERPONG, settings, tmp_path)
    seen = board(client)
    assert (seen["rough"], seen["map_words"], seen["nowhere"]) == (False, "", [])


def test_windows_told_by_the_map_of_another_city_are_as_wide_as_without_one(client, ready, town, settings, tmp_path):
    numbers, (courier, _other) = ready
    assert say(client, "susun/", {"order": {courier: numbers}})[0] == 200
    run = Run.objects.get(courier=int(courier))
    without = [event.data["to"] for event in arrival_windows.windows_of(run, at=town.clock)]
    map_of(BALIKPAPAN, settings, tmp_path)
    assert [event.data["to"] for event in arrival_windows.windows_of(run, at=town.clock)] == without


def test_a_pin_off_the_roads_stands_apart_with_that_reason_until_a_person_places_it(
    client, ready, town, settings, tmp_path
):
    numbers, (courier, _other) = ready
    map_of(SERPONG, settings, tmp_path)
    Place.objects.all().delete()
    for number, lat in zip(numbers, EVERY, strict=True):
        seal(Application.objects.get(receipt_number=number), "Jl. Ini", lat=lat, lon=106.655)
    seal(Application.objects.get(receipt_number=numbers[0]), "Jl. Itu", lat=-6.2625, lon=106.655)  # 400 m off the grid
    seen = board(client)
    assert seen["nowhere"] == [numbers[0]]
    assert "jauh dari jalan" in seen["apart"][numbers[0]]
    status, refused = say(client, "susun/", {"order": {courier: numbers}})
    assert (status, "belum punya tempat" in refused["error"]) == (409, True)
    town.tick()
    client.post("/pengantaran/tempat/", {"file": numbers[0], "lat": "-6.2625", "lon": "106.655"})
    assert board(client)["nowhere"] == []


def test_no_plan_replaces_a_good_one_by_an_empty_one(client, ready, settings, tmp_path):
    numbers, (courier, other) = ready
    assert say(client, "susun/", {"order": {courier: numbers, other: []}})[0] == 200
    id, _plan = planned(client)
    Planning.objects.update(best={courier: [], other: []})
    status, refused = say(client, f"rencana/{id}/pakai/", {})
    assert (status, "kosong" in refused["error"]) == (422, True)
    assert Stop.objects.count() == len(numbers)


def test_stops_that_a_new_map_does_not_reach_stay_in_their_run(client, ready, town, settings, tmp_path):
    numbers, (courier, other) = ready
    place_all(client, numbers)
    assert say(client, "susun/", {"order": {courier: numbers, other: []}})[0] == 200
    map_of(SERPONG, settings, tmp_path)
    town.tick()
    client.post("/pengantaran/tempat/", {"file": numbers[0], "lat": "-6.40", "lon": "106.655"})
    assert board(client)["nowhere"] == [numbers[0]]
    id, _plan = planned(client)
    assert say(client, f"rencana/{id}/pakai/", {})[0] == 200
    assert Stop.objects.filter(application__receipt_number=numbers[0], open=True).count() == 1


def test_when_every_address_must_be_placed_first_the_plan_says_that(client, ready, settings, tmp_path):
    Place.objects.all().delete()
    status, refused = say(client, "rencana/", {})
    assert (status, "Tandai dulu di peta" in refused["error"]) == (422, True)


def test_the_ratio_counts_who_is_idle(client, ready):
    numbers, (courier, other) = ready
    assert say(client, "susun/", {"order": {courier: numbers, other: []}})[0] == 200
    assert board(client)["longest_to_mean"] == 2.0
