"""Versions of a service: a change begins on a day, what it was stays known, and the last change is taken back.

The rows of a service and its requirements are the version of today (`Service.version`); `begin_due` puts the next one
into them when its day has come. What a file begins with is asked by the moment (`terms_at`) and waits for no job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet

from siantar.catalogue.models import Requirement, Service, VersionOfService
from siantar.directory import audit
from siantar.directory.models import Office
from siantar.rules.access import Actor
from siantar.rules.audit import Audited

FIELDS = (
    "name", "name_en", "promise_hours", "product", "product_en", "procedure", "procedure_en", "legal_basis", "decree",
    "active", "steps", "digital", "forms",
)  # fmt: skip
PAPERS = "requirements"
_OF_A_PAPER = ("code", "name", "name_en", "note", "note_en", "needed")


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


class InThePast(ValueError):
    """A change cannot begin before today: files were handed in since."""


class ChangePlanned(ValueError):
    """Another change waits for its day; it is taken back first."""


class NothingToUndo(ValueError):
    """The service was never changed."""


def today_of(office: Office, at: datetime) -> date:
    """The day in the office's zone."""
    return at.astimezone(ZoneInfo(office.zone)).date()


def content_of(service: Service) -> dict[str, Any]:
    """A service and its papers as a version keeps them."""
    fields = {name: getattr(service, name) for name in (*FIELDS, "old_ktp")}
    papers = sorted(service.requirements.all(), key=lambda paper: paper.position)
    rows = [{name: getattr(paper, name) for name in _OF_A_PAPER} for paper in papers]
    return fields | {"promise_hours": hours(service.promise_hours), PAPERS: rows}


def hours(value: Any) -> str:
    """A number of hours as a version keeps it: "16", "16.5"."""
    return format(Decimal(str(value)).normalize(), "f")


def terms_at(service: Service, at: datetime) -> Terms:
    """What a file handed in at this moment begins with: of the version of its day."""
    version = _in_force(service, at) if service.version else None
    content = content_of(service) if version is None or version.number == service.version else version.content
    papers = tuple(Need(paper["code"], paper["name"], paper["needed"]) for paper in content[PAPERS])
    promise = float(content["promise_hours"])
    return Terms(tuple(content["steps"]), content["digital"], content["old_ktp"], promise, papers)


def of_service(service: Service) -> QuerySet[VersionOfService]:
    """Every version, the last first."""
    return service.versions.order_by(F("valid_from").desc(nulls_last=True), "-number")


def planned(service: Service, at: datetime) -> VersionOfService | None:
    """The change whose day has not come."""
    day = today_of(service.office, at)
    return of_service(service).filter(withdrawn_at=None, valid_from__gt=day).first()


def _in_force(service: Service, at: datetime) -> VersionOfService | None:
    day = today_of(service.office, at)
    published = Q(published_at=None) | Q(published_at__lte=at)
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return of_service(service).filter(published & begun, withdrawn_at=None).first()


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names of what differs between two contents."""
    return [name for name in (*FIELDS, PAPERS) if before[name] != after[name]]


def first_day(service: Service, begins: date | None, at: datetime) -> date:
    """The day a change begins on (None: today). Raises InThePast, ChangePlanned."""
    today = today_of(service.office, at)
    if begins is not None and begins < today:
        raise InThePast
    if planned(service, at) is not None:
        raise ChangePlanned
    return begins or today


def publish(
    service: Service, content: Mapping[str, Any], begins: date | None, *, by: Actor, at: datetime
) -> VersionOfService | None:
    """A new version of a service (its row is locked by the caller) from this day on (None: today); None: no difference.

    Raises InThePast, ChangePlanned.
    """
    begins = first_day(service, begins, at)
    _bring_up(service, at)
    before = content_of(service)
    content = {**before, **content}
    changed = differing(before, content)
    if not changed:
        return None
    if service.version == 0:
        VersionOfService.objects.create(service=service, number=1, content=before)
        service.version = 1
        service.save(update_fields=["version"])
    number = max(service.versions.values_list("number", flat=True)) + 1
    version = VersionOfService.objects.create(
        service=service, number=number, valid_from=begins, content=content, changed=changed, published_at=at
    )
    _note(version, " ".join(changed), by=by, at=at)
    if begins == today_of(service.office, at):
        _begin(service, version)
    return version


def _note(version: VersionOfService, fields: str, *, by: Actor, at: datetime) -> None:
    day = version.valid_from.isoformat() if version.valid_from else ""
    audit.note(
        Audited.SERVICE_SET, at=at, by=int(by.person), service=version.service.code, fields=fields,
        version=str(version.number), day=day,
    )  # fmt: skip


def undo(service: Service, *, by: Actor, at: datetime) -> VersionOfService:
    """Take back the last change: one that waits is withdrawn, else the version before is valid again, as a new one.

    The service's row is locked by the caller. Raises NothingToUndo.
    """
    waiting = planned(service, at)
    if waiting is not None:
        waiting.withdrawn_at = at
        waiting.save(update_fields=["withdrawn_at"])
        _note(waiting, "undo", by=by, at=at)
        return waiting
    _bring_up(service, at)
    stood = list(of_service(service).filter(withdrawn_at=None)[:2])
    if len(stood) < 2:
        raise NothingToUndo
    last, before = stood
    again = publish(service, {name: before.content[name] for name in (*FIELDS, PAPERS)}, None, by=by, at=at)
    if again is None:  # somebody changed the same by hand at /admin/
        raise NothingToUndo
    again.undoes = last.number
    again.save(update_fields=["undoes"])
    return again


def begin_due(at: datetime) -> int:
    """Put versions whose day has come into their services; how many."""
    services = Service.objects.filter(version__gt=0, versions__valid_from__isnull=False).distinct()
    return sum(_brought_up(service.pk, at) for service in services)


def _brought_up(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        return _bring_up(Service.objects.select_for_update().get(pk=pk), at)


def _bring_up(service: Service, at: datetime) -> bool:
    version = _in_force(service, at)
    if version is None or version.number == service.version:
        return False
    _begin(service, version)
    return True


def _begin(service: Service, version: VersionOfService) -> None:
    """The rows become this version; the one before keeps what they were last."""
    service.versions.filter(number=service.version).update(content=content_of(service))
    content = version.content
    for name in FIELDS:
        setattr(service, name, content[name])
    service.promise_hours = Decimal(content["promise_hours"])
    service.version = version.number
    service.save(update_fields=[*FIELDS, "version"])
    _put_papers(service, content[PAPERS])


def _put_papers(service: Service, papers: Sequence[Mapping[str, Any]]) -> None:
    for position, paper in enumerate(papers):
        values = {name: paper[name] for name in _OF_A_PAPER if name != "code"} | {"position": position}
        Requirement.objects.update_or_create(service=service, code=paper["code"], defaults=values)
    service.requirements.exclude(code__in=[paper["code"] for paper in papers]).delete()
