"""`siantar map build` makes all of the map from one extract, and the map of another city is noticed and not taken."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from siantar.casework.addresses import DeliveryAddress
from siantar.delivery import places, travel_times
from siantar.directory.models import Region, VillageBorder
from siantar.project.management.commands import serve
from siantar.routing.travel import Quality
from siantar.rules.rough_place import PlaceBasis
from tests.people import OFFICE, given_file, given_town
from tests.tiny_city import BALIKPAPAN, SERPONG, extract

pytestmark = pytest.mark.django_db
VILLAGE = "36.74.02.1006"
FILES = {"roads.npz", "jalan.json", *({"peta.pmtiles"} if shutil.which("tilemaker") else ())}


@pytest.fixture
def town(settings, tmp_path):
    town = given_town()
    settings.SIANTAR_DATA = tmp_path / "data"
    town.office.lat, town.office.lon = SERPONG
    town.office.save()
    return town


def build(file: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("map", "build", str(file), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def files_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


def test_one_extract_makes_the_whole_map(town, settings, tmp_path):
    Region.objects.create(code=VILLAGE, name="JELUPANG")
    out, _err = build(extract(tmp_path / "x.osm.pbf"))
    assert files_in(settings.SIANTAR_DATA) == FILES
    assert "1 dari 1" in out
    assert "3 jalan bernama" in out
    assert travel_times.source().quality is Quality.GRAPH
    region = Region.objects.get(code=VILLAGE)
    assert (region.lat, region.lon) == pytest.approx(SERPONG, abs=0.002)
    border = VillageBorder.objects.get()
    assert (border.region_id, border.by_office) == (VILLAGE, False)


def test_the_map_of_another_city_is_refused_and_the_former_one_stays(town, settings, tmp_path):
    build(extract(tmp_path / "here.osm.pbf"))
    before = {name: (settings.SIANTAR_DATA / name).read_bytes() for name in FILES}
    with pytest.raises(CommandError, match="bukan peta wilayah"):
        build(extract(tmp_path / "there.osm.pbf", BALIKPAPAN))
    assert {name: (settings.SIANTAR_DATA / name).read_bytes() for name in FILES} == before
    assert files_in(settings.SIANTAR_DATA) == FILES


def test_the_map_of_another_city_is_taken_only_when_somebody_insists_and_everybody_says_so(town, tmp_path):
    _out, err = build(extract(tmp_path / "there.osm.pbf", BALIKPAPAN), "--force")
    assert "bukan peta wilayah Kecamatan Serpong Utara" in err
    output = StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=output)
    assert "peta jalan bukan peta wilayah Kecamatan Serpong Utara" in output.getvalue()
    (line,) = serve.map_warnings()
    assert "Kecamatan Serpong Utara" in line


def test_the_right_map_is_nothing_to_speak_of(town, tmp_path):
    assert serve.map_warnings() == []
    build(extract(tmp_path / "here.osm.pbf"))
    assert serve.map_warnings() == []
    output = StringIO()
    call_command("doctor", stdout=output)
    assert "peta jalan" not in output.getvalue()


def test_an_office_without_a_place_cannot_be_looked_for_and_it_is_said(town, settings, tmp_path):
    town.office.lat = town.office.lon = None
    town.office.save()
    out, _err = build(extract(tmp_path / "there.osm.pbf", BALIKPAPAN))
    assert "tidak diperiksa" in out
    assert files_in(settings.SIANTAR_DATA) == FILES


def test_without_tilemaker_the_rest_is_made_and_one_line_says_what_is_missing(town, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    _out, err = build(extract(tmp_path / "x.osm.pbf"))
    assert err.strip().count("\n") == 0
    assert "tilemaker" in err
    assert files_in(settings.SIANTAR_DATA) == FILES - {"peta.pmtiles"}


@pytest.mark.parametrize("content", [b"", b"not a map", b"\x00" * 100])
def test_what_is_no_extract_is_refused_in_a_sentence(town, settings, tmp_path, content):
    file = tmp_path / "x.osm.pbf"
    file.write_bytes(content)
    with pytest.raises(CommandError, match="tidak berisi jalan"):
        build(file)
    assert files_in(settings.SIANTAR_DATA) == set()


def test_a_file_that_is_not_there_is_named(town, tmp_path):
    with pytest.raises(CommandError, match="tidak ada"):
        build(tmp_path / "none.osm.pbf")


@pytest.mark.parametrize("name", ["roads.npz", "jalan.json"])
def test_a_spoiled_file_of_the_map_stops_nobody(town, settings, tmp_path, name):
    build(extract(tmp_path / "x.osm.pbf"))
    (settings.SIANTAR_DATA / name).write_bytes(b"spoiled")
    assert travel_times.source().quality is (Quality.AIR if name == "roads.npz" else Quality.GRAPH)
    file = given_file(town)
    (spot,) = places.find(OFFICE, [(file, DeliveryAddress("Jl. Mawar 5"))])
    assert (spot is None) is (name == "jalan.json")


def test_an_address_without_a_point_is_placed_by_its_street_and_says_so(town, tmp_path):
    Region.objects.create(code=VILLAGE, name="Jelupang")
    build(extract(tmp_path / "x.osm.pbf"))
    file = given_file(town)
    for line, village, basis in [
        ("Jl. Mawar No. 5", VILLAGE, PlaceBasis.STREET), ("Jl. Mawar No. 5", "", PlaceBasis.STREET), ("Jl. Tak Dikenal 3", VILLAGE, PlaceBasis.VILLAGE),
    ]:  # fmt: skip
        (spot,) = places.find(OFFICE, [(file, DeliveryAddress(line, village=village))])
        assert spot.basis is basis


