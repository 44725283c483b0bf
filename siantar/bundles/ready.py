"""What is ready to be sent, by where it goes: joined into a bundle by one press."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from siantar.bundles import batches
from siantar.bundles.models import Batch, Item
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.directory.models import Office
from siantar.directory.offices import partners
from siantar.rules.access import Act, Actor, may
from siantar.rules.event import Holder
from siantar.rules.vocabulary import Stage

MOST = 200  # files of one bundle that one press joins


@dataclass(frozen=True, slots=True)
class ReadyFiles:
    """The files that wait to go to one office or agency, the nearest promise first."""

    target: Office
    files: tuple[Application, ...]


def ready_for(actor: Actor) -> list[ReadyFiles]:
    """What waits to be sent from the person's office and is in no bundle yet, by target; nothing for others."""
    if not may(actor, Act.START_BUNDLE, office=actor.office):
        return []
    origin = Office.objects.get(code=actor.office)
    ready = ((target, tuple(_ready(origin, target))) for target in partners(actor.office))
    return [ReadyFiles(target, files) for target, files in ready if files]


def _ready(origin: Office, target: Office) -> Iterable[Application]:
    if origin.nature == Office.Nature.AGENCY:
        there = _unbundled().filter(office=target, standing__holder=str(Holder.agency(origin.code)))
        return (file for file in there[:MOST] if progress_of(file.standing).state.result)
    waiting = _unbundled().filter(office=origin, standing__waits_for_bundle=True, standing__stage=Stage.CHECKING)
    return waiting.filter(standing__agency=target.code)[:MOST]


def _unbundled() -> QuerySet[Application]:
    packed = Item.objects.filter(application=OuterRef("pk"), batch__status__in=[Batch.Status.OPEN, Batch.Status.CLOSED])
    files = Application.objects.select_related("standing", "service").filter(~Exists(packed))
    return files.order_by("standing__promised_at", "pk")


def join(target: Office, by: Actor, at: datetime) -> Batch:
    """An open bundle with all that is ready for `target`, to be checked by scanning or closed at once.

    Raises Forbidden; DoesNotBelong where somebody packed one of them in the same moment, then nothing is made.
    """
    with transaction.atomic():
        batch = batches.start(by, target, at)
        ready = next((files.files for files in ready_for(by) if files.target == target), ())
        batches.put_in(batch, [file.receipt_number for file in ready], by, at)
    return batch
