"""One extract makes a street index, borders of kelurahan and a background; each says what it does not know."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

import pytest
from pmtiles.reader import MmapSource, Reader, all_tiles

from siantar.routing import background, borders, streets
from siantar.routing.streets import Street, StreetIndex, key_of
from siantar.routing.travel import Point, metres_between
from tests.tiny_city import SERPONG, SIZE, STEP, extract

EXTRACTS = Path(os.environ.get("SIANTAR_TEST_DATA", Path(__file__).resolve().parents[3] / "shared/data")) / "roads"
MIDDLE = Point(*SERPONG)
SOUTH = SERPONG[0] - STEP * SIZE / 2
needs_tilemaker = pytest.mark.skipif(shutil.which("tilemaker") is None, reason="tilemaker is not installed")


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return extract(tmp_path_factory.mktemp("town") / "town.osm.pbf")


@pytest.mark.parametrize("line", [
    "Jalan Mawar", "Jl. Mawar No. 5", "jln mawar 12A", "JL MAWAR, RT 001/RW 004", "Jl.Mawar no 3", "jalan mawarr 5", "Mawar 7",
])  # fmt: skip
def test_an_address_is_looked_for_in_the_middle_of_its_street(town, line):
    middle = streets.build(town).middle_of(line, MIDDLE)
    assert middle.lat == pytest.approx(SOUTH, abs=1e-6)
    assert abs(middle.lon - SERPONG[1]) < 2 * STEP


@pytest.mark.parametrize("line", [
    "Jalan Mawar Indah Permai Residence", "Perumahan Griya", "Jalan Kenanga III", "Gg. Kenanga", "", "12", "Jl. No. 5", "Jl. X",
])  # fmt: skip
def test_a_street_that_is_another_one_is_not_taken(town, line):
    assert streets.build(town).middle_of(line, MIDDLE) is None


def test_numerals_of_a_street_are_part_of_its_name(town):
    assert streets.build(town).middle_of("Gang Kenanga II No. 4", MIDDLE).lat == pytest.approx(SOUTH + 6 * STEP, abs=1e-6)


def test_of_two_streets_of_one_name_the_one_in_the_kelurahan_is_meant_or_none():
    here, there = Point(-6.25, 106.66), Point(-6.35, 106.66)
    index = StreetIndex([Street("mawar", here), Street("mawar", there)])
    assert index.middle_of("Jl. Mawar 5", Point(-6.34, 106.66)) == there
    assert index.middle_of("Jl. Mawar 5", None) is None
    assert index.middle_of("Jl. Mawar 5", Point(-7.0, 106.66)) is None


def test_a_street_cut_into_pieces_is_one_and_its_middle_lies_on_it(tmp_path):
    town = extract(tmp_path / "x.osm.pbf", names={3: "Jalan Panjang", 4: "Jalan Panjang", 15: "Jalan Panjang"})
    index = streets.build(town)
    assert [street.key for street in index.streets] == ["panjang", "panjang"]


def test_an_index_is_read_as_it_was_written(town, tmp_path):
    index = streets.build(town)
    index.save(tmp_path / "jalan.json")
    again = StreetIndex.load(tmp_path / "jalan.json")
    assert [street.key for street in again.streets] == [street.key for street in index.streets] == [key_of(n) for n in ("Gang Kenanga II", "Jalan Mawar", "Jalan Melati Raya")]  # fmt: skip


def test_spoiled_addresses_find_their_street_on_a_real_map():
    file = EXTRACTS / "balikpapan-kota.osm.pbf"
    if not file.exists():
        pytest.skip(f"{file} is absent")
    index = streets.build(file)
    tried = [street for street in index.streets if len(street.key) > 6 and not any(c.isdigit() for c in street.key)]
    hits = wrong = 0
    for street in tried:
        spoiled = f"Jln. {street.key[:3].upper()}{street.key[4:]} no 5"
        middle = index.middle_of(spoiled, street.middle)
        hits += middle == street.middle
        wrong += middle is not None and metres_between([middle], [street.middle])[0, 0] > 1500
    assert hits >= 0.85 * len(tried)
    assert wrong <= 0.02 * len(tried)


def test_the_border_of_a_kelurahan_is_read(town):
    (border,) = borders.read(town)
    assert (border.name, border.outline["type"]) == ("Jelupang", "MultiPolygon")
    (ring,) = border.outline["coordinates"][0]
    half = STEP * (SIZE - 1) / 2
    west, south = min(lon for lon, _lat in ring), min(lat for _lon, lat in ring)
    assert (south, west) == pytest.approx((SOUTH, SERPONG[1] - STEP * SIZE / 2), abs=1e-6)
    assert max(lon for lon, _lat in ring) - west == pytest.approx(2 * half, abs=1e-6)


def layers_of(archive: Path) -> set[str]:
    with archive.open("rb") as file:
        tiles = b"".join(gzip.decompress(tile) for _zxy, tile in all_tiles(MmapSource(file)))
    return {name for name in ("earth", "water", "roads", "boundaries", "buildings", "places") if name.encode() in tiles}


@needs_tilemaker
def test_the_background_has_the_layers_the_screens_draw(town, tmp_path):
    out = tmp_path / "peta.pmtiles"
    box = (SERPONG[1] - 0.02, SERPONG[0] - 0.02, SERPONG[1] + 0.02, SERPONG[0] + 0.02)
    background.build(town, out, box)
    assert layers_of(out) == {"earth", "water", "roads"}
    with out.open("rb") as file:
        header = Reader(MmapSource(file)).header()
    assert (header["min_zoom"], header["max_zoom"]) == (6, 14)


@needs_tilemaker
def test_the_background_of_a_real_map_has_everything(tmp_path):
    file = EXTRACTS / "liechtenstein.osm.pbf"
    if not file.exists():
        pytest.skip(f"{file} is absent")
    out = tmp_path / "peta.pmtiles"
    background.build(file, out, (9.47, 47.04, 9.64, 47.28))
    assert layers_of(out) == {"earth", "water", "roads", "boundaries", "buildings", "places"}


def test_without_the_program_the_background_says_so(town, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(background.NoTilemaker):
        background.build(town, tmp_path / "peta.pmtiles", (0, 0, 1, 1))


def test_what_the_program_says_is_the_reason(town, tmp_path, monkeypatch):
    fake = tmp_path / "tilemaker"
    fake.write_text("#!/bin/sh\necho cannot draw >&2\nexit 3\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(background.NotDrawn, match="cannot draw"):
        background.build(town, tmp_path / "peta.pmtiles", (0, 0, 1, 1))
