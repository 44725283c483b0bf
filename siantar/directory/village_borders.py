"""The borders of kelurahan: what an office brings goes before what the map says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from siantar.directory import audit, border_file, offices
from siantar.directory.border_file import Outline
from siantar.directory.models import Region, VillageBorder
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

BOUNDS = "borders"  # what the audit record calls them


def borders_of(villages: Iterable[str]) -> dict[str, VillageBorder]:
    """The borders of these kelurahan, by code; those without one are left out."""
    return VillageBorder.objects.in_bulk(list(villages))


def keep(office: str, outlines: Mapping[str, Outline], *, by: Actor, at: datetime) -> int:
    """Take the borders of an office's own kelurahan, and their middles where there are none. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=office)
    mine = set(offices.villages_of(office).values_list("code", flat=True)) & outlines.keys()
    with transaction.atomic():
        for code in sorted(mine):
            _store(code, outlines[code], by_office=True)
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=BOUNDS, count=str(len(mine)))
    return len(mine)


def drop(office: str, *, by: Actor, at: datetime) -> int:
    """Forget the borders an office had brought; those of the map come back when it is built again. Raises Forbidden."""
    require(by, Act.SET_UP_OFFICE, office=office)
    with transaction.atomic():
        mine = VillageBorder.objects.filter(region__in=offices.villages_of(office), by_office=True)
        count, _each = mine.delete()
        audit.note(Audited.OFFICE_SET, at=at, by=int(by.person), fields=BOUNDS, count="0")
    return count


def fill_from_map(outlines: Mapping[str, Outline]) -> int:
    """Take the map's borders by the names of kelurahan, where the name is one's alone and no office brought its own."""
    brought = set(VillageBorder.objects.filter(by_office=True).values_list("region_id", flat=True))
    codes = {name: codes[0] for name, codes in offices.villages_by_name().items() if len(codes) == 1}
    mine = {codes[name.casefold()]: outline for name, outline in outlines.items() if name.casefold() in codes}
    fresh = border_file.simpler({code: outline for code, outline in mine.items() if code not in brought})
    for code, outline in fresh.items():
        _store(code, outline, by_office=False)
    return len(fresh)


def _store(code: str, outline: Outline, *, by_office: bool) -> None:
    VillageBorder.objects.update_or_create(region_id=code, defaults={"outline": outline, "by_office": by_office})
    lat, lon = border_file.middle_of(outline)
    Region.objects.filter(Q(lat=None) | Q(lon=None), pk=code).update(lat=lat, lon=lon)
