"""Service standards as they hang on the wall: what the catalogue knows of each component, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from siantar.catalogue import queries
from siantar.catalogue.models import Service, StandardText
from siantar.catalogue.words import Words
from siantar.directory import audit, last_changes
from siantar.directory.models import Office
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


def texts_of(office: str) -> dict[str, str]:
    """What an office wrote once for all its services, by component, and its maklumat."""
    rows = StandardText.objects.filter(office=office).values_list("component", "text")
    return dict.fromkeys(KEPT, "") | dict(rows)


def standards_of(office: Office, at: datetime) -> list[ServiceStandard]:
    """The standards of the services an office offers at a moment, in its order."""
    texts = texts_of(office.code)
    of_office = {component: texts[component] for component in OF_OFFICE}
    services = queries.services_of(office.code, at)
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


def keep_texts(office: str, texts: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """Store what an office says of its standards (by the names of `KEPT`); only what changed is noted.

    Raises Forbidden.
    """
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        before = texts_of(office)
        changed = {name: texts[name].strip()[:LONGEST] for name in KEPT if name in texts}
        changed = {name: text for name, text in changed.items() if text != before[name]}
        for name, text in changed.items():
            StandardText.objects.update_or_create(office_id=office, component=name, defaults={"text": text})
        if changed:
            last_changes.keep(office, last_changes.STANDARDS, {name: before[name] for name in changed}, changed, at)
            audit.note(Audited.SERVICE_SET, at=at, by=int(by.person), fields=" ".join(f"standard-{n}" for n in changed))


def undo_texts(office: str, *, by: Actor, at: datetime) -> None:
    """Put back what the last change of the texts changed. Raises Forbidden, last_changes.ChangedSince."""
    require(by, Act.SET_UP_SERVICES, office=office)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office)
        keep_texts(office, last_changes.to_undo(office, last_changes.STANDARDS, texts_of(office)), by=by, at=at)
