"""Where an address is: told by the resident, placed by a person, learned by couriers, or its neighbourhood's middle."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Any

from siantar.casework.addresses import DeliveryAddress
from siantar.casework.models import Application
from siantar.delivery import city_files
from siantar.delivery.models import Place
from siantar.directory import offices
from siantar.directory.models import Region
from siantar.privacy import vault
from siantar.routing.travel import Point
from siantar.rules import neighbourhood, position
from siantar.rules.position import Area, PinDoubt
from siantar.rules.rough_place import PlaceBasis

SPOT = "place.spot"
ACCURATE = 60.0  # metres; a position told less exactly teaches nothing
OVERRULING = 2  # agreeing deliveries, from which on a place they taught overrules the resident's own pin
KEEPS_LEARNING = 5  # times after which a new finding moves a place only a little


Centres = Mapping[tuple[str, str, str], Point]


@dataclass(frozen=True, slots=True)
class Spot:
    """A position and how it is known."""

    point: Point
    basis: PlaceBasis


@dataclass(frozen=True, slots=True)
class PlacedAddress:
    """What is needed of an address to find it again: `line` is never stored in clear by this room."""

    line: str
    rt: str
    rw: str
    village: str

    @property
    def named_rt(self) -> str:
        """The number of the RT; empty where none was told, or none that is one."""
        return self.rt if neighbourhood.is_named(self.rt) else ""

    @property
    def named_rw(self) -> str:
        """The number of the RW, likewise."""
        return self.rw if neighbourhood.is_named(self.rw) else ""

    @property
    def keys(self) -> list[bytes]:
        """The keyed index of the address, the same for every way of writing it that differs in signs and case only.

        In every form in which it may stand in what is kept, the newest first.
        """
        plain = re.sub(r"[^a-z0-9]+", " ", self.line.lower()).strip()
        return vault.indexes("place.address", f"{plain}|{self.rt}|{self.rw}|{self.village}")


def address_of(application: Application, opened: DeliveryAddress) -> PlacedAddress:
    """The address of a file as places are known by it."""
    return PlacedAddress(opened.line, opened.rt, opened.rw, application.village_id or opened.village)


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address is thought to be, and why the resident's own pin was not believed."""

    spot: Spot | None
    doubt: PinDoubt | None = None


def find(office: str, files: Sequence[tuple[Application, DeliveryAddress]]) -> list[Spot | None]:
    """The best known position of each file's address; None where not even the kelurahan is known."""
    return [located.spot for located in locate(office, files)]


def locate(office: str, files: Sequence[tuple[Application, DeliveryAddress]]) -> list[Located]:
    """The same, with the doubt about a pin that is not believed: such an address is for a person to place."""
    addresses = [address_of(application, opened) for application, opened in files]
    keys = [address.keys for address in addresses]
    places = Place.objects.filter(office=office, key__in=[key for forms in keys for key in forms])
    stored = {bytes(place.key): place for place in places}
    known_places = [next((stored[key] for key in forms if key in stored), None) for forms in keys]
    area = offices.area_of(office)
    centres = _centres(office, area)
    return [
        _located(_Knowledge(opened, place, address), area, centres)
        for (_, opened), address, place in zip(files, addresses, known_places, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Knowledge:
    """All that was told and learned of one address."""

    opened: DeliveryAddress
    place: Place | None
    address: PlacedAddress


def _located(knowledge: _Knowledge, area: Area, centres: Centres) -> Located:
    lat, lon = knowledge.opened.lat, knowledge.opened.lon  # what the resident told, believed or not
    doubt = None if lat is None and lon is None else position.doubt_about(lat, lon, area)
    pin = Point(float(lat), float(lon)) if lat is not None and lon is not None and doubt is None else None
    if (spot := _by_place(knowledge.place, pin, area)) is not None:
        return Located(spot)
    if pin is not None:
        return Located(Spot(pin, PlaceBasis.RESIDENT))
    return Located(_by_neighbourhood(knowledge.address, centres, area), doubt)


def _by_place(place: Place | None, pin: Point | None, area: Area) -> Spot | None:
    """What a person placed; what couriers learned where no pin was told, or several deliveries agree."""
    if place is None:
        return None
    point = opened(place)
    if place.source == Place.Source.PERSON:
        return Spot(point, PlaceBasis.PERSON)
    if position.doubt_about(point.lat, point.lon, area) or (pin is not None and place.times < OVERRULING):
        return None
    return Spot(point, PlaceBasis.COURIER)


def _by_neighbourhood(address: PlacedAddress, centres: Centres, area: Area) -> Spot | None:
    """The middle of the smallest neighbourhood that is named and known: RT, street, RW, kelurahan."""
    village, rw, rt = address.village, address.named_rw, address.named_rt
    if village and rt and rw and (village, rw, rt) in centres:
        return Spot(centres[village, rw, rt], PlaceBasis.RT)
    middle = city_files.streets().middle_of(address.line, centres.get((village, "", "")))
    if middle is not None and position.doubt_about(middle.lat, middle.lon, area) in {None, PinDoubt.AT_OFFICE}:
        return Spot(middle, PlaceBasis.STREET)
    for parts, basis in (*([((rw, ""), PlaceBasis.RW)] if rw else []), (("", ""), PlaceBasis.VILLAGE)):
        if village and (village, *parts) in centres:
            return Spot(centres[village, *parts], basis)
    return None


def _centres(office: str, area: Area) -> Centres:
    """Middles of kelurahan from the region table, of RW and RT from what was learned there."""
    middles: dict[tuple[str, str, str], Point] = {}
    for region in Region.objects.filter(lat__isnull=False, lon__isnull=False):
        if region.lat is not None and region.lon is not None and (region.lat, region.lon) != (0, 0):
            middles[region.code, "", ""] = Point(region.lat, region.lon)
    learned: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for place in Place.objects.filter(office=office).exclude(rw=""):
        point = opened(place)
        if place.source == Place.Source.COURIER and position.doubt_about(point.lat, point.lon, area):
            continue
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
    key = _key_for(office, address)
    fields = _fields(address, key, point, at) | {"source": Place.Source.PERSON, "times": 1}
    Place.objects.update_or_create(office_id=office, key=key, defaults=fields)


def learn(office: str, address: PlacedAddress, point: Point, at: datetime) -> Place:
    """A courier handed over here. Deliveries that agree move the place a little towards each and make it surer;
    one elsewhere makes it less sure, and replaces it where nothing else spoke for it. What a person marked stays."""
    key = _key_for(office, address)
    fields = _fields(address, key, point, at) | {"source": Place.Source.COURIER}
    place, new = Place.objects.select_for_update().get_or_create(office_id=office, key=key, defaults=fields)
    if new or place.source == Place.Source.PERSON:
        return place
    stored = opened(place)
    if position.agree((stored.lat, stored.lon), (point.lat, point.lon)):
        share = 1 / (min(place.times, KEEPS_LEARNING) + 1)
        moved = Point(stored.lat + share * (point.lat - stored.lat), stored.lon + share * (point.lon - stored.lon))
        changes = _fields(address, key, moved, at) | {"times": place.times + 1}
    elif place.times <= 1:
        changes = fields | {"times": 1}
    else:
        changes = {"times": min(place.times, KEEPS_LEARNING) - 1, "learned_at": at}
    Place.objects.filter(pk=place.pk).update(**changes)
    return place


def forget(place: Place | None) -> None:
    """One delivery taught this place wrongly: gone where nothing else did."""
    if place is not None and place.source == Place.Source.COURIER:
        if place.times <= 1:
            place.delete()
        else:
            Place.objects.filter(pk=place.pk).update(times=place.times - 1)


def renew(place: Place) -> bool:
    """Put a place under the newest key of the index, its position sealed for it; False where somebody was faster."""
    former = bytes(place.key)
    newest, point = vault.renewed_index(former), opened(place)
    sealed = vault.seal(SPOT, newest.hex(), json.dumps([point.lat, point.lon]))
    same = Place.objects.filter(pk=place.pk, key=former, sealed=bytes(place.sealed))
    return bool(same.update(key=newest, sealed=sealed))


def _key_for(office: str, address: PlacedAddress) -> bytes:
    """The key under which the address is stored; the newest where it is not."""
    stored = Place.objects.filter(office=office, key__in=address.keys).values_list("key", flat=True).first()
    return bytes(stored) if stored else address.keys[0]


def _fields(address: PlacedAddress, key: bytes, point: Point, at: datetime) -> dict[str, Any]:
    sealed = vault.seal(SPOT, key.hex(), json.dumps([point.lat, point.lon]))
    return {
        "village": address.village,
        "rw": address.named_rw,
        "rt": address.named_rt,
        "sealed": sealed,
        "learned_at": at,
    }
