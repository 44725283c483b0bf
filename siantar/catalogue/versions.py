"""Versions of a service: which one holds at a moment, on a day to come, and what it says.

The rows of a service and its requirements are the version of `Service.version`, put there by `catalogue.succession`; a
version that is ahead of them is laid over them here, so that what anybody reads holds at the moment they ask.
A version that waits counts by what it changes (`changed`): what else stands before it by then stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from siantar.catalogue.models import Requirement, Service, VersionOfService
from siantar.directory.offices import day_in
from siantar.rules.plain_number import plain_decimal

FIELDS = (
    "name", "name_en", "promise_hours", "product", "product_en", "procedure", "procedure_en", "legal_basis", "decree",
    "active", "steps", "digital", "forms",
)  # fmt: skip
PAPERS = "requirements"
OF_A_PAPER = ("code", "name", "name_en", "note", "note_en", "needed")


@dataclass(frozen=True, slots=True)
class Need:
    """A paper a service asks for, as far as a file keeps it."""

    code: str
    name: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What a file begins with: its stations, the promise in working hours, the papers in their order."""

    steps: tuple[str, ...]
    digital: bool
    old_ktp: bool
    promise_hours: float
    papers: tuple[Need, ...]


def content_of(service: Service) -> dict[str, Any]:
    """A service and its papers as a version keeps them."""
    fields = {name: getattr(service, name) for name in (*FIELDS, "old_ktp")}
    papers = sorted(service.requirements.all(), key=lambda paper: paper.position)
    rows = [{name: getattr(paper, name) for name in OF_A_PAPER} for paper in papers]
    return fields | {"promise_hours": plain_decimal(service.promise_hours), PAPERS: rows}


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what differs between two contents."""
    return [name for name in (*FIELDS, PAPERS) if before[name] != after[name]]


def in_order(service: Service) -> QuerySet[VersionOfService]:
    """Every version, the one that begins last first."""
    return service.versions.order_by(F("valid_from").desc(nulls_last=True), "-number")


def planned(service: Service, at: datetime) -> list[VersionOfService]:
    """The changes whose day has not come, the next one first."""
    day = day_in(service.office, at)
    return list(service.versions.filter(withdrawn_at=None, valid_from__gt=day).order_by("valid_from", "number"))


def begun(service: Service, at: datetime) -> QuerySet[VersionOfService]:
    """The versions that hold or have held at a moment, the one in force first."""
    published = Q(published_at=None) | Q(published_at__lte=at)
    came = Q(valid_from=None) | Q(valid_from__lte=day_in(service.office, at))
    return in_order(service).filter(published & came, withdrawn_at=None)


def ahead(day: date, at: datetime) -> QuerySet[VersionOfService]:
    """The versions of all services that hold on a day, as known at a moment, and are not in the rows: in order."""
    its_own = VersionOfService.objects.filter(service=OuterRef("service"), number=OuterRef("service__version"))
    stands = VersionOfService.objects.filter(withdrawn_at=None, valid_from__lte=day, published_at__lte=at)
    after = Q(since=None) | Q(valid_from__gt=F("since")) | Q(valid_from=F("since"), number__gt=F("service__version"))
    return stands.annotate(since=Subquery(its_own.values("valid_from"))).filter(after).order_by("valid_from", "number")


def content_on(service: Service, day: date, at: datetime) -> dict[str, Any]:
    """What a service will be on a day from today on, as far as it is known now."""
    return laid_over(content_of(service), ahead(day, at).filter(service=service.pk))


def laid_over(content: Mapping[str, Any], changes: Iterable[VersionOfService]) -> dict[str, Any]:
    """A content with what these versions change, one after the other."""
    laid = dict(content)
    for version in changes:
        laid |= {name: version.content[name] for name in version.changed}
    return laid


def content_at(service: Service, at: datetime) -> Mapping[str, Any]:
    """What a service is, or was, at a moment."""
    if not service.version:
        return content_of(service)
    coming = list(ahead(day_in(service.office, at), at).filter(service=service.pk))
    if coming:
        return laid_over(content_of(service), coming)
    version = begun(service, at).first()
    past = version is not None and version.number != service.version
    content: Mapping[str, Any] = version.content if version is not None and past else content_of(service)
    return content


def terms_at(service: Service, at: datetime) -> Terms:
    """What a file handed in at this moment begins with."""
    content = content_at(service, at)
    papers = tuple(Need(paper["code"], paper["name"], paper["needed"]) for paper in content[PAPERS])
    promise = float(content["promise_hours"])
    return Terms(tuple(content["steps"]), content["digital"], content["old_ktp"], promise, papers)


def standing_at(services: Iterable[Service], at: datetime, day: date | None = None) -> list[Service]:
    """Services of one office as they are at a moment (or will be on a day to come), whatever their rows say yet.

    To read, never to store.
    """
    standing = list(services)
    if not standing:
        return []
    changes = defaultdict(list)
    for version in ahead(day or day_in(standing[0].office, at), at).filter(service__office=standing[0].office_id):
        changes[version.service_id].append(version)
    for service in standing:
        if service.pk in changes:
            lay(service, changes[service.pk])
            service.version = changes[service.pk][-1].number
    return standing


def lay(service: Service, changes: Iterable[VersionOfService]) -> None:
    """Let a service that is read show these changes, its papers too."""
    content = laid_over(content_of(service), changes)
    put_fields(service, content)
    papers = [Requirement(service=service, position=n, **paper) for n, paper in enumerate(content[PAPERS])]
    answer = service.requirements.all()
    answer._result_cache = papers  # in the place of what the database would say
    service._prefetched_objects_cache = {"requirements": answer}  # type: ignore[attr-defined]


def put_fields(service: Service, content: Mapping[str, Any]) -> None:
    """The fields of a content, in a service that is not stored by this."""
    for name in FIELDS:
        setattr(service, name, content[name])
    service.promise_hours = Decimal(content["promise_hours"])
