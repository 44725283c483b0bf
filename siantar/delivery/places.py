"""Where an address is: told by the resident, placed by a person, learned by couriers, or its neighbourhood's middle."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean
from typing import Any

from siantar.casework.models import Application
from siantar.delivery.models import Place
from siantar.directory.models import Region
from siantar.privacy import vault
from siantar.routing.travel import Point

SPOT = "place.spot"
ACCURATE = 60.0  # metres; a position told less exactly teaches nothing
KEEPS_LEARNING = 5  # times after which a new finding moves a place only a little


class Found(StrEnum):
    """How a position is known, the best first."""

    RESIDENT = "resident"
    PERSON = "person"
    COURIER = "courier"
    RT = "rt"
    RW = "rw"
    VILLAGE = "village"


ROUGH = frozenset({Found.RT, Found.RW, Found.VILLAGE})


@dataclass(frozen=True, slots=True)
class Spot:
    """A position and how it is known."""

    point: Point
    basis: Found


@dataclass(frozen=True, slots=True)
class PlacedAddress:
    """What is needed of an address to find it again: `line` is never stored in clear by this room."""

    line: str
    rt: str
    rw: str
    village: str

    @property
    def key(self) -> bytes:
        """The keyed index of the address, the same for every way of writing it that differs in signs and case only."""
        plain = re.sub(r"[^a-z0-9]+", " ", self.line.lower()).strip()
        return vault.index("place.address", f"{plain}|{self.rt}|{self.rw}|{self.village}")


def address_of(application: Application, personal: Mapping[str, Any]) -> PlacedAddress:
    """The address of a file, from its opened personal data."""
    village = application.village_id or personal.get("village") or ""
    return PlacedAddress(personal.get("line", ""), personal.get("rt", ""), personal.get("rw", ""), village)


def find(office: str, files: Sequence[tuple[Application, Mapping[str, Any]]]) -> list[Spot | None]:
    """The best known position of each file's address; None where not even the kelurahan is known."""
    addresses = [address_of(application, personal) for application, personal in files]
    places = Place.objects.filter(office=office, key__in=[address.key for address in addresses])
    stored = {bytes(place.key): place for place in places}
    centres = _centres(office)
    return [
        _best(personal, stored.get(address.key), address, centres)
        for (_, personal), address in zip(files, addresses, strict=True)
    ]


def _best(
    personal: Mapping[str, Any],
    place: Place | None,
    address: PlacedAddress,
    centres: Mapping[tuple[str, str, str], Point],
) -> Spot | None:
    if place is not None:
        return Spot(opened(place), Found.PERSON if place.source == Place.Source.PERSON else Found.COURIER)
    if personal.get("lat") is not None and personal.get("lon") is not None:
        return Spot(Point(float(personal["lat"]), float(personal["lon"])), Found.RESIDENT)
    village, rw, rt = address.village, address.rw, address.rt
    for parts, basis in (((rw, rt), Found.RT), ((rw, ""), Found.RW), (("", ""), Found.VILLAGE)):
        if village and (village, *parts) in centres:
            return Spot(centres[village, *parts], basis)
    return None


def _centres(office: str) -> dict[tuple[str, str, str], Point]:
    """Middles of kelurahan from the region table, of RW and RT from what was learned there."""
    middles: dict[tuple[str, str, str], Point] = {}
    for region in Region.objects.filter(lat__isnull=False, lon__isnull=False):
        assert region.lat is not None
        assert region.lon is not None
        middles[region.code, "", ""] = Point(region.lat, region.lon)
    learned: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for place in Place.objects.filter(office=office).exclude(rw=""):
        point = opened(place)
        for rt in {"", place.rt}:
            learned[place.village, place.rw, rt].append(point)
    return middles | {key: _middle(points) for key, points in learned.items()}


def _middle(points: Sequence[Point]) -> Point:
    return Point(fmean(point.lat for point in points), fmean(point.lon for point in points))


def opened(place: Place) -> Point:
    """The position of a place."""
    lat, lon = json.loads(vault.unseal(SPOT, bytes(place.key).hex(), place.sealed))
    return Point(lat, lon)


def put(office: str, address: PlacedAddress, point: Point, at: datetime) -> None:
    """A person says where the address is; what couriers learned before gives way."""
    Place.objects.update_or_create(
        office_id=office,
        key=address.key,
        defaults=_fields(address, point, at) | {"source": Place.Source.PERSON, "times": 1},
    )


def learn(office: str, address: PlacedAddress, point: Point, at: datetime) -> Place:
    """A courier handed over here: the place moves towards it, less with every time; what a person marked stays."""
    fields = _fields(address, point, at) | {"source": Place.Source.COURIER}
    place, new = Place.objects.select_for_update().get_or_create(office_id=office, key=address.key, defaults=fields)
    if not new and place.source == Place.Source.COURIER:
        share, stored = 1 / (min(place.times, KEEPS_LEARNING) + 1), opened(place)
        moved = Point(stored.lat + share * (point.lat - stored.lat), stored.lon + share * (point.lon - stored.lon))
        Place.objects.filter(pk=place.pk).update(**_fields(address, moved, at), times=place.times + 1)
    return place


def forget(place: Place | None) -> None:
    """One delivery taught this place wrongly: gone where nothing else did."""
    if place is not None and place.source == Place.Source.COURIER:
        if place.times <= 1:
            place.delete()
        else:
            Place.objects.filter(pk=place.pk).update(times=place.times - 1)


def _fields(address: PlacedAddress, point: Point, at: datetime) -> dict[str, Any]:
    sealed = vault.seal(SPOT, address.key.hex(), json.dumps([point.lat, point.lon]))
    return {
        "village": address.village,
        "rw": address.rw,
        "rt": address.rt,
        "sealed": sealed,
        "learned_at": at,
    }
