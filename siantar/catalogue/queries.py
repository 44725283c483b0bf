"""What is asked of the catalogue."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from siantar.catalogue import versions
from siantar.catalogue.models import Service
from siantar.rules import path_check


def broken_paths() -> list[str]:
    """What is wrong with the paths of active services: a sentence each (`path_check`)."""
    broken = []
    for service in Service.objects.filter(active=True):
        try:
            path_check.check(service.path())
        except path_check.BrokenPath as error:
            broken.append(f"layanan {service.code} di {service.office_id}: {error}")
    return broken


def services_of(office_code: str, at: datetime, day: date | None = None) -> list[Service]:
    """The services an office offers at a moment, or on a day to come, with their requirements, in its order."""
    services = Service.objects.filter(office=office_code).select_related("office").prefetch_related("requirements")
    standing = versions.standing_at(services.filter(Q(active=True) | Q(version__gt=0)), at, day)
    return sorted((each for each in standing if each.active), key=lambda each: (each.position, each.name))


def service_of(office_code: str, code: str, at: datetime) -> Service | None:
    """A service an office offers at a moment; None where it does not."""
    return next((service for service in services_of(office_code, at) if service.code == code), None)


def english_names(office_code: str) -> dict[str, str]:
    """What services of an office are called in English, by the name they have here; old ones too."""
    names = Service.objects.filter(office=office_code).exclude(name_en="")
    return dict(names.values_list("name", "name_en"))
