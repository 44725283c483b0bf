"""What is asked of the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet

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


def services_of(office_code: str) -> QuerySet[Service]:
    """The active services of an office with their requirements, in the order of the office."""
    return (
        Service.objects.filter(office=office_code, active=True)
        .prefetch_related("requirements")
        .order_by("position", "name")
    )


def english_names(office_code: str) -> dict[str, str]:
    """What services of an office are called in English, by the name they have here; old ones too."""
    names = Service.objects.filter(office=office_code).exclude(name_en="")
    return dict(names.values_list("name", "name_en"))
