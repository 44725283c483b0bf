"""How to reach the office of a receipt: read from its number, so that the hottest read stays one look-up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import quote

from django.db import connection

from siantar.casework import following
from siantar.catalogue import queries as catalogue
from siantar.directory import offices
from siantar.directory.models import Office
from siantar.rules import receipt_number
from siantar.rules.phone import e164

FRESH = timedelta(minutes=5)  # a telephone changed by the administrator is on every page after that


@dataclass(frozen=True)
class OfficeContact:
    """Where an office is, when it is open, how it is called; what it calls its services in English."""

    name: str = ""
    address: str = ""
    hours: str = ""
    hours_en: str = ""
    phone: str = ""
    whatsapp: str = ""
    place: str = ""
    services: Mapping[str, str] = field(default_factory=dict, compare=False)
    version: str = ""

    def in_language(self, language: str) -> OfficeContact:
        """The same with the hours in English, where they are wanted and the office wrote them."""
        return replace(self, hours=self.hours_en) if language == "en" and self.hours_en else self

    def ways(self, number: str) -> Iterator[tuple[str, str]]:
        """To call, to write about this receipt, to find it on a map: the address of each way the office gave."""
        if self.phone:
            yield "call", f"tel:{self.phone}"
        if self.whatsapp:
            yield "write", f"https://wa.me/{self.whatsapp}?text={quote(f'Resi {number}')}"
        if self.place:
            lat, _, lon = self.place.partition(",")
            yield "map", f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"

    def __hash__(self) -> int:
        return hash(self.version)


NOBODY = OfficeContact()
_refreshing = ThreadPoolExecutor(1, thread_name_prefix="contact")
_under_way: set[int] = set()
_recent: dict[int, tuple[datetime, OfficeContact]] = {}


def contact_of(number: str, at: datetime | None) -> OfficeContact:
    """The office that issued this receipt; asked of the database once in five minutes."""
    office = receipt_number.parse(number).office
    until, contact = _recent.get(office, (None, NOBODY))
    if at is not None and until is not None and at <= until <= at + FRESH:
        return contact
    if following.is_named() and (until is not None or following.away()):
        if office not in _under_way:
            _under_way.add(office)
            _refreshing.submit(_refresh_aside, office, at)
        return contact  # what was known is better than a page that waits
    return _refresh(office, at)


def _refresh_aside(office: int, at: datetime | None) -> None:
    try:
        _refresh(office, at)
    except following.LOST:
        connection.close()
    finally:
        _under_way.discard(office)


def _refresh(office: int, at: datetime | None) -> OfficeContact:
    contact = _read(office)
    if at is not None:
        _recent[office] = (at + FRESH, contact)
    return contact


def forget() -> None:
    """Ask anew the next time."""
    _recent.clear()


def _read(number: int) -> OfficeContact:
    office = offices.by_number(number)
    return of_office(office) if office else NOBODY


def of_office(office: Office) -> OfficeContact:
    """How this office is reached."""
    english = catalogue.english_names(office.code)
    hours = (office.hours, office.hours_en)
    parts = (office.name, office.address, hours, office.phone, office.whatsapp, office.lat, office.lon)
    return OfficeContact(
        name=office.name,
        address=office.address,
        hours=office.hours,
        hours_en=office.hours_en,
        phone=e164(office.phone) or "",
        whatsapp=(e164(office.whatsapp) or "").removeprefix("+"),
        place="" if office.lat is None or office.lon is None else f"{office.lat:.5f},{office.lon:.5f}",
        services=english,
        version=hashlib.sha256(repr((parts, sorted(english.items()))).encode()).hexdigest()[:8],
    )
