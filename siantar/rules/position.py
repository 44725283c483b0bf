"""Whether a position can be where an address of an office is: one judgement for intake, learning, planning, pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, hypot, isfinite, radians, sin, sqrt

EARTH = 6_371_009  # metres, mean radius (IUGG)
NEAR_A_VILLAGE = 10_000  # metres from the middle of a kelurahan, within which its addresses lie
NEAR_THE_OFFICE = 30_000  # where no middle of a kelurahan is known
AT_THE_OFFICE = 100  # a desk or a parked motorcycle, with what satellites err beneath a roof
NULL_ISLAND = 0.01  # degrees around 0,0, which devices say that know no position
COUNTRY = ((-11.5, 6.5), (94.5, 141.5))  # Indonesia, in degrees; where the office itself has no place
AGREES = 150  # metres between two deliveries to one door


class PinDoubt(StrEnum):
    """Why a position is not believed."""

    IMPOSSIBLE = "impossible"
    NOWHERE = "nowhere"
    LOST_SIGN = "lost_sign"
    SWAPPED = "swapped"
    FAR_AWAY = "far_away"
    AT_OFFICE = "at_office"


Degrees = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Area:
    """Where an office's addresses lie: around its own place and the middles of its kelurahan, as far as known."""

    office: Degrees | None = None
    villages: tuple[Degrees, ...] = ()


def area_of(office: tuple[float | None, float | None], villages: Iterable[tuple[float | None, float | None]]) -> Area:
    """The area around these places; one that is itself impossible or 0,0 counts for nothing."""
    return Area(_possible(*office), tuple(place for pair in villages if (place := _possible(*pair))))


def _possible(lat: float | None, lon: float | None) -> Degrees | None:
    if lat is None or lon is None or _impossible(lat, lon) or _nowhere(lat, lon):
        return None
    return lat, lon


def doubt_about(lat: float | None, lon: float | None, area: Area) -> PinDoubt | None:
    """Say why an address of this area cannot be there; None where it can. Half a position is impossible."""
    if lat is None or lon is None:
        return PinDoubt.IMPOSSIBLE
    if isfinite(lat) and isfinite(lon) and not _within(lat, lon, area) and _within(lon, lat, area):
        return PinDoubt.SWAPPED
    if _impossible(lat, lon):
        return PinDoubt.IMPOSSIBLE
    if _nowhere(lat, lon) or (0 in {lat, lon} and not (area != Area() and _within(lat, lon, area))):
        return PinDoubt.NOWHERE
    if _within(lat, lon, area):
        at_desk = area.office is not None and metres_between((lat, lon), area.office) <= AT_THE_OFFICE
        return PinDoubt.AT_OFFICE if at_desk else None
    flipped = ((-lat, lon), (lat, -lon), (-lat, -lon), (lon, -lat), (-lon, lat), (-lon, -lat))
    return PinDoubt.LOST_SIGN if any(_within(*place, area) for place in flipped) else PinDoubt.FAR_AWAY


def _impossible(lat: float, lon: float) -> bool:
    return not (isfinite(lat) and isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180)


def _nowhere(lat: float, lon: float) -> bool:
    """Whether this is 0,0; one zero alone may be Pontianak, which lies on the equator."""
    return hypot(lat, lon) <= NULL_ISLAND


def _within(lat: float, lon: float, area: Area) -> bool:
    if _impossible(lat, lon):
        return False
    if area.villages:
        near = any(metres_between((lat, lon), village) <= NEAR_A_VILLAGE for village in area.villages)
        return near or (area.office is not None and metres_between((lat, lon), area.office) <= AT_THE_OFFICE)
    if area.office is not None:
        return metres_between((lat, lon), area.office) <= NEAR_THE_OFFICE
    (south, north), (west, east) = COUNTRY
    return south <= lat <= north and west <= lon <= east


def metres_between(here: Degrees, there: Degrees) -> float:
    """Great-circle metres (haversine)."""
    (lat, lon), (other_lat, other_lon) = (tuple(map(radians, place)) for place in (here, there))
    h = sin((lat - other_lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((lon - other_lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, h)))


def agree(here: Degrees, there: Degrees) -> bool:
    """Whether two positions can be of one door."""
    return metres_between(here, there) <= AGREES
