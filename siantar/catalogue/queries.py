"""What is asked of the catalogue."""

from __future__ import annotations

from django.db.models import QuerySet

from siantar.catalogue.models import Service


def services_of(office_code: str) -> QuerySet[Service]:
    """The active services of an office with their requirements, in the order of the office."""
    return (
        Service.objects.filter(office=office_code, active=True)
        .prefetch_related("requirements")
        .order_by("position", "name")
    )
