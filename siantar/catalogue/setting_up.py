"""An office sets up what it offers: services from the seed, their promise, papers, and the stations they pass."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from siantar.catalogue import succession, versions
from siantar.catalogue.models import Requirement, Service, VersionOfService
from siantar.catalogue.seeding import seed_services
from siantar.directory import audit
from siantar.directory.models import Office
from siantar.directory.offices import agencies, day_in
from siantar.paper.population import population_forms
from siantar.rules import path_check
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.journey import Path, PathStep
from siantar.rules.plain_number import plain_decimal


@dataclass(frozen=True, slots=True)
class WantedPaper:
    """A paper a service asks for; `code` is empty for one that was not there before."""

    code: str
    name: str
    note: str
    needed: bool
    name_en: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """What is wanted of a service: fields (`versions.FIELDS`), its papers in their order (None: as they are).

    `begins`: the day it is valid from, in the office's zone; None: today. `seen`: the day whose service was looked at
    while it was typed (None: today); what is not different from that is not changed.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    papers: Sequence[WantedPaper] | None = None
    begins: date | None = None
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A service as it is on the day the change would begin, and as it would be then; `later`: what waits for after."""

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    later: Sequence[VersionOfService] = ()

    @property
    def names(self) -> list[str]:
        """What differs (`versions.FIELDS`, `versions.PAPERS`)."""
        return versions.differing(self.before, self.after)

    @property
    def mark(self) -> str:
        """The same for the same two: what was looked at is what is published."""
        return sha256(json.dumps([self.before, self.after], sort_keys=True).encode()).hexdigest()[:32]


class NoAgency(ValueError):
    """There is no civil registry the seeded services could go to."""


class UnknownStation(ValueError):
    """A station that is no agency of this installation."""


class UnknownForm(ValueError):
    """A population form, or a kind of application on it, that there is not."""


def all_of(office: str, at: datetime) -> list[Service]:
    """Every service of an office as it is at a moment, used or not, with its papers."""
    services = Service.objects.filter(office=office).select_related("office").prefetch_related("requirements")
    standing = versions.standing_at(services, at)
    return sorted(standing, key=lambda service: (not service.active, service.position, service.name))


def one_of(office: str, code: str, day: date | None, at: datetime) -> Service | None:
    """A service as it is at a moment, or will be on a day to come, to read; None where there is none."""
    service = next((each for each in all_of(office, at) if each.code == code), None)
    if service is not None and day is not None:
        versions.lay(service, versions.ahead(day, at).filter(service=service.pk))
    return service


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


def change_service(office: str, code: str, change: ServiceChange, *, by: Actor, at: datetime) -> Service | None:
    """Change a service from a day on; files handed in before go on by what they began with.

    None where there is no such service. Raises Forbidden, UnknownStation, UnknownForm, path_check.BrokenPath (now, or
    once a change that waits comes on top), succession.InThePast.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        service = _locked(office, code)
        if service is None:
            return None
        succession.publish(service, _values(service, change, at), change.begins, by=by, at=at)
        _check_all(service, at)
    return service


def proposal_of(service: Service, change: ServiceChange, at: datetime) -> Proposal:
    """What a change would make different, stored nowhere. Raises as `change_service` does."""
    day = succession.first_day(service, change.begins, at)
    values = _values(service, change, at)
    before = versions.content_on(service, day, at)
    after = before | values
    later = [each for each in versions.planned(service, at) if each.valid_from and each.valid_from > day]
    for place in range(len(later) + 1):
        _check(versions.laid_over(after, later[:place]))
    return Proposal(before, after, later)


def _values(service: Service, change: ServiceChange, at: datetime) -> dict[str, Any]:
    """What differs from what was looked at."""
    seen = versions.content_on(service, change.seen or day_in(service.office, at), at)
    values = {name: change.values[name] for name in versions.FIELDS if name in change.values}
    if "promise_hours" in values:
        values["promise_hours"] = plain_decimal(values["promise_hours"])
    if change.papers is not None:
        values[versions.PAPERS] = _rows(seen[versions.PAPERS], change.papers)
    return {name: value for name, value in values.items() if value != seen[name]}


def _check_all(service: Service, at: datetime) -> None:
    """A service as it is, and as it will be with each of the changes that wait."""
    content, waiting = versions.content_at(service, at), versions.planned(service, at)
    for place in range(len(waiting) + 1):
        _check(versions.laid_over(content, waiting[:place]))


def undo_service(office: str, code: str, number: int | None = None, *, by: Actor, at: datetime) -> Service | None:
    """Take back a version of a service (None: the one in force); files of meanwhile go on by what they began with.

    None where there is no such service. Raises Forbidden, UnknownStation, UnknownForm, path_check.BrokenPath (a station
    of then is no more), succession.NothingToUndo.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        service = _locked(office, code)
        if service is None:
            return None
        succession.undo(service, number, by=by, at=at)
        _check_all(service, at)
    return service


def _locked(office: str, code: str) -> Service | None:
    return Service.objects.select_for_update().filter(office=office, code=code).first()


def _check(content: Mapping[str, Any]) -> None:
    if set(content["steps"]) - {""} - set(agencies().values_list("code", flat=True)):
        raise UnknownStation
    if not all(_can_be_printed(slug, kind) for slug, kind in content["forms"].items()):
        raise UnknownForm
    steps = tuple(PathStep(agency) for agency in content["steps"])
    path_check.check(Path(steps, content["digital"], content["old_ktp"]))


def _can_be_printed(slug: str, kind: str) -> bool:
    form = population_forms().get(slug)
    return form is not None and (not kind or kind in form.kinds())


def copy_services(office: str, source: str, *, by: Actor, at: datetime) -> int:
    """Take over the services of another office that are not there yet, with their papers and decree; how many.

    Raises Forbidden.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        present = {service.code for service in all_of(office, at)}
        others = [service for service in all_of(source, at) if service.active and service.code not in present]
        for service in others:
            papers = list(service.requirements.all())
            service.pk, service.office_id, service.version = None, office, 0
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


def _rows(seen: Sequence[Mapping[str, Any]], papers: Sequence[WantedPaper]) -> list[dict[str, Any]]:
    """The papers as a version keeps them; a new one gets its code."""
    codes = {paper["code"] for paper in seen}
    before = set(codes)
    rows = [asdict(wanted) for wanted in papers]
    for row in rows:
        row["code"] = row["code"] if row["code"] in before else _new_code(row["name"], codes)
    return rows


def _new_code(name: str, codes: set[str]) -> str:
    """A code out of the name that no other paper of the service has; it is added to `codes`."""
    stem = slugify(name)[:50] or "persyaratan"
    code = next(word for word in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if word not in codes)
    codes.add(code)
    return code
