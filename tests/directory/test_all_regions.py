"""The country is built in: every kecamatan is found by its name or code, without network."""

from __future__ import annotations

import re

import pytest

from siantar.directory import all_regions

MOST = 8


def codes_of(typed: str) -> list[str]:
    return [place.code for place in all_regions.districts_like(typed, MOST)]


@pytest.mark.parametrize("typed", ["36.74.02", " 36.74.02 ", "serpong utara", "SERPONG UTARA", "Serpong Ut", "utara serpong", "serpong utara banten"])
def test_a_kecamatan_is_found_however_it_is_typed(typed):
    assert codes_of(typed) == ["36.74.02"]


@pytest.mark.parametrize("typed", ["", "   ", "…", "99.99.99", "36.74", "Atlantis", "x" * 5_000])
def test_nothing_is_found_where_nothing_is_meant(typed):
    assert codes_of(typed) == []


@pytest.mark.parametrize("typed", ["raas", "Ra'as", "Ra’as"])
def test_apostrophes_are_not_in_the_way(typed):
    assert "35.29.22" in codes_of(typed)
    assert all_regions.district("35.29.22").name == "Ra'as"


def test_many_of_one_name_are_told_apart_and_no_more_than_asked_for():
    places = all_regions.districts_like("sukajaya", MOST)
    assert len(places) > 1 and len({place.whole for place in places}) == len(places)
    assert len(all_regions.districts_like("su", MOST)) == MOST


def test_the_name_itself_comes_before_a_city_of_that_name():
    first, *_others = all_regions.districts_like("serpong", MOST)
    assert first.name == "Serpong"


def test_a_kecamatan_brings_its_kelurahan():
    inside = all_regions.villages_in(["36.74.02", "12.07.28"])
    assert list(inside["36.74.02"].values()) == [
        "Pakulonan", "Pakualam", "Pakujaya", "Pondok Jagung", "Pondok Jagung Timur", "Jelupang", "Lengkong Karya",
    ]  # fmt: skip
    assert "Lubuk Pakam I,II" in inside["12.07.28"].values()
    assert all_regions.villages_in([]) == {} and all_regions.villages_in(["99.99.99"]) == {"99.99.99": {}}


def test_the_whole_country_is_there_and_every_line_reads():
    lines = list(all_regions._lines())
    levels = {size: sum(len(code) == size for code, _name in lines) for size in (2, 5, 8, 13)}
    assert levels == {2: 38, 5: 514, 8: 7_285, 13: 83_762}
    codes = {code for code, _name in lines}
    assert len(codes) == len(lines)
    assert [line for line in lines if not re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", line[0]) or not 0 < len(line[1]) <= 80] == []
    assert [code for code in codes if "." in code and code.rpartition(".")[0] not in codes] == []
