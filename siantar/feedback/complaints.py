"""Complaints: file, assign, sort, reply, answer, close, open again, and rise to the Camat when late.

Each act writes one step, in the transaction that changes the complaint. Acts a status does not allow are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from siantar.casework.models import Application
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office, User
from siantar.feedback.models import Complaint, ComplaintStep
from siantar.privacy import vault
from siantar.rules import complaint as law
from siantar.rules import identity, receipt_number
from siantar.rules.access import Act, Actor, require, require_with_complaint
from siantar.rules.complaint import Nature, Status, Step, Topic
from siantar.rules.receipt_number import NumberKind

TOLD_PLACE, CONTACT_PLACE, AGAIN_PLACE = "complaint.told", "complaint.contact", "complaint.again"
MOST_WORDS = 4000
IN_WORDS = frozenset({Step.REPLIED, Step.ANSWERED, Step.REOPENED})
ACT_OF = {  # what the gate is asked before an officer takes this step
    Step.REPLIED: Act.ANSWER_COMPLAINT,
    Step.ANSWERED: Act.ANSWER_COMPLAINT,
    Step.ASSIGNED: Act.STEER_COMPLAINT,
    Step.SORTED: Act.STEER_COMPLAINT,
    Step.CLOSED: Act.STEER_COMPLAINT,
}


class StepNotAllowed(Exception):
    """The complaint stands where this step makes no sense; somebody was faster, or the page is old."""


class WordsMissing(Exception):
    """An answer or a complaint without words."""


class TellsNik(Exception):
    """A public answer with a NIK or KK number in it."""


class NotOfThisOffice(Exception):
    """The person belongs to another office."""


class TooLate(Exception):
    """The time to open it again is over; a new complaint is the way."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a resident complains about; `contact` (phone or e-mail) only where they want to be called.

    `once` is drawn by the form, so that sending it twice is one complaint.
    """

    office: Office
    topic: Topic
    nature: Nature
    words: str
    contact: str = ""
    application: Application | None = None
    once: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A step about to be written."""

    kind: Step
    at: datetime
    by: Actor | None = None
    words: str = ""
    again: str = ""
    detail: str = ""


def file(filing: Filing, *, at: datetime, by: Actor | None = None) -> Complaint:
    """Take a complaint in; `by` is the officer who wrote it down at the counter, if any.

    Raises WordsMissing, Forbidden.
    """
    if by is not None:
        require(by, Act.FILE_COMPLAINT, office=filing.office.code)
    if not filing.words.strip():
        raise WordsMissing
    numbers = [
        receipt_number.issue(filing.office.number, kind=NumberKind.COMPLAINT, entropy=entropy)
        for entropy in _entropies(filing.once)
    ]
    number, same_number = numbers[0], Complaint.objects.filter(pk__in=numbers)
    if filing.once and (same := same_number.first()):
        return same
    try:
        return _file(number, filing, at, by)
    except IntegrityError:  # the same form sent twice at the same moment, or a number drawn twice
        return same_number.get() if filing.once else file(filing, at=at, by=by)


def _file(number: str, filing: Filing, at: datetime, by: Actor | None) -> Complaint:
    calendar = calendar_of(filing.office)
    contact = filing.contact.strip()
    with transaction.atomic():
        complaint = Complaint.objects.create(
            number=number,
            office=filing.office,
            application=filing.application,
            topic=filing.topic,
            nature=filing.nature,
            told_sealed=vault.seal(TOLD_PLACE, number, filing.words.strip()[:MOST_WORDS]),
            contact_sealed=vault.seal(CONTACT_PLACE, number, contact) if contact else None,
            at_counter=by is not None,
            filed_at=at,
            first_due_at=law.first_answer_by(calendar, at),
            due_at=law.settled_by(calendar, at, filing.nature),
        )
        _write(complaint, _Line(Step.FILED, at, by))
    return complaint


def _entropies(once: str) -> Sequence[int | None]:
    """Forty bits that follow from the form's own id by a key, so that nobody chooses their number; by each key."""
    if not once:
        return [None]
    return [int.from_bytes(index[:5], "big") for index in vault.every_index("complaint.once", once)]


def assign(number: str, to: User, *, by: Actor, at: datetime) -> None:
    """Give it to a member of staff of the same office. Raises StepNotAllowed, NotOfThisOffice, Forbidden."""

    def change(complaint: Complaint) -> None:
        if to.office_id != complaint.office_id:
            raise NotOfThisOffice
        complaint.assigned_to = to

    _step(number, _Line(Step.ASSIGNED, at, by, detail=str(to.pk)), change)


def sort(number: str, nature: Nature, *, by: Actor, at: datetime) -> None:
    """Say how much work it is; the deadline follows, counted from the day it was filed.

    Raises StepNotAllowed, Forbidden.
    """

    def change(complaint: Complaint) -> None:
        complaint.nature = nature
        complaint.due_at = law.settled_by(calendar_of(complaint.office), complaint.filed_at, nature)

    _step(number, _Line(Step.SORTED, at, by, detail=str(nature)), change)


def reply(number: str, words: str, *, by: Actor, at: datetime) -> None:
    """Say publicly what is being done; the first reply keeps the first deadline. Raises as `answer` does."""

    def change(complaint: Complaint) -> None:
        complaint.first_answered_at = complaint.first_answered_at or at

    _step(number, _Line(Step.REPLIED, at, by, words=words), change)


def answer(number: str, words: str, *, by: Actor, at: datetime) -> None:
    """Settle the matter, publicly; the resident may open it again for ten working days.

    Raises StepNotAllowed, WordsMissing, TellsNik, Forbidden.
    """

    def change(complaint: Complaint) -> None:
        complaint.first_answered_at = complaint.first_answered_at or at
        complaint.answered_at, complaint.status = at, Status.ANSWERED
        complaint.reopen_until = law.reopened_by(calendar_of(complaint.office), at)

    _step(number, _Line(Step.ANSWERED, at, by, words=words), change)


def close(number: str, *, by: Actor, at: datetime) -> None:
    """Put an answered complaint away. Raises StepNotAllowed, Forbidden."""

    def change(complaint: Complaint) -> None:
        complaint.status = Status.CLOSED

    _step(number, _Line(Step.CLOSED, at, by), change)


def reopen(number: str, words: str, *, at: datetime) -> None:
    """Open it again with new deadlines, as the resident is not content.

    Raises StepNotAllowed, TooLate, WordsMissing.
    """

    def change(complaint: Complaint) -> None:
        if complaint.reopen_until is None or at > complaint.reopen_until:
            raise TooLate
        calendar = calendar_of(complaint.office)
        complaint.status, complaint.answered_at, complaint.first_answered_at = Status.OPEN, None, None
        complaint.first_due_at = law.first_answer_by(calendar, at)
        complaint.due_at = law.settled_by(calendar, at, Nature(complaint.nature))
        complaint.reopen_until = complaint.risen_at = None

    _step(number, _Line(Step.REOPENED, at, again=words), change)


def escalate(*, at: datetime) -> int:
    """Put every open complaint whose first or last deadline has passed before the Camat, once; how many rose."""
    late = Q(due_at__lt=at) | Q(first_due_at__lt=at, first_answered_at=None)
    waiting = Complaint.objects.filter(late, status=Status.OPEN, risen_at=None).values_list("number", flat=True)
    risen = 0
    for number in list(waiting):
        risen += _rise(number, at)
    return risen


def _rise(number: str, at: datetime) -> int:
    with transaction.atomic():
        complaint = _locked(number)
        if complaint.status != Status.OPEN or complaint.risen_at is not None:
            return 0
        complaint.risen_at = at
        complaint.save(update_fields=["risen_at"])
        _write(complaint, _Line(Step.ROSE, at))
    return 1


def _step(number: str, line: _Line, change: Callable[[Complaint], None]) -> None:
    """Take one step on the locked complaint, if gate and status allow it; with words where words are due."""
    if line.kind in IN_WORDS and not (line.words or line.again).strip():
        raise WordsMissing
    if identity.tells_a_nik(line.words):
        raise TellsNik
    with transaction.atomic():
        complaint = _locked(number)
        if line.by is not None:
            require_with_complaint(line.by, ACT_OF[line.kind], complaint.stand)
        if line.kind not in law.FOLLOWS[Status(complaint.status)]:
            raise StepNotAllowed
        change(complaint)
        complaint.save()
        _write(complaint, line)


def _locked(number: str) -> Complaint:
    return Complaint.objects.select_for_update(of=("self",)).select_related("office").get(pk=number)


def _write(complaint: Complaint, line: _Line) -> None:
    seq = (complaint.steps.aggregate(last=Max("seq"))["last"] or 0) + 1
    again = line.again.strip()[:MOST_WORDS]
    ComplaintStep.objects.create(
        complaint=complaint,
        seq=seq,
        kind=line.kind,
        at=line.at,
        by_id=int(line.by.person) if line.by else None,
        detail=line.detail,
        said=line.words.strip()[:MOST_WORDS],
        told_sealed=vault.seal(AGAIN_PLACE, f"{complaint.pk}:{seq}", again) if again else None,
    )
