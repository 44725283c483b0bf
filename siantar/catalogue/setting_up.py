"""An office sets up what it offers: services from the seed, their promise, papers, and the stations they pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from siantar.catalogue.models import Requirement, Service
from siantar.catalogue.seeding import seed_services
from siantar.directory import audit
from siantar.directory.changes import change
from siantar.directory.models import Office
from siantar.directory.offices import agencies
from siantar.paper.population import population_forms
from siantar.rules import path_check
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited

FIELDS = (
    "name", "name_en", "promise_hours", "product", "product_en", "procedure", "procedure_en", "legal_basis", "decree",
    "active", "steps", "digital", "forms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper a service asks for; `code` is empty for one that was not there before."""

    code: str
    name: str
    note: str
    needed: bool
    name_en: str = ""
    note_en: str = ""


class NoAgency(ValueError):
    """There is no civil registry the seeded services could go to."""


class UnknownStation(ValueError):
    """A station that is no agency of this installation."""


class UnknownForm(ValueError):
    """A population form, or a kind of application on it, that there is not."""


def all_of(office: str) -> QuerySet[Service]:
    """Every service of an office, used or not, with its papers."""
    services = Service.objects.filter(office=office).prefetch_related("requirements")
    return services.order_by("-active", "position", "name")


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
        count = seed_services(Office.objects.get(code=office), registry.code)
        audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), fields="seed", count=str(count))
    return count


def keep_service(office: str, code: str, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Service | None:
    """Store what was changed of a service; files handed in before go on by what they began with.

    None where there is no such service. Raises Forbidden, UnknownStation, UnknownForm, path_check.BrokenPath.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(office=office, code=code).first()
        if service is None:
            return None
        changed = change(service, FIELDS, values)
        if set(service.steps) - {""} - set(agencies().values_list("code", flat=True)):
            raise UnknownStation
        if not all(_can_be_printed(slug, kind) for slug, kind in service.forms.items()):
            raise UnknownForm
        path_check.check(service.path())
        if changed:
            service.save(update_fields=changed)
            audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), service=code, fields=" ".join(changed))
    return service


def _can_be_printed(slug: str, kind: str) -> bool:
    form = population_forms().get(slug)
    return form is not None and (not kind or kind in form.kinds())


def copy_services(office: str, source: str, *, by: Actor, at: datetime) -> int:
    """Take over the services of another office that are not there yet, with their papers and decree; how many.

    Raises Forbidden.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        present = set(all_of(office).values_list("code", flat=True))
        others = [service for service in all_of(source).filter(active=True) if service.code not in present]
        for service in others:
            papers = list(service.requirements.all())
            service.pk, service.office_id = None, office
            service._state.adding = True
            service.save(force_insert=True)
            Requirement.objects.bulk_create(_copied(paper, service) for paper in papers)
        audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), fields="copy", office=source, count=str(len(others)))
    return len(others)


def _copied(paper: Requirement, service: Service) -> Requirement:
    return Requirement(
        service=service, code=paper.code, name=paper.name, name_en=paper.name_en, note=paper.note,
        note_en=paper.note_en, needed=paper.needed, position=paper.position,
    )  # fmt: skip


def keep_papers(office: str, code: str, papers: Sequence[WantedPaper], *, by: Actor, at: datetime) -> bool:
    """What a service asks for from now on, in this order; files handed in before keep their own list.

    False where there is no such service. Raises Forbidden.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(office=office, code=code).first()
        if service is None:
            return False
        before = {paper.code: paper for paper in service.requirements.all()}
        codes = set(before)
        stay = []
        for position, wanted in enumerate(papers):
            paper = before.get(wanted.code) or Requirement(service=service, code=_new_code(wanted.name, codes))
            paper.name, paper.note, paper.needed, paper.position = wanted.name, wanted.note, wanted.needed, position
            paper.name_en, paper.note_en = wanted.name_en, wanted.note_en
            paper.save()
            stay.append(paper.code)
        service.requirements.exclude(code__in=stay).delete()
        audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), service=code, fields="requirements")
    return True


def _new_code(name: str, codes: set[str]) -> str:
    """A code out of the name that no other paper of the service has; it is added to `codes`."""
    stem = slugify(name)[:50] or "persyaratan"
    code = next(word for word in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if word not in codes)
    codes.add(code)
    return code
