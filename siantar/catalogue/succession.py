"""One version of a service follows another: published for a day, begun on it, taken back.

`begin_due` puts a version whose day has come into the rows of its service; nobody who reads by `versions` waits for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from siantar.catalogue import versions
from siantar.catalogue.models import Requirement, Service, VersionOfService
from siantar.catalogue.versions import FIELDS, OF_A_PAPER, PAPERS
from siantar.directory import audit
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.rules.access import Actor
from siantar.rules.audit import Audited


class InThePast(ValueError):
    """A change cannot begin before today: files were handed in since."""


class NothingToUndo(ValueError):
    """The service was never changed, or what should be taken back is not the last change any more."""


def first_day(service: Service, begins: date | None, at: datetime) -> date:
    """The day a change begins on (None: today). Raises InThePast."""
    today = day_in(service.office, at)
    if begins is not None and begins < today:
        raise InThePast
    return begins or today


def publish(
    service: Service, values: Mapping[str, Any], begins: date | None, *, by: Actor, at: datetime
) -> VersionOfService | None:
    """These values in a service (its row is locked by the caller) from a day on (None: today); None: no difference.

    Raises InThePast.
    """
    begins = first_day(service, begins, at)
    _bring_up(service, at)
    before = versions.content_on(service, begins, at)
    content = {**before, **values}
    changed = versions.differing(before, content)
    if not changed:
        return None
    if service.version == 0:
        VersionOfService.objects.create(service=service, number=1, content=versions.content_of(service))
        service.version = 1
        service.save(update_fields=["version"])
    number = max(service.versions.values_list("number", flat=True)) + 1
    version = VersionOfService.objects.create(
        service=service, number=number, valid_from=begins, content=content, changed=changed, published_at=at
    )
    _note(version, " ".join(changed), by=by, at=at)
    if begins == day_in(service.office, at):
        _begin(service, version)
    return version


def _note(version: VersionOfService, fields: str, *, by: Actor, at: datetime) -> None:
    day = version.valid_from.isoformat() if version.valid_from else ""
    audit.note(
        Audited.SERVICE_SET, at=at, by=int(by.person), service=version.service.code, fields=fields,
        version=str(version.number), day=day,
    )  # fmt: skip


def undo(service: Service, number: int | None, *, by: Actor, at: datetime) -> VersionOfService:
    """Take back a version: one that waits is withdrawn; the one in force (None: whichever it is) by a new one today.

    The service's row is locked by the caller. Raises NothingToUndo.
    """
    waiting = next((version for version in versions.planned(service, at) if version.number == number), None)
    if waiting is not None:
        waiting.withdrawn_at = at
        waiting.save(update_fields=["withdrawn_at"])
        _note(waiting, "undo", by=by, at=at)
        return waiting
    _bring_up(service, at)
    stood = list(versions.begun(service, at)[:2])
    if len(stood) < 2 or number not in {None, stood[0].number}:
        raise NothingToUndo
    last, before = stood
    again = publish(service, {name: before.content[name] for name in last.changed}, None, by=by, at=at)
    if again is None:  # somebody changed the same by hand at /admin/
        raise NothingToUndo
    again.undoes = last.number
    again.save(update_fields=["undoes"])
    return again


def begin_due(at: datetime) -> int:
    """Put versions whose day has come into their services; in how many services."""
    due = [
        pk
        for office in Office.objects.filter(service__version__gt=0).distinct()
        for pk in versions.ahead(day_in(office, at), at)
        .filter(service__office=office)
        .values_list("service", flat=True)
    ]
    return sum(_brought_up(pk, at) for pk in sorted(set(due)))


def _brought_up(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        return _bring_up(Service.objects.select_for_update().get(pk=pk), at)


def _bring_up(service: Service, at: datetime) -> bool:
    due = list(versions.ahead(day_in(service.office, at), at).filter(service=service.pk))
    for version in due:
        _begin(service, version)
    return bool(due)


def _begin(service: Service, version: VersionOfService) -> None:
    """The rows become this version; the one before keeps what they were last."""
    before = versions.content_of(service)
    service.versions.filter(number=service.version).update(content=before)
    version.content = versions.laid_over(before, [version])
    version.save(update_fields=["content"])
    versions.put_fields(service, version.content)
    service.version = version.number
    service.save(update_fields=[*FIELDS, "version"])
    _put_papers(service, version.content[PAPERS])


def _put_papers(service: Service, papers: Sequence[Mapping[str, Any]]) -> None:
    for position, paper in enumerate(papers):
        values = {name: paper[name] for name in OF_A_PAPER if name != "code"} | {"position": position}
        Requirement.objects.update_or_create(service=service, code=paper["code"], defaults=values)
    service.requirements.exclude(code__in=[paper["code"] for paper in papers]).delete()
