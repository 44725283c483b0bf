"""Service standards as they hang on the wall: what the catalogue knows of each component, and what is missing.

What an office says itself of them has versions, as its services have: a change begins on a day, and everybody asks by
the moment, so that nothing has to happen at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from siantar.catalogue import queries
from siantar.catalogue.models import Service, StandardText, VersionOfStandards
from siantar.catalogue.succession import InThePast
from siantar.catalogue.words import Words
from siantar.directory import audit
from siantar.directory.last_changes import ChangedSince
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.rules import working_time
from siantar.rules.access import Act, Actor, require
from siantar.rules.audit import Audited
from siantar.rules.standard import KEPT, LONGEST, OF_OFFICE, Component

COMPONENTS: Mapping[Component, Words] = {
    Component.REQUIREMENTS: Words("Persyaratan", "Requirements"),
    Component.PROCEDURE: Words("Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"),
    Component.TIME: Words("Jangka waktu penyelesaian", "Time"),
    Component.COST: Words("Biaya/tarif", "Cost"),
    Component.PRODUCT: Words("Produk pelayanan", "Product"),
    Component.COMPLAINTS: Words("Penanganan pengaduan, saran, dan masukan", "Complaints, suggestions and comments"),
    Component.LEGAL_BASIS: Words("Dasar hukum", "Legal basis"),
    Component.FACILITIES: Words("Sarana, prasarana, dan/atau fasilitas", "Facilities"),
    Component.COMPETENCE: Words("Kompetensi pelaksana", "Competence of staff"),
    Component.CONTROL: Words("Pengawasan internal", "Internal control"),
    Component.STAFF: Words("Jumlah pelaksana", "Number of staff"),
    Component.GUARANTEE: Words("Jaminan pelayanan", "Guarantee of service"),
    Component.SAFETY: Words("Jaminan keamanan dan keselamatan pelayanan", "Guarantee of safety"),
    Component.EVALUATION: Words("Evaluasi kinerja pelaksana", "Evaluation of staff"),
}
FREE = "GRATIS"


@dataclass(frozen=True, slots=True)
class ServiceStandard:
    """A service with its fourteen components in their order; a text is empty where nobody wrote it."""

    service: Service
    texts: Mapping[Component, str]

    @property
    def gaps(self) -> Sequence[Component]:
        """What is missing."""
        return [component for component in Component if not self.texts[component]]


@dataclass(frozen=True, slots=True)
class StandardsChange:
    """Texts as typed, by the names of `KEPT`, from a day on (None: today); looked at as of the day `seen`."""

    texts: Mapping[str, str]
    begins: date | None = None
    seen: date | None = None


def texts_of(office: Office, at: datetime, day: date | None = None) -> dict[str, str]:
    """What an office says once for all its services, by component, and its maklumat; or will say on a day to come."""
    return _laid_over(office, _standing(office, day or day_in(office, at), at))


def _laid_over(office: Office, changes: Iterable[VersionOfStandards]) -> dict[str, str]:
    rows = StandardText.objects.filter(office=office).values_list("component", "text")
    texts = dict.fromkeys(KEPT, "") | dict(rows)
    for version in changes:
        texts |= version.texts
    return texts


def _standing(office: Office, day: date, at: datetime) -> list[VersionOfStandards]:
    """The versions that hold on a day, as known at a moment, one laid over the other in this order."""
    stands = VersionOfStandards.objects.filter(office=office, withdrawn_at=None, valid_from__lte=day)
    return list(stands.filter(published_at__lte=at).order_by("valid_from", "number"))


def planned(office: Office, at: datetime) -> list[VersionOfStandards]:
    """The changes whose day has not come, the next one first."""
    waiting = VersionOfStandards.objects.filter(office=office, withdrawn_at=None)
    return list(waiting.filter(valid_from__gt=day_in(office, at)).order_by("valid_from", "number"))


def in_order(office: Office) -> QuerySet[VersionOfStandards]:
    """Every version, the one that begins last first."""
    return VersionOfStandards.objects.filter(office=office).order_by("-valid_from", "-number")


def in_force(office: Office, at: datetime) -> VersionOfStandards | None:
    """The change that holds and began last; None where nothing was changed since the beginning."""
    stood = _standing(office, day_in(office, at), at)
    return stood[-1] if stood else None


def standards_of(office: Office, at: datetime, day: date | None = None) -> list[ServiceStandard]:
    """The standards of the services an office offers at a moment, or on a day to come, in its order."""
    texts = texts_of(office, at, day)
    of_office = {component: texts[component] for component in OF_OFFICE}
    services = queries.services_of(office.code, at, day)
    return [ServiceStandard(service, _of_service(service, office) | of_office) for service in services]


def _of_service(service: Service, office: Office) -> dict[Component, str]:
    days = working_time.as_days(float(service.promise_hours))
    return {
        Component.REQUIREMENTS: "\n".join(_papers(service)),
        Component.PROCEDURE: service.procedure.strip(),
        Component.TIME: f"{days} hari kerja sejak berkas lengkap",
        Component.COST: FREE,
        Component.PRODUCT: service.product.strip(),
        Component.COMPLAINTS: office.complaint_channel.strip(),
        Component.LEGAL_BASIS: service.legal_basis.strip(),
    }


def _papers(service: Service) -> list[str]:
    papers = list(service.requirements.all())
    papers.sort(key=lambda paper: paper.position)
    return [paper.name if paper.needed else f"{paper.name} (bila ada)" for paper in papers]


def keep_texts(office: str, change: StandardsChange, *, by: Actor, at: datetime) -> VersionOfStandards | None:
    """What of the texts differs from what was looked at, as a version from its day on; None where nothing does.

    Raises Forbidden, InThePast.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        locked = Office.objects.select_for_update().get(pk=office)
        before = texts_of(locked, at, change.seen)
        typed = {name: change.texts[name].strip()[:LONGEST] for name in KEPT if name in change.texts}
        changed = {name: text for name, text in typed.items() if text != before[name]}
        return _publish(locked, changed, change.begins, by=by, at=at) if changed else None


def _publish(
    office: Office, texts: Mapping[str, str], begins: date | None, *, by: Actor, at: datetime
) -> VersionOfStandards:
    today = day_in(office, at)
    if begins is not None and begins < today:
        raise InThePast
    last = in_order(office).aggregate(last=Max("number"))["last"] or 0
    version = VersionOfStandards.objects.create(
        office=office, number=last + 1, valid_from=begins or today, texts=texts, published_at=at
    )
    _note(version, " ".join(f"standard-{name}" for name in texts), by=by, at=at)
    return version


def _note(version: VersionOfStandards, fields: str, *, by: Actor, at: datetime) -> None:
    audit.note(
        Audited.SERVICE_SET, at=at, by=int(by.person), fields=fields,
        version=str(version.number), day=version.valid_from.isoformat(),
    )  # fmt: skip


def undo_texts(office: str, number: int | None = None, *, by: Actor, at: datetime) -> VersionOfStandards:
    """Take back a version: one that waits is withdrawn; the one in force (None: whichever it is) by a new one today.

    Raises Forbidden, last_changes.ChangedSince.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        locked = Office.objects.select_for_update().get(pk=office)
        waiting = next((version for version in planned(locked, at) if version.number == number), None)
        if waiting is not None:
            waiting.withdrawn_at = at
            waiting.save(update_fields=["withdrawn_at"])
            _note(waiting, "undo", by=by, at=at)
            return waiting
        stood = _standing(locked, day_in(locked, at), at)
        if not stood or number not in {None, stood[-1].number}:
            raise ChangedSince
        before = _laid_over(locked, stood[:-1])
        again = _publish(locked, {name: before[name] for name in stood[-1].texts}, None, by=by, at=at)
        again.undoes = stood[-1].number
        again.save(update_fields=["undoes"])
    return again
