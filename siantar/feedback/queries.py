"""What is asked of complaints, from what the person may see; opening the resident's words leaves a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from siantar.directory.models import Office, User
from siantar.directory.staff import actor_of
from siantar.feedback.complaints import AGAIN_PLACE, CONTACT_PLACE, TOLD_PLACE
from siantar.feedback.models import Complaint, ComplaintStep
from siantar.feedback.results import instants
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules import reading
from siantar.rules.access import (
    Act,
    Actor,
    Reading,
    Scope,
    may,
    require,
    require_with_complaint,
    scopes_for,
)
from siantar.rules.complaint import CONFIDENTIAL, Status, Step
from siantar.rules.period import Period
from siantar.rules.plain_number import plain_number
from siantar.rules.receipt_number import NumberKind


@dataclass(frozen=True, slots=True)
class OpenedComplaint:
    """A complaint with the resident's words in clear; `again` by the number of the step."""

    complaint: Complaint
    words: str
    contact: str
    again: dict[int, str]


def visible_to(actor: Actor) -> QuerySet[Complaint]:
    """The complaints of the office that the gate lets this person read."""
    reach = Q(pk__in=[])
    for scope in scopes_for(actor, Reading.COMPLAINTS):
        reach |= _within(scope, actor)
    complaints = Complaint.objects.filter(reach, office=actor.office)
    return complaints.select_related("office", "assigned_to", "application__service", "application__standing")


def _within(scope: Scope, actor: Actor) -> Q:
    """The complaints of one scope; as `rules.access.complaint` has it."""
    match scope:
        case Scope.OFFICE:
            return Q(office=actor.office)
        case Scope.ORDINARY:
            return ~Q(topic__in=[str(topic) for topic in CONFIDENTIAL])
        case Scope.ASSIGNED:
            return Q(assigned_to=person) if (person := plain_number(actor.person)) is not None else Q(pk__in=[])
    raise ValueError(f"complaints have no scope {scope}")


def waiting(actor: Actor, at: datetime) -> QuerySet[Complaint]:
    """List open ones: those that rose first, then those past a deadline, then by the deadline that comes next."""
    late = Q(due_at__lt=at) | Q(first_due_at__lt=at, first_answered_at=None)
    rank = Case(
        When(risen_at__isnull=False, then=Value(0)), When(late, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    next_due = Case(When(first_answered_at=None, then="first_due_at"), default="due_at")
    complaints = visible_to(actor).filter(status=Status.OPEN).annotate(rank=rank, next_due=next_due)
    return complaints.order_by("rank", "next_due", "pk")


def risen_in(office: str) -> int:
    """How many open complaints of an office rose to the Camat."""
    return Complaint.objects.filter(office=office, status=Status.OPEN, risen_at__isnull=False).count()


def settled(actor: Actor) -> QuerySet[Complaint]:
    """Answered and closed ones, newest first."""
    return visible_to(actor).exclude(status=Status.OPEN).order_by("-answered_at", "pk")


def filed_within(actor: Actor, period: Period) -> list[Complaint]:
    """What was filed in a span, in order; 5,000 at most. Raises Forbidden."""
    require(actor, Reading.COMPLAINTS_EXPORT, office=actor.office)
    office = Office.objects.get(pk=actor.office)
    begins, ends = instants(office, period.first_on, period.last_on)
    return list(visible_to(actor).filter(filed_at__gte=begins, filed_at__lt=ends).order_by("filed_at")[:5000])


def access_complaint(actor: Actor, typed: str) -> Complaint | None:
    """The complaint with this number, if the person may see it."""
    number = parsed(typed)
    return visible_to(actor).filter(pk=number).first() if number else None


def public(typed: str) -> Complaint | None:
    """The complaint with this number, for whoever has it: only what is public of it may be shown."""
    number = parsed(typed)
    return Complaint.objects.select_related("office").filter(pk=number).first() if number else None


def parsed(typed: str) -> str:
    """The complaint number meant; empty where it is none."""
    try:
        return reading.read_kind(typed, NumberKind.COMPLAINT).number.text
    except ValueError:
        return ""


def steps_of(complaint: Complaint) -> Sequence[ComplaintStep]:
    """The story in order."""
    return list(complaint.steps.select_related("by").order_by("seq"))


def open_words(complaints: Sequence[Complaint], reader: Reader) -> list[OpenedComplaint]:
    """Open what residents wrote and how to reach them; one trace a complaint. Raises Forbidden."""
    for complaint in complaints:
        require_with_complaint(reader.by, Reading.COMPLAINTS, complaint.stand)
    looks.note_many(
        reader,
        [(None, complaint.application_id) for complaint in complaints],
        fields=("complaint", "contact"),
    )
    again: dict[str, dict[int, str]] = {complaint.pk: {} for complaint in complaints}
    reopened = ComplaintStep.objects.filter(complaint__in=complaints, kind=Step.REOPENED, told_sealed__isnull=False)
    for step in reopened.order_by("seq"):
        place = f"{step.complaint_id}:{step.seq}"
        again[step.complaint_id][step.seq] = vault.unseal(AGAIN_PLACE, place, step.told_sealed or b"")
    return [
        OpenedComplaint(
            complaint,
            vault.unseal(TOLD_PLACE, complaint.pk, complaint.told_sealed),
            vault.unseal(CONTACT_PLACE, complaint.pk, complaint.contact_sealed) if complaint.contact_sealed else "",
            again[complaint.pk],
        )
        for complaint in complaints
    ]


def may_handle(complaint: Complaint, at: datetime) -> list[User]:
    """List the active people of the office who may be given this complaint: who reads residents' words first."""
    people = User.objects.filter(office=complaint.office_id, is_active=True).select_related("office")
    actors = {user: actor_of(user, at) for user in people.order_by("first_name", "username")}
    handlers = [user for user in actors if scopes_for(actors[user], Act.ANSWER_COMPLAINT)]
    return sorted(handlers, key=lambda user: not may(actors[user], Reading.SURVEY_COMMENTS, office=complaint.office_id))


def filed_by_month(offices: Sequence[Office], span: Period) -> dict[str, int]:
    """How many complaints were filed in these offices, by the code of the month, in the zone of the first."""
    begins, ends = instants(offices[0], span.first_on, span.last_on)
    month = TruncMonth("filed_at", tzinfo=ZoneInfo(offices[0].zone))
    filed = Complaint.objects.filter(office__in=offices, filed_at__gte=begins, filed_at__lt=ends)
    rows = filed.annotate(month=month).values_list("month").annotate(count=Count("pk")).order_by()
    return {f"{month:%Y-%m}": count for month, count in rows}
