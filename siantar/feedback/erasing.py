"""Take away what residents wrote: the answers in points, the steps and the times of complaints stay for the figures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from siantar.feedback import complaints, data_requests
from siantar.feedback.models import Answer, Complaint, ComplaintStep, DataRequest
from siantar.privacy import vault
from siantar.rules.complaint import Status

GONE = "(dihapus menurut jadwal penyimpanan)"


def arguments(at: datetime) -> Q:
    """A complaint or a request is open about the file of `application`, or a complaint may be opened again."""
    lasting = Q(status=Status.OPEN) | Q(status=Status.ANSWERED, reopen_until__gt=at)
    theirs = {"application": OuterRef("application")}
    return Q(Exists(Complaint.objects.filter(lasting, **theirs))) | Q(
        Exists(DataRequest.objects.filter(answered_at=None, **theirs))
    )


def old_answers(office: str, before: datetime) -> QuerySet[Answer]:
    """Answers to the survey whose words are still there."""
    words = Q(thanks_sealed__isnull=False) | Q(grief_sealed__isnull=False)
    return Answer.objects.filter(words, office=office, given_on__lte=before.date())


def erase_words(ids: list[UUID]) -> int:
    """The words of these answers; the points stay."""
    return Answer.objects.filter(pk__in=ids).update(thanks_sealed=None, grief_sealed=None)


def old_complaints(office: str, before: datetime) -> QuerySet[Complaint]:
    """Complaints that were answered by then and cannot be opened again."""
    over = Complaint.objects.filter(office=office, answered_at__lte=before).exclude(status=Status.OPEN)
    return over.filter(Q(reopen_until=None) | Q(reopen_until__lte=before))


def erase_complaint(number: str) -> int:
    """What the resident wrote and how they can be reached."""
    with transaction.atomic():
        steps = ComplaintStep.objects.filter(complaint=number, told_sealed__isnull=False)
        erased = sum(
            ComplaintStep.objects.filter(pk=step.pk).update(
                told_sealed=vault.seal(complaints.AGAIN_PLACE, f"{number}:{step.seq}", GONE)
            )
            for step in steps
        )
        words = vault.seal(complaints.TOLD_PLACE, number, GONE)
        return erased + Complaint.objects.filter(pk=number).update(told_sealed=words, contact_sealed=None)


def old_requests(office: str, before: datetime) -> QuerySet[DataRequest]:
    """Requests about data that were answered by then."""
    return DataRequest.objects.filter(application__office=office, answered_at__lte=before)


def erase_request(id: UUID) -> int:
    """What was asked and answered; that it was, and in time, stays."""
    return DataRequest.objects.filter(pk=id).update(
        words_sealed=vault.seal(data_requests.WORDS, id, GONE),
        answer_sealed=vault.seal(data_requests.ANSWER, id, GONE),
    )
