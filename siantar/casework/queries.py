"""What is asked of the files. Every query starts from what the person may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from siantar.casework.models import FILE_NAME, Application, EventRow, Person, Standing
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.privacy import sealed_names, vault
from siantar.privacy.looks import Reader, note
from siantar.rules import identity, promise, reading
from siantar.rules.access import Actor, Reading, Scope, may, scopes_for
from siantar.rules.event import Holder, HolderKind
from siantar.rules.vocabulary import ENDS, Kind, Role, Stage

WAITS_FOR: dict[Role, tuple[Stage, ...]] = {
    Role.COUNTER: (Stage.INCOMPLETE, Stage.READY_FOR_PICKUP, Stage.BACK_AT_OFFICE, Stage.FINISHED),
    Role.CHECKER: (Stage.RECEIVED, Stage.CHECKING, Stage.RETURNED_FOR_CORRECTION, Stage.FINISHED),
    Role.SIGNATORY: (Stage.AWAITING_SIGNATURE,),
    Role.LIAISON: (Stage.UNDER_INVESTIGATION,),
    Role.DISPATCHER: (Stage.READY_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.UNDER_INVESTIGATION),
    Role.AGENCY: (Stage.AT_AGENCY, Stage.SENT_TO_AGENCY),
    Role.COURIER: (Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED),
}


CARRIED = (Stage.SENT_TO_AGENCY, Stage.AT_AGENCY, Stage.UNDER_INVESTIGATION)
TO_THE_DOOR = (
    Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE, Stage.DELIVERED,
    Stage.UNDER_INVESTIGATION,
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The files the gate lets this person read; none for somebody without a role."""
    reach = Q(pk__in=[])
    for scope in scopes_for(actor, Reading.FILE):
        reach |= _within(scope, actor)
    return Application.objects.select_related("standing", "service", "office", "person").filter(reach)


def _within(scope: Scope, actor: Actor) -> Q:
    """The files of one scope."""
    here = Q(standing__office=actor.office)
    match scope:
        case Scope.OFFICE:
            return here
        case Scope.CARRIED:
            on_its_way = Q(standing__holder__startswith=HolderKind.AGENCY) | Q(
                standing__holder__startswith=HolderKind.BUNDLE
            )
            digital = Q(standing__stage=Stage.ISSUED_DIGITALLY) & on_its_way
            return here & (Q(standing__waits_for_bundle=True) | Q(standing__stage__in=CARRIED) | digital)
        case Scope.DELIVERY:
            return here & Q(standing__stage__in=TO_THE_DOOR)
        case Scope.BAG:
            return here & Q(standing__holder=str(Holder.courier(actor.person)))
        case Scope.AGENCY:
            return Q(standing__agency=actor.office, standing__stage__in=(Stage.SENT_TO_AGENCY, Stage.AT_AGENCY))
    raise ValueError(f"files have no scope {scope}")


def access_file(actor: Actor, number: str) -> Application | None:
    """The one file with this checked number, if the person may see it."""
    return visible_to(actor).filter(receipt_number=number).first()


def by_number(number: str) -> Application | None:
    """The file with this checked number, whoever asks: for what residents do with their receipt."""
    files = Application.objects.select_related("office", "standing", "service", "person", "village")
    return files.filter(receipt_number=number).first()


def waiting_for(actor: Actor) -> QuerySet[Application]:
    """What waits for the person by role, oldest promise first."""
    wanted = Q(pk__in=[])
    for role in actor.roles:
        stages = WAITS_FOR.get(role, ())
        wanted |= Q(standing__stage__in=stages)
    if Role.LIAISON in actor.roles:
        wanted |= Q(standing__waits_for_bundle=True)
    waiting = visible_to(actor).filter(wanted)
    if Role.CHECKER in actor.roles and Role.LIAISON not in actor.roles:
        waiting = waiting.exclude(standing__waits_for_bundle=True)
    return waiting.order_by("standing__promised_at", "pk")


def promised_until_today(
    applications: QuerySet[Application], office: str, at: datetime, *, late: bool
) -> QuerySet[Application]:
    """Of these the files whose promise ends today, or, `late`, whose promised day is over (in the office's zone)."""
    zone = Office.objects.filter(code=office).values_list("zone", flat=True).first()
    if zone is None:
        return applications.none()
    today = at.astimezone(ZoneInfo(zone))
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    running = applications.filter(standing__stage__in=[stage for stage in Stage if promise.can_be_missed(stage)])
    if late:
        return running.filter(standing__promised_at__lt=midnight)
    return running.filter(standing__promised_at__gte=midnight, standing__promised_at__lt=midnight + timedelta(days=1))


def to_be_carried(actor: Actor) -> QuerySet[Application]:
    """What is ready to be brought home and in nobody's bag, of those the person may see."""
    return visible_to(actor).filter(standing__stage=Stage.READY_FOR_DELIVERY)


def search(actor: Actor, text: str, *, at: datetime) -> QuerySet[Application]:
    """Files found by number, by NIK (exact, keyed index; each search leaves a trace) or by the
    beginnings of words of the name, in any order.
    """
    files = visible_to(actor)
    try:
        return files.filter(receipt_number=reading.read_receipt(text).number.text).order_by("-handed_in_at")
    except ValueError:
        pass
    digits = identity.digits_of(text)
    if digits.isdigit() and len(digits) == 16:
        if not scopes_for(actor, Reading.SEARCH_BY_NIK):
            return files.none()
        files = files.filter(person__nik_index__in=vault.indexes("person.nik", digits)).order_by("-handed_in_at")
        whose = files.values_list("person", flat=True).first()
        note(Reader(actor, at, "search_by_nik"), subject=whose, file=None, fields=["nik"])
        return files
    words = identity.words_of(text)
    if not words:
        return files.none()
    for word in words:
        files = files.filter(sealed_names.named(word))
    return files.order_by("-handed_in_at")


@dataclass(frozen=True, slots=True)
class HandedInOn:
    """A file by what tells whether it is the same as a line of a book: its day, folded name and keyed NIK."""

    id: UUID
    person: UUID
    number: str
    day: date
    name_key: str
    nik_index: bytes | None


def handed_in_on_days(office: Office, first: date, last: date) -> Iterator[HandedInOn]:
    """The files an office took in from one day to another, by its own clock."""
    zone = ZoneInfo(office.zone)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    files = Application.objects.filter(office=office, handed_in_at__gte=begins, handed_in_at__lt=ends)
    rows = files.values_list("pk", "person", "receipt_number", "handed_in_at", "name_sealed", "person__nik_index")
    for id, person, number, at, sealed, index in rows.iterator():
        name_key = identity.search_key(sealed_names.name_in(FILE_NAME, id, sealed))
        yield HandedInOn(id, person, number, at.astimezone(zone).date(), name_key, bytes(index) if index else None)


def most_handed_in(office: str, *, at_most: int, of_last: int = 500) -> list[str]:
    """The codes of the services an office took in most often among its last files, most often first."""
    last = Application.objects.filter(office=office).order_by("-handed_in_at").values_list("service__code", flat=True)
    return [code for code, _times in Counter(last[:of_last]).most_common(at_most)]


def events_of(application: Application) -> QuerySet[EventRow]:
    """The story in the order of happening."""
    return EventRow.objects.filter(application=application).select_related("privatepart").order_by("occurred_at", "seq")


def events_among(applications: QuerySet[Application]) -> QuerySet[EventRow]:
    """The facts of these files with what names them, without what is contradicted."""
    events = EventRow.objects.select_related("application__office", "application__service")
    return events.filter(application__in=applications.values("pk"), conflict="")


def open_files(person: Person, service: Service) -> list[Application]:
    """The files of this person and service whose story is not over, newest first."""
    files = Application.objects.select_related("service").filter(person=person, service=service)
    return list(files.exclude(standing__stage__in=ENDS).order_by("-handed_in_at"))


def last_of(person: Person) -> Application | None:
    """The file this person handed in last."""
    return Application.objects.filter(person=person).order_by("-handed_in_at").first()


def corrected_at(application: Application) -> datetime | None:
    """When what the counter took down was last put right; None where it never was."""
    events = EventRow.objects.filter(application=application, kind=Kind.INTAKE_CORRECTED, conflict="")
    return events.order_by("-seq").values_list("occurred_at", flat=True).first()


def open_of_service(office: str, service: str) -> QuerySet[Application]:
    """Files of a service that have not come to their end."""
    files = Application.objects.filter(office=office, service__code=service)
    return files.exclude(standing__stage__in=ENDS)


def open_conflicts(actor: Actor) -> QuerySet[Application]:
    """Files with contradictions that wait for a person, for those who settle them."""
    files = Application.objects.select_related("standing", "service").order_by("standing__since")
    if not may(actor, Reading.CONTRADICTIONS, office=actor.office):
        return files.none()
    return files.filter(office=actor.office, standing__conflicts__gt=0)


def held_by(holder: Holder) -> QuerySet[Application]:
    """Files whose item is with this holder."""
    return Application.objects.select_related("standing", "service", "office", "person", "village").filter(
        standing__holder=str(holder)
    )


def ended(standing: Standing) -> bool:
    """Whether the file's story is over."""
    return Stage(standing.stage) in ENDS
