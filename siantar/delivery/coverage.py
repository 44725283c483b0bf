"""Whether the map is of here: a road map of another city gives times that nobody drives, and reasons that are false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siantar.delivery import travel_times
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.routing.travel import ON_THE_MAP, AirWays, Point, Quality, Ways


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of an office's places the map has roads near, of how many that are known."""

    office: Office
    covered: int
    places: int

    @property
    def is_checked(self) -> bool:
        """Whether any place is known to look for."""
        return self.places > 0

    @property
    def is_of_here(self) -> bool:
        """Whether most places are on the map; a map nothing is known against is believed."""
        return 2 * self.covered >= self.places


def of_office(ways: Ways, office: Office) -> Coverage:
    """Look for the office and the middles of its kelurahan on this map."""
    area = offices.area_of(office.code)
    places = [Point(*place) for place in (*([area.office] if area.office else []), *area.villages)]
    return Coverage(office, covered(ways, places), len(places))


def ways_for(office: Office) -> Ways:
    """The best source of travel times that is of this office's area: the air where the map is of elsewhere."""
    ways = travel_times.source()
    return ways if ways.quality is Quality.AIR or of_office(ways, office).is_of_here else AirWays()


def covered(ways: Ways, places: Sequence[Point]) -> int:
    """How many of these places have a road nearby; without a map, all."""
    return sum(metres <= ON_THE_MAP for metres in travel_times.off_road(ways, places))


def of_all_offices(ways: Ways) -> list[Coverage]:
    """The coverage of every office with a counter."""
    return [of_office(ways, office) for office in offices.serving_residents()]


def not_covered(ways: Ways) -> list[Coverage]:
    """The offices this map is not of; none where there is no map."""
    if ways.quality is Quality.AIR:
        return []
    return [coverage for coverage in of_all_offices(ways) if not coverage.is_of_here]
