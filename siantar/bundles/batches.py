"""Bundle files: make, fill by scanning, close, hand over, reconcile on arrival."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from siantar.bundles import signatures
from siantar.bundles.models import Batch, Item, Stray
from siantar.casework import ledger
from siantar.casework.models import Application, EventRow
from siantar.casework.outcome import Outcome, Result
from siantar.casework.progress import progress_of
from siantar.directory import training
from siantar.directory.models import Office
from siantar.rules import receipt_number
from siantar.rules.access import Act, Actor, BundleStand, BundleStatus, require, require_with_bundle
from siantar.rules.event import Event, Holder
from siantar.rules.identifiers import uuid7
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Code, Kind, Stage


class DoesNotBelong(Exception):
    """A file that must not go into this bundle; `code` says why."""

    def __init__(self, code: Code, number: str) -> None:
        super().__init__(code, number)
        self.code = code
        self.number = number


class NotOnTheList(Exception):
    """A file that lies in an arriving bundle and is not on its list."""

    def __init__(self, file: Application) -> None:
        super().__init__(file.receipt_number)
        self.file = file


class HandedOverThemselves(Exception):
    """Who reconciles is who handed the bundle over, with their account in the other place."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What went out, what arrived, what did not."""

    expected: int
    arrived: int
    missing: tuple[str, ...]


def stand_of(batch: Batch) -> BundleStand:
    """What the gate needs to know of a bundle."""
    silent = batch.target.nature == Office.Nature.AGENCY and not batch.target.uses_siantar
    return BundleStand(batch.origin_id, batch.target_id, BundleStatus(batch.status), silent)


def start(by: Actor, to: Office, at: datetime) -> Batch:
    """An empty bundle from the person's office to `to`. Raises Forbidden."""
    require(by, Act.START_BUNDLE, office=by.office)
    origin = Office.objects.get(code=by.office)
    number = receipt_number.issue(origin.number, kind=NumberKind.BATCH)
    return Batch.objects.create(number=number, origin=origin, target=to, made_by_id=int(by.person), made_at=at)


def put_in(batch: Batch, numbers: Iterable[str], by: Actor, at: datetime) -> list[Item]:
    """Scan files into an open bundle. Raises DoesNotBelong at the first that does not, then
    nothing is put in; Forbidden.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        require_with_bundle(by, Act.FILL_BUNDLE, stand_of(batch))
        position = batch.items.count()
        items = []
        for number in dict.fromkeys(numbers):
            application = _belonging(batch, number, at)
            if Item.objects.filter(batch=batch, application=application).exists():
                continue
            position += 1
            items.append(Item.objects.create(batch=batch, application=application, position=position))
        return items


def _belonging(batch: Batch, number: str, at: datetime) -> Application:
    application = Application.objects.select_related("standing").filter(receipt_number=number).first()
    if application is None:
        raise DoesNotBelong(training.why_unknown(number, at), number)
    standing = application.standing
    if batch.origin.nature == Office.Nature.AGENCY:
        if application.office_id != batch.target_id:
            raise DoesNotBelong(Code.WRONG_OFFICE, number)
        if standing.holder != str(Holder.agency(batch.origin_id)):
            raise DoesNotBelong(Code.NOT_IN_YOUR_HANDS, number)
        if not progress_of(standing).state.result:
            raise DoesNotBelong(Code.NO_RESULT_YET, number)
        return application
    if application.office_id != batch.origin_id:
        raise DoesNotBelong(Code.WRONG_OFFICE, number)
    if not standing.waits_for_bundle or standing.stage != Stage.CHECKING:
        raise DoesNotBelong(Code.WRONG_STAGE, number)
    if standing.agency != batch.target_id:
        raise DoesNotBelong(Code.WRONG_AGENCY, number)
    return application


def make(numbers: Iterable[str], *, by: Actor, to: Office, at: datetime, request: UUID | None = None) -> Batch:
    """A closed bundle of these files at once, or nothing; the one made under this `request` before, if one was.

    Raises DoesNotBelong, Forbidden.
    """
    try:
        with transaction.atomic():
            batch = start(by, to, at)
            Batch.objects.filter(pk=batch.pk).update(request=request)
            put_in(batch, numbers, by, at)
            close(batch, by)
    except IntegrityError:  # the same request has made it
        if earlier := made_under(request, by):
            return earlier
        raise
    batch.refresh_from_db()
    return batch


def made_under(request: UUID | None, by: Actor) -> Batch | None:
    """The bundle that the person's office made under this request. Raises Forbidden where another office did."""
    batch = Batch.objects.filter(request=request).first() if request else None
    if batch is not None:
        require(by, Act.START_BUNDLE, office=batch.origin_id)
    return batch


def take_out(batch: Batch, number: str, by: Actor) -> None:
    """Take a file out of an open bundle again. Raises Forbidden."""
    require_with_bundle(by, Act.FILL_BUNDLE, stand_of(batch))
    batch.items.filter(application__receipt_number=number).delete()


def close(batch: Batch, by: Actor) -> None:
    """Nothing goes in any more; the manifest can be printed. Raises Forbidden."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        require_with_bundle(by, Act.CLOSE_BUNDLE, stand_of(batch))
        Batch.objects.filter(pk=batch.pk).update(status=Batch.Status.CLOSED)


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes a bundle along: the name, and what they drew as their signature (a picture), where they did."""

    name: str = ""
    signature: bytes = b""


UNNAMED = Taker()


def hand_over(batch: Batch, by: Actor, at: datetime, taker: Taker = UNNAMED) -> list[Outcome]:
    """The bundle leaves with whoever takes it: `sent` for an office's, `sent_back` for an agency's, on every file.

    Raises Forbidden, pictures.NotAPhoto.
    """
    kind = Kind.SENT_BACK if batch.origin.nature == Office.Nature.AGENCY else Kind.SENT
    current = Batch.objects.get(pk=batch.pk)
    require_with_bundle(by, Act.HAND_OVER_BUNDLE, stand_of(current))  # before a stranger's picture is unpacked
    sealed = signatures.sealed(batch, taker.signature)
    with transaction.atomic():
        outcomes = record_for_all(batch, kind, by=by, at=at)
        Batch.objects.filter(pk=batch.pk, taken_by="").update(taken_by=taker.name[:60], signature_sealed=sealed)
    return outcomes


def record_for_all(batch: Batch, kind: Kind, *, by: Actor, at: datetime, event: Event | None = None) -> list[Outcome]:
    """One event on every file still expected in the bundle; the bundle follows. `event` carries id and time.

    Told again with the same id after the bundle has moved on, it answers as it did the first time. Raises Forbidden.
    """
    bundle_event = event or Event(uuid7(at), kind, "", at)
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if not _told_before(batch, bundle_event):
            require_with_bundle(by, _act_behind(kind, batch), stand_of(batch))
        items = list(batch.items.exclude(found=Item.Found.MISSING).select_related("application").order_by("position"))
        outcomes: list[Outcome] = []
        for chunk in _chunks(items):
            outcomes += ledger.record([_for_item(bundle_event, batch, item) for item in chunk], by=by, at=at)
        _follow(batch, kind, items, outcomes, at)
    return outcomes


def _act_behind(kind: Kind, batch: Batch) -> Act:
    """What telling this event of a whole bundle amounts to."""
    if kind in {Kind.SENT, Kind.SENT_BACK}:
        return Act.HAND_OVER_BUNDLE
    home_again = kind is Kind.CAME_BACK and batch.origin.nature == Office.Nature.AGENCY
    return Act.RECEIVE_BUNDLE if kind is Kind.ARRIVED or home_again else Act.MARK_IN_BUNDLE


def _told_before(batch: Batch, event: Event) -> bool:
    """Whether this very event reached the files already: its answer was lost, and it is repeated."""
    numbers = batch.items.values_list("application__receipt_number", flat=True)
    return EventRow.objects.filter(pk__in=[uuid5(event.id, number) for number in numbers]).exists()


def _chunks(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    return (items[start : start + ledger.MOST] for start in range(0, len(items), ledger.MOST))


def _for_item(bundle_event: Event, batch: Batch, item: Item) -> Event:
    """The bundle's event for one file: its id is derived, so that repeating the request repeats the same events."""
    number = item.application.receipt_number
    return replace(
        bundle_event,
        id=uuid5(bundle_event.id, number),
        receipt_number=number,
        to=batch.target_id if bundle_event.kind is Kind.SENT else "",
        bundle=batch.number,
    )


def _follow(batch: Batch, kind: Kind, items: Sequence[Item], outcomes: Sequence[Outcome], at: datetime) -> None:
    done = {Result.RECORDED, Result.DUPLICATE, Result.CONFLICT}
    arrived = [item.pk for item, outcome in zip(items, outcomes, strict=True) if outcome.result in done]
    if not arrived:
        return
    if kind in {Kind.SENT, Kind.SENT_BACK}:
        Batch.objects.filter(pk=batch.pk).update(status=Batch.Status.ON_THE_WAY, sent_at=at)
    if kind in {Kind.ARRIVED, Kind.CAME_BACK}:
        Item.objects.filter(pk__in=arrived).update(found=Item.Found.ARRIVED)
        Batch.objects.filter(pk=batch.pk).update(status=Batch.Status.ARRIVED, arrived_at=at)


def arrive_one(batch: Batch, number: str, by: Actor, at: datetime) -> Outcome:
    """One file of the bundle is scanned on arrival: `arrived` at an agency, `came_back` at the office.

    Raises NotOnTheList, and keeps that it was met; DoesNotBelong, Forbidden.
    """
    kind = Kind.CAME_BACK if batch.origin.nature == Office.Nature.AGENCY else Kind.ARRIVED
    require_with_bundle(by, Act.RECEIVE_BUNDLE, stand_of(batch))
    item = batch.items.select_related("application").filter(application__receipt_number=number).first()
    if item is None:
        raise _stray(batch, number, at)
    event = Event(uuid5(UUID(int=item.pk), f"{batch.number}{kind}"), kind, number, at, bundle=batch.number)
    with transaction.atomic():
        outcome = ledger.record([event], by=by, at=at)[0]
        if outcome.result in {Result.RECORDED, Result.DUPLICATE}:
            Item.objects.filter(pk=item.pk).update(found=Item.Found.ARRIVED)
    return outcome


def _stray(batch: Batch, number: str, at: datetime) -> Exception:
    """Keep that a file was met that nobody expected."""
    file = Application.objects.select_related("standing").filter(receipt_number=number).first()
    if file is None:
        return DoesNotBelong(training.why_unknown(number, at), number)
    if batch.status == Batch.Status.ON_THE_WAY:
        met = {"seq": file.standing.seq, "at": at}
        Stray.objects.update_or_create(batch=batch, application=file, defaults=met)
    return NotOnTheList(file)


def record_for_some(batch: Batch, events: Sequence[Event], *, by: Actor, at: datetime) -> list[Outcome]:
    """Events on files of the bundle (at most 500), told by a person; what came back or is missing shows in the bundle.

    Both or neither: reconciling later must not look for what came back.
    """
    shows = {Kind.CAME_BACK: Item.Found.ARRIVED, Kind.WENT_MISSING: Item.Found.MISSING}
    with transaction.atomic():
        outcomes = ledger.record(events, by=by, at=at)
        for event, outcome in zip(events, outcomes, strict=True):
            if event.kind in shows and outcome.result is not Result.REFUSED:
                batch.items.filter(application__receipt_number=event.receipt_number).update(found=shows[event.kind])
    return outcomes


def reconcile(batch: Batch, by: Actor, at: datetime) -> Reconciliation:
    """Close the arrival: what was not scanned is missing, and an investigation opens by itself.

    Raises HandedOverThemselves, Forbidden.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        require_with_bundle(by, Act.RECONCILE_BUNDLE, stand_of(batch))
        missing = list(batch.items.filter(found=Item.Found.EXPECTED).select_related("application"))
        events = [
            Event(
                uuid5(UUID(int=item.pk), f"{batch.number}missing"),
                Kind.WENT_MISSING,
                item.application.receipt_number,
                at,
                reason=f"tidak ada dalam bundel {batch.number}",
                bundle=batch.number,
            )
            for item in missing
        ]
        for start_at in range(0, len(events), ledger.MOST):
            outcomes = ledger.record(events[start_at : start_at + ledger.MOST], by=by, at=at)
            if any(outcome.code == Code.SAME_PERSON for outcome in outcomes):
                raise HandedOverThemselves
        Item.objects.filter(pk__in=[item.pk for item in missing]).update(found=Item.Found.MISSING)
        Batch.objects.filter(pk=batch.pk).update(status=Batch.Status.ARRIVED, arrived_at=at)
    return reconciliation(batch)


def reconciliation(batch: Batch) -> Reconciliation:
    """The bundle as it stands."""
    rows = list(batch.items.values_list("found", "application__receipt_number"))
    missing = tuple(number for status, number in rows if status == Item.Found.MISSING)
    arrived = sum(1 for status, _ in rows if status == Item.Found.ARRIVED)
    return Reconciliation(len(rows), arrived, missing)
