"""The personal parts of files, and which must go: one file at a time, in a transaction of its own.

A file that was opened again after it ended, and ended anew, loses again what was written meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from siantar.casework import bulk_sql
from siantar.casework import erasing as casework
from siantar.casework.models import Application, EventRow, Person, Standing, Undigested
from siantar.delivery import erasing as delivery
from siantar.feedback import erasing as feedback
from siantar.letters import erasing as letters
from siantar.messaging import erasing as messaging
from siantar.privacy import schedule
from siantar.privacy.models import Erasure, LegalHold, RetentionRun
from siantar.rules import retention
from siantar.rules.retention import FileStand, Retained
from siantar.rules.vocabulary import ENDS, Stage

Periods = Mapping[Retained, int]
ERASERS: Mapping[Retained, tuple[Callable[[Application], int], ...]] = {
    Retained.PROOFS: (delivery.erase_proofs,),
    Retained.DOOR: (casework.erase_door,),
    Retained.MESSAGES: (messaging.erase_messages,),
    Retained.ADDRESS: (casework.erase_address, delivery.erase_address, messaging.erase_address),
    Retained.PERSON: (casework.erase_name, letters.erase_letters),
}
_OF_THE_PERSON = {Retained.ADDRESS: casework.erase_phone, Retained.PERSON: casework.erase_identity}


def ripe(office: str, kind: Retained, days: Periods, at: datetime) -> QuerySet[Standing]:
    """Files one kind of whose data must go, the one that ended first on top."""
    gone = Erasure.objects.filter(kind=kind, file=OuterRef("application"), at__gte=OuterRef("since"))
    held = LegalHold.objects.filter(ended_at=None, file=OuterRef("application"))
    over = Standing.objects.filter(
        office=office, stage__in=ENDS, conflicts=0, since__lte=retention.before(kind, days, at)
    )
    rest = over.filter(~Exists(gone), ~Exists(held)).exclude(_argued(at))
    return rest.order_by("since", "application")


def _argued(at: datetime) -> Q:
    """A complaint or request is open, or something waits for a consumer, which may want to read it."""
    waiting = Undigested.objects.filter(application=OuterRef("application"))
    fresh = EventRow.objects.filter(application=OuterRef("application"), relayed_at=None)
    return Q(feedback.arguments(at) | Q(Exists(waiting)) | Q(Exists(fresh)))


def erase(run: RetentionRun, number: str, days: Periods, at: datetime) -> int:
    """Erase all of one file that must go; how many kinds went."""
    with transaction.atomic():
        bulk_sql.lock([number])
        file = Application.objects.get(receipt_number=number)
        list(Person.objects.select_for_update().filter(pk=file.person_id))
        kinds = retention.due(_stand_of(file, at), days, at)
        for kind in kinds:
            items = sum(erase(file) for erase in ERASERS[kind])
            Erasure.objects.update_or_create(
                office_id=run.office_id, kind=kind, what=str(file.pk),
                defaults={"run": run, "file": file.pk, "at": at, "items": items},
            )  # fmt: skip
            if kind in _OF_THE_PERSON and _was_the_last(file, kind):
                _OF_THE_PERSON[kind](file.person_id)
    return len(kinds)


def _stand_of(file: Application, at: datetime) -> FileStand:
    standing = Standing.objects.get(pk=file.pk)
    argued = Standing.objects.filter(_argued(at), pk=file.pk).exists()
    gone = Erasure.objects.filter(file=file.pk, at__gte=standing.since).values_list("kind", flat=True)
    return FileStand(
        Stage(standing.stage),
        standing.since,
        held=bool(schedule.held_files([file.pk])),
        argued=argued or standing.conflicts > 0,
        gone=frozenset(Retained(kind) for kind in gone),
    )


def _was_the_last(file: Application, kind: Retained) -> bool:
    """Whether no other file of the applicant still has this kind."""
    gone = Exists(Erasure.objects.filter(kind=kind, file=OuterRef("pk"), at__gte=OuterRef("standing__since")))
    return not Application.objects.filter(person=file.person_id).exclude(gone).exists()
