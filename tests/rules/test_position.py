"""A position is believed only where an address of the office can be; every reason against it has its name."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import position
from siantar.rules.position import Area, PinDoubt, doubt_about

OFFICE = (-6.2441, 106.6582)
AREA = Area(OFFICE, ((-6.238, 106.652), (-6.265, 106.664)))
AREAS = [AREA, Area(OFFICE), Area(None, AREA.villages), Area()]
near = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)).map(lambda d: (-6.29 + d[0], 106.69 + d[1]))


@pytest.mark.parametrize("area", AREAS)
@given(place=near)
def test_an_address_near_the_office_is_believed(area, place):
    assert doubt_about(*place, area) is None


@pytest.mark.parametrize("area", AREAS)
@given(place=near)
def test_the_same_position_swapped_is_named_so(area, place):
    assert doubt_about(place[1], place[0], area) is PinDoubt.SWAPPED


@pytest.mark.parametrize("area", AREAS)
@given(place=near)
def test_a_lost_minus_is_named_so_where_the_area_is_known(area, place):
    lost = doubt_about(-place[0], place[1], area)
    assert lost is (PinDoubt.LOST_SIGN if area != Area() or -place[0] > 6.5 else None)
    assert doubt_about(place[0], -place[1], area) is PinDoubt.LOST_SIGN


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("place", [(0, 0), (0.0, -0.0), (0.0001, -0.0002), (0, 106.66), (-6.25, 0)])
def test_zeros_are_nowhere(area, place):
    assert doubt_about(*place, area) is PinDoubt.NOWHERE


def test_an_office_on_the_equator_has_addresses_there():
    assert doubt_about(0.0, 109.33, Area((-0.02, 109.34))) is None


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("place", [
    (None, 106.66), (-6.25, None), (None, None), (math.nan, 106.66), (-6.25, math.inf), (91, 200), (-6.25, 181), (1e9, 1e9),
])  # fmt: skip
def test_what_is_no_position_is_impossible(area, place):
    assert doubt_about(*place, area) is PinDoubt.IMPOSSIBLE


@pytest.mark.parametrize("place", [(-7.25, 112.75), (47.15, 9.52), (-6.45, 106.66), (-6.2441, 106.9)])
def test_another_city_is_far_away(place):
    assert doubt_about(*place, AREA) is PinDoubt.FAR_AWAY


@pytest.mark.parametrize("metres", [0, 20, 90])
def test_the_office_itself_is_no_address(metres):
    assert doubt_about(OFFICE[0] + metres / 111_195, OFFICE[1], AREA) is PinDoubt.AT_OFFICE
    assert doubt_about(OFFICE[0] + 130 / 111_195, OFFICE[1], AREA) is None


def test_an_office_that_was_put_at_zero_or_swapped_does_not_say_where_its_area_is():
    assert position.area_of((0.0, 0.0), [(106.66, -6.2), (None, None), (-6.25, 106.66)]) == Area(None, ((-6.25, 106.66),))


@given(lat=st.one_of(st.none(), st.floats()), lon=st.one_of(st.none(), st.floats()))
def test_every_pair_of_numbers_is_judged(lat, lon):
    assert doubt_about(lat, lon, AREA) is None or doubt_about(lat, lon, AREA) in PinDoubt


def test_deliveries_to_one_door_agree_and_to_the_next_street_do_not():
    assert position.agree((-6.26, 106.66), (-6.26 + 140 / 111_195, 106.66))
    assert not position.agree((-6.26, 106.66), (-6.26 + 160 / 111_195, 106.66))
