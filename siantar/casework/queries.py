"""What is asked of the files. Every query starts from what the person may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from siantar.casework.models import Application, EventRow, Standing
from siantar.privacy import vault
from siantar.rules import identity, receipt_number
from siantar.rules.access import Actor
from siantar.rules.event import Holder
from siantar.rules.vocabulary import ENDS, Role, Stage

WAITS_FOR: dict[Role, tuple[Stage, ...]] = {
    Role.COUNTER: (Stage.INCOMPLETE, Stage.READY_FOR_PICKUP, Stage.BACK_AT_OFFICE, Stage.FINISHED),
    Role.CHECKER: (Stage.RECEIVED, Stage.CHECKING, Stage.RETURNED_FOR_CORRECTION, Stage.FINISHED),
    Role.SIGNATORY: (Stage.AWAITING_SIGNATURE,),
    Role.LIAISON: (Stage.UNDER_INVESTIGATION,),
    Role.DISPATCHER: (Stage.READY_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.UNDER_INVESTIGATION),
    Role.AGENCY: (Stage.AT_AGENCY, Stage.SENT_TO_AGENCY),
    Role.COURIER: (Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED),
}


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The files of the person's office; for an agency those that are with it or on the way to it."""
    files = Application.objects.select_related("standing", "service", "office", "person")
    if Role.AGENCY in actor.roles:
        at_agency = (Stage.SENT_TO_AGENCY, Stage.AT_AGENCY)
        return files.filter(standing__agency=actor.office, standing__stage__in=at_agency)
    if actor.roles == {Role.COURIER}:
        return files.filter(standing__office=actor.office, standing__holder=str(Holder.courier(actor.person)))
    return files.filter(standing__office=actor.office)


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


def search(actor: Actor, text: str) -> QuerySet[Application]:
    """Files found by number, by NIK (exact, keyed index) or by part of the name."""
    files = visible_to(actor)
    try:
        return files.filter(receipt_number=receipt_number.parse(text).text)
    except ValueError:
        pass
    digits = identity.digits_of(text)
    if digits.isdigit() and len(digits) == 16:
        return files.filter(person__nik_index=vault.index("person.nik", digits)).order_by("-handed_in_at")
    return files.filter(applicant_name__icontains=text.strip()).order_by("-handed_in_at")


def events_of(application: Application) -> QuerySet[EventRow]:
    """The story in the order of happening."""
    return EventRow.objects.filter(application=application).select_related("privatepart").order_by("occurred_at", "seq")


def open_conflicts(office: str) -> QuerySet[Application]:
    """Files with contradictions that wait for a person."""
    files = Application.objects.select_related("standing", "service").filter(office=office, standing__conflicts__gt=0)
    return files.order_by("standing__since")


def held_by(holder: Holder) -> QuerySet[Application]:
    """Files whose item is with this holder."""
    return Application.objects.select_related("standing", "service", "office", "person", "village").filter(
        standing__holder=str(holder)
    )


def ended(standing: Standing) -> bool:
    """Whether the file's story is over."""
    return Stage(standing.stage) in ENDS
