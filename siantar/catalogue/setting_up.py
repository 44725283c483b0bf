"""An office sets up what it offers: services from the seed, their promise, papers, and the stations they pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from siantar.catalogue.models import Service
from siantar.catalogue.seeding import seed_services
from siantar.directory import audit
from siantar.directory.models import Office
from siantar.rules import path_check
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

FIELDS = (
    "name", "name_en", "promise_hours", "product", "procedure", "legal_basis", "decree", "active", "steps", "digital",
)  # fmt: skip


class NoAgency(ValueError):
    """There is no civil registry the seeded services could go to."""


class UnknownStation(ValueError):
    """A station that is no agency of this installation."""


def all_of(office: str) -> QuerySet[Service]:
    """Every service of an office, used or not, with its papers."""
    services = Service.objects.filter(office=office).prefetch_related("requirements")
    return services.order_by("-active", "position", "name")


def agencies() -> QuerySet[Office]:
    """The agencies a service may pass."""
    return Office.objects.filter(nature=Office.Nature.AGENCY).order_by("name")


def registry_of(office: str) -> Office | None:
    """The civil registry of the office's city: the agency of the same region, else the only one there is."""
    of_city = [agency for agency in agencies() if agency.code.startswith(f"{office[:5]}-")]
    every = of_city or list(agencies())
    return every[0] if of_city or len(every) == 1 else None


def take_seed(office: str, *, by: Actor, at: datetime) -> int:
    """Put in the services that come along and are not there yet; how many. Raises Forbidden, NoAgency."""
    require(by, Act.SET_UP_SERVICES, office=office)
    registry = registry_of(office)
    if registry is None:
        raise NoAgency
    with transaction.atomic():
        before = all_of(office).count()
        seed_services(Office.objects.get(code=office), registry.code)
        count = all_of(office).count() - before
        audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), fields="seed", count=str(count))
    return count


def keep_service(office: str, code: str, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Service | None:
    """Store what was changed of a service; files handed in before go on by what they began with.

    None where there is no such service. Raises Forbidden, UnknownStation, path_check.BrokenPath.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(office=office, code=code).first()
        if service is None:
            return None
        changed = [name for name in FIELDS if name in values and getattr(service, name) != values[name]]
        for name in changed:
            setattr(service, name, values[name])
        if set(service.steps) - {""} - set(agencies().values_list("code", flat=True)):
            raise UnknownStation
        path_check.check(service.path())
        if changed:
            service.save(update_fields=changed)
            audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), service=code, fields=" ".join(changed))
    return service
