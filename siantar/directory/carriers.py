"""Outside carriers of an office: set up by its heads, named in custody, chosen by the dispatcher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from siantar.directory import audit
from siantar.directory.models import Carrier
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.plain_number import plain_number
from siantar.rules.shipment import NumberForm


class CarrierNameTaken(Exception):
    """The office has a carrier of this name already."""


@dataclass(frozen=True, slots=True)
class CarrierWish:
    """What an office says of a carrier; `link` was checked (`rules.shipment.is_link`) or is empty."""

    name: str
    form: NumberForm
    link: str = ""
    active: bool = True


def of_office(office: str, *, every: bool = False) -> QuerySet[Carrier]:
    """The carriers an office uses, by name; `every`: those it no longer uses too."""
    carriers = Carrier.objects.filter(office=office).order_by("-active", "name")
    return carriers if every else carriers.filter(active=True)


def keep(office: str, row: int | None, wish: CarrierWish, *, by: Actor, at: datetime) -> Carrier | None:
    """Add a carrier to an office, or change one of it; None: there is none. Raises CarrierNameTaken, Forbidden."""
    require(by, Act.SET_UP_CARRIERS, office=office)
    carrier = Carrier(office_id=office) if row is None else of_office(office, every=True).filter(pk=row).first()
    if carrier is None:
        return None
    carrier.name, carrier.form, carrier.link, carrier.active = wish.name, wish.form, wish.link, wish.active
    try:
        with transaction.atomic():
            carrier.save()
            audit.note(Audited.CARRIER_SET, at=at, by=int(by.person), name=carrier.name, active=str(carrier.active))
    except IntegrityError as clash:
        raise CarrierNameTaken from clash
    return carrier


def names_of(ids: Iterable[str]) -> Mapping[str, str]:
    """The names of carriers by their ids as text."""
    wanted = [number for id in ids if (number := plain_number(id)) is not None]
    if not wanted:
        return {}
    return {str(id): name for id, name in Carrier.objects.filter(pk__in=wanted).values_list("pk", "name")}
