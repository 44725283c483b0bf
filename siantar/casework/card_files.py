"""Files of identity cards and family cards, as their register lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from siantar.casework import disclosure
from siantar.casework.disclosure import Personal
from siantar.casework.models import Application, EventRow
from siantar.catalogue.models import Service
from siantar.directory import offices
from siantar.privacy.looks import Reader
from siantar.rules import identity
from siantar.rules.access import Actor, Reading, require
from siantar.rules.identity import NikHint
from siantar.rules.vocabulary import Kind

CARDS = ("ktp", "kk")  # how the codes of their services begin
_CARDS = Q(code__startswith=CARDS[0]) | Q(code__startswith=CARDS[1])
_ISSUED = (Kind.COMPLETED, Kind.ISSUED_DIGITALLY)


@dataclass(frozen=True, slots=True)
class CardFile:
    """A file for a KTP or a KK; `hint` is what the NIK says, `issued_at` when the agency was done with it."""

    file: Application
    personal: Personal
    hint: NikHint | None
    issued_at: datetime | None


def is_card(service: str) -> bool:
    """Whether the files of the service with this code end in a KTP or a KK."""
    return service.startswith(CARDS)


def card_services(by: Actor) -> list[Service]:
    """The services of one's office that end in a KTP or a KK."""
    return list(Service.objects.filter(_CARDS, office=by.office).order_by("position", "code"))


def card_files(by: Actor, days: tuple[date, date], service: str, at: datetime) -> list[CardFile]:
    """What was handed in on these days (both included), of one service where it is named; a trace each.

    Raises Forbidden.
    """
    require(by, Reading.CARD_BOOK, office=by.office)
    office = offices.by_code(by.office)
    if office is None:
        return []
    zone = ZoneInfo(office.zone)
    services = [each.pk for each in card_services(by) if service in ("", each.code)]
    files = list(
        Application.objects.filter(
            office=office, service__in=services,
            handed_in_at__gte=datetime.combine(days[0], time.min, zone),
            handed_in_at__lt=datetime.combine(days[1] + timedelta(days=1), time.min, zone),
        ).select_related("person", "village", "service", "standing").order_by("handed_in_at", "pk")
    )  # fmt: skip
    opened = disclosure.open_files(files, Reader(by, at, "card_book"))
    issued, today = _issued(files), at.astimezone(zone).date()
    return [
        CardFile(file, personal, _hint(personal.nik, today), issued.get(file.pk))
        for file, personal in zip(files, opened, strict=True)
    ]


def _hint(nik: str, today: date) -> NikHint | None:
    return identity.hint_of(nik, today=today) if identity.identifies(nik) else None


def _issued(files: Sequence[Application]) -> dict[UUID, datetime]:
    """When each was finished last, without what was taken back or contradicts."""
    of_these = EventRow.objects.filter(application__in=[file.pk for file in files], conflict="")
    corrections = of_these.filter(kind=Kind.CORRECTED).values_list("data", flat=True)
    taken_back = {str(data.get("event", "")) for data in corrections}
    events = of_these.filter(kind__in=_ISSUED).order_by("seq").values_list("pk", "application_id", "occurred_at")
    return {file: at for event, file, at in events if str(event) not in taken_back}
