"""A city's own map of its kelurahan is read however it names them, and what it cannot be is said."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from siantar.directory import border_file
from siantar.directory.border_file import BadBorders, BorderFault
from tests.directory.borders import collection, square

VILLAGES = {"36.74.02.1001": "Pakulonan", "36.74.02.1002": "Pakualam", "36.74.02.1003": "Serpong", "36.74.02.1004": "Lubuk Pakam I,II"}


def fault_of(text: str) -> BorderFault:
    with pytest.raises(BadBorders) as refusal:
        border_file.read(text, VILLAGES)
    return refusal.value.fault


@pytest.mark.parametrize("written", [
    "Pakulonan", "PAKULONAN", "Kelurahan Pakulonan", "Kel. Pakulonan", "KEL PAKULONAN", "pakulonan ", "Paku Lonan", "Desa Pakulonan",
    "36.74.02.1001", "3674021001", "36 74 02 1001", 3674021001,
])  # fmt: skip
def test_a_kelurahan_is_known_by_name_or_code_however_written(written):
    match = border_file.read(collection(({"NAMOBJ": written}, square(0))), VILLAGES)
    assert (list(match.outlines), match.column, match.others) == (["36.74.02.1001"], "NAMOBJ", [])


def test_the_column_that_names_the_most_is_taken_not_the_one_of_the_kecamatan():
    rows = [({"WADMKC": "Serpong", "NAMOBJ": name}, square(place)) for place, name in enumerate(("Pakulonan", "Pakualam", "Jauh"))]
    match = border_file.read(collection(*rows), VILLAGES)
    assert (sorted(match.outlines), match.column, match.others) == (["36.74.02.1001", "36.74.02.1002"], "NAMOBJ", ["Jauh"])


def test_one_in_several_pieces_is_one_and_lines_that_cross_themselves_are_mended():
    bow = {"type": "Polygon", "coordinates": [[[106.7, -6.3], [106.71, -6.29], [106.71, -6.3], [106.7, -6.29], [106.7, -6.3]]]}
    match = border_file.read(collection(({"n": "Pakulonan"}, square(0)), ({"n": "Pakulonan"}, square(5)), ({"n": "Pakualam"}, bow)), VILLAGES)
    assert len(match.outlines["36.74.02.1001"]["coordinates"]) == 2
    assert all(shape(outline).is_valid and shape(outline).area > 0 for outline in match.outlines.values())


def test_neighbours_keep_one_line_between_them_and_a_thousand_points_become_few():
    edge = [[106.65 + 0.01 * step / 500, -6.25 + 0.000001 * (step % 7)] for step in range(501)]
    north = {"type": "Polygon", "coordinates": [[*edge, [106.66, -6.24], [106.65, -6.24], edge[0]]]}
    south = {"type": "Polygon", "coordinates": [[*edge, [106.66, -6.26], [106.65, -6.26], edge[0]]]}
    outlines = border_file.read(collection(({"n": "Pakulonan"}, north), ({"n": "Pakualam"}, south)), VILLAGES).outlines
    upper, lower = (shape(outline) for outline in outlines.values())
    assert shapely.get_num_coordinates([upper, lower]).max() < 25
    assert upper.intersection(lower).area < 1e-12 and upper.touches(lower)


def test_heights_are_left_out_and_holes_stay():
    hole = [[106.652, -6.248], [106.654, -6.248], [106.654, -6.246], [106.652, -6.246], [106.652, -6.248]]
    area = square(0)
    area["coordinates"] = [[[*point, 12.5] for point in area["coordinates"][0]], [[*point, 12.5] for point in hole]]
    (outline,) = border_file.read(collection(({"n": "Pakulonan"}, area)), VILLAGES).outlines.values()
    assert len(outline["coordinates"][0]) == 2
    assert {len(point) for ring in outline["coordinates"][0] for point in ring} == {2}


def moved(east: float, north: float, *, swapped: bool = False) -> dict:
    ring = [[x + east, y + north] for x, y in square(0)["coordinates"][0]]
    return {"type": "Polygon", "coordinates": [[point[::-1] for point in ring] if swapped else ring]}


@pytest.mark.parametrize(("text", "fault"), [
    ("", BorderFault.NOT_GEOJSON), ("PK\x03\x04", BorderFault.NOT_GEOJSON), ("[]", BorderFault.NOT_GEOJSON), ("{}", BorderFault.NOT_GEOJSON),
    ("null", BorderFault.NOT_GEOJSON), ("[" * 100_000, BorderFault.NOT_GEOJSON), ('{"features": {}}', BorderFault.NOT_GEOJSON),
    ('{"features": [null, 3]}', BorderFault.NO_AREAS),
    (collection(({"n": "Pakulonan"}, {"type": "Point", "coordinates": [106.65, -6.25]})), BorderFault.NO_AREAS),
    (collection(({"n": "Pakulonan"}, {"type": "LineString", "coordinates": [[106.65, -6.25], [106.66, -6.25]]})), BorderFault.NO_AREAS),
    (collection(({"n": "Pakulonan"}, None)), BorderFault.NO_AREAS),
    (collection(({"n": "Pakulonan"}, {"type": "Polygon", "coordinates": "x"})), BorderFault.NOT_GEOJSON),
    (collection(({"n": "Pakulonan"}, {"type": "Polygon", "coordinates": [[[1]]]})), BorderFault.NOT_GEOJSON),
    (collection(({"n": "Pakulonan"}, {"type": "Polygon"})), BorderFault.NOT_GEOJSON),
    (collection(({"n": "Pakulonan"}, {"type": "Polygon", "coordinates": [[[float("nan"), 1], [2, 2], [3, 1], [float("nan"), 1]]]})), BorderFault.NOT_GEOJSON),
    (collection(({"n": "Pakulonan"}, moved(680_000, 9_300_000))), BorderFault.IN_METRES),
    (collection(({"n": "Pakulonan"}, moved(0, 0, swapped=True))), BorderFault.SWAPPED),
    (collection(({"n": "Pakulonan"}, moved(-100, 50))), BorderFault.ELSEWHERE),
    (collection(({"n": "Pakulonan"}, moved(-106.65, 6.25))), BorderFault.ELSEWHERE),
    (collection(({"n": "Jelambar"}, square(0))), BorderFault.NOBODYS),
    (collection(({}, square(0))), BorderFault.NOBODYS),
    (collection(({"n": ["Pakulonan"]}, square(0))), BorderFault.NOBODYS),
])  # fmt: skip
def test_what_is_no_map_of_these_kelurahan_is_named(text, fault):
    assert fault_of(text) == fault


def test_the_map_of_a_whole_province_is_too_much(monkeypatch):
    monkeypatch.setattr(border_file, "MOST_AREAS", 3)
    assert fault_of(collection(*(({"n": "Pakulonan"}, square(place)) for place in range(4)))) == BorderFault.TOO_MANY


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["Pakulonan", "Polygon", "MultiPolygon", "x"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(["type", "coordinates", "geometry", "properties"]), inner),
    max_leaves=20,
)


@settings(max_examples=300)
@given(st.lists(st.fixed_dictionaries({
    "properties": st.just({"n": "Pakulonan"}) | json_values,
    "geometry": st.fixed_dictionaries({"type": st.sampled_from(["Polygon", "MultiPolygon"]), "coordinates": json_values}) | json_values,
}), max_size=4))  # fmt: skip
def test_whatever_stands_in_a_file_it_is_read_or_refused(features):
    try:
        match = border_file.read(json.dumps({"features": features}), VILLAGES)
    except BadBorders:
        return
    assert set(match.outlines) <= set(VILLAGES)


def test_what_was_looked_at_is_taken_as_it_was_seen():
    first = border_file.read(collection(({"n": "Pakulonan"}, square(0)), ({"n": "Pakualam"}, square(1))), VILLAGES)
    again = border_file.read(border_file.text_of(first.outlines), VILLAGES)
    assert again.outlines.keys() == first.outlines.keys()
    assert all(shape(again.outlines[code]).equals(shape(outline)) for code, outline in first.outlines.items())


def test_the_middle_lies_inside_even_of_a_crescent():
    ring = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 9], [9, 9], [9, 1], [0, 1], [0, 0]]
    outline = {"type": "MultiPolygon", "coordinates": [[[[106 + x / 100, -6 + y / 100] for x, y in ring]]]}
    lat, lon = border_file.middle_of(outline)
    assert shape(outline).contains(shapely.Point(lon, lat))
