"""A run of finished documents goes to an outside carrier: put in with numbers, handed over whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max, QuerySet

from siantar.casework import ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome, Result
from siantar.casework.progress import progress_of
from siantar.delivery.models import ConsignedItem, Consignment, Stop
from siantar.directory import carriers, training
from siantar.directory.models import Carrier, Office
from siantar.rules import receipt_number, shipment
from siantar.rules.access import Act, Actor, require
from siantar.rules.event import Event
from siantar.rules.receipt_number import NumberKind
from siantar.rules.shipment import NotAShipment, NumberForm
from siantar.rules.vocabulary import Code, Kind, Stage

MOST = ledger.MOST  # documents of one consignment: they go in one transaction
REUSED_AFTER = timedelta(days=365)  # a carrier may number another shipment so after a year (S10: twelve months)
_EVENTS = UUID("3d0c0f3e-6a1b-5a53-9c0e-6d2f3f1b7a10")


class WrongParcel(Exception):
    """A document that cannot go along: `code` says why, `number` which (as typed); `row` counts from 1."""

    def __init__(self, row: int, code: str, number: str) -> None:
        super().__init__(row, code, number)
        self.row, self.code, self.number = row, code, number


class AlreadyHandedOver(Exception):
    """The consignment has left: nothing goes in or out any more."""


class NotHandedOver(Exception):
    """Some documents may not go, so none went; `refused` has the outcomes by receipt number."""

    def __init__(self, refused: Sequence[tuple[str, Outcome]]) -> None:
        super().__init__(refused)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class ParcelWish:
    """A document, by its checked receipt number, and the shipment number as it was typed or scanned."""

    number: str
    shipment: str


def of_office(by: Actor) -> QuerySet[Consignment]:
    """The consignments of one's office, newest first. Raises Forbidden."""
    require(by, Act.CONSIGN, office=by.office)
    return Consignment.objects.filter(office=by.office).select_related("carrier", "office").order_by("-made_at", "pk")


def access(number: str, by: Actor) -> Consignment | None:
    """A consignment of one's office, or nothing. Raises Forbidden."""
    return of_office(by).filter(pk=number).first()


def start(carrier: Carrier, *, by: Actor, at: datetime) -> Consignment:
    """An empty consignment to a carrier of one's office. Raises Forbidden."""
    require(by, Act.CONSIGN, office=carrier.office_id)
    office = Office.objects.get(code=by.office)
    number = receipt_number.issue(office.number, kind=NumberKind.CONSIGNMENT)
    return Consignment.objects.create(number=number, office=office, carrier=carrier, made_at=at)


def put_in(consignment: Consignment, wishes: Sequence[ParcelWish], *, by: Actor, at: datetime) -> list[ConsignedItem]:
    """All of these documents, or none: raises WrongParcel at the first that does not belong; AlreadyHandedOver."""
    with transaction.atomic():
        consignment = _open(consignment, by)
        position = consignment.parcels.aggregate(last=Max("position"))["last"] or 0
        parcels = []
        for row, wish in enumerate(wishes, 1):
            file, number = _fitting(consignment, wish, row, at)
            if consignment.parcels.count() >= MOST:
                raise WrongParcel(row, "too_many_parcels", wish.number)
            position += 1
            place = {"consignment": consignment, "position": position}
            parcels.append(ConsignedItem.objects.create(application=file, shipment=number, **place))
        return parcels


def _open(consignment: Consignment, by: Actor) -> Consignment:
    """The consignment, locked with its carrier, so that no number is given out twice. Raises AlreadyHandedOver."""
    require(by, Act.CONSIGN, office=consignment.office_id)
    Carrier.objects.select_for_update().get(pk=consignment.carrier_id)
    locked = Consignment.objects.select_for_update().select_related("carrier").get(pk=consignment.pk)
    if locked.handed_at is not None:
        raise AlreadyHandedOver
    return locked


def _fitting(consignment: Consignment, wish: ParcelWish, row: int, at: datetime) -> tuple[Application, str]:
    try:
        number = shipment.read(wish.shipment, NumberForm(consignment.carrier.form))
    except NotAShipment as fault:
        raise WrongParcel(row, f"shipment_{fault.fault}", wish.shipment) from fault
    file = Application.objects.select_related("standing").filter(receipt_number=wish.number).first()
    if Application.objects.filter(receipt_number=number).exists():  # the wrong barcode was scanned
        raise WrongParcel(row, "shipment_ours", wish.shipment)
    if code := _why_not(consignment, file, wish, at):
        raise WrongParcel(row, code, wish.number)
    if _taken(consignment, number, at):
        raise WrongParcel(row, "shipment_taken", number)
    assert file is not None
    return file, number


def _why_not(consignment: Consignment, file: Application | None, wish: ParcelWish, at: datetime) -> str:
    """Why this document cannot go along, or ""."""
    if file is None:
        return training.why_unknown(wish.number, at)
    if file.office_id != consignment.office_id:
        return Code.WRONG_OFFICE
    if file.standing.stage != Stage.READY_FOR_DELIVERY:
        return Code.WRONG_STAGE
    if progress_of(file.standing).path.old_ktp:
        return Code.OLD_KTP_BY_HAND
    elsewhere = ConsignedItem.objects.filter(application=file, open=True).exists()
    return "parcel_listed" if elsewhere else ""


def _taken(consignment: Consignment, number: str, at: datetime) -> bool:
    """Whether the carrier knows something else by this number."""
    recent = ConsignedItem.objects.filter(shipment=number, consignment__made_at__gt=at - REUSED_AFTER)
    return recent.filter(consignment__carrier=consignment.carrier_id).exists()


def take_out(consignment: Consignment, row: int, *, by: Actor) -> None:
    """Take a document out again before it is handed over. Raises AlreadyHandedOver, Forbidden."""
    with transaction.atomic():
        _open(consignment, by).parcels.filter(pk=row).delete()


def drop(consignment: Consignment, *, by: Actor) -> None:
    """Throw an open consignment away; its documents stay where they are. Raises AlreadyHandedOver, Forbidden."""
    with transaction.atomic():
        _open(consignment, by).delete()


def parcels_of(consignment: Consignment) -> list[ConsignedItem]:
    """Its documents in order, with where each is now."""
    return list(
        consignment.parcels.select_related("application__standing", "application__service", "application__person")
        .order_by("position")
    )  # fmt: skip


def hand_over(consignment: Consignment, *, by: Actor, at: datetime) -> int:
    """The carrier takes all of it: `consigned` on every document; how many. Raises NotHandedOver, AlreadyHandedOver.

    Stops planned for a courier of ours fall away. Raises Forbidden.
    """
    with transaction.atomic():
        consignment = _open(consignment, by)
        parcels = parcels_of(consignment)
        outcomes = ledger.record([_event(consignment, parcel, at) for parcel in parcels], by=by, at=at)
        numbers = [parcel.application.receipt_number for parcel in parcels]
        done = {Result.RECORDED, Result.DUPLICATE}
        pairs = list(zip(numbers, outcomes, strict=True))
        if refused := [(number, outcome) for number, outcome in pairs if outcome.result not in done]:
            raise NotHandedOver(refused)
        Stop.objects.filter(application__in=[parcel.application_id for parcel in parcels], open=True).delete()
        consignment.parcels.update(open=False)
        Consignment.objects.filter(pk=consignment.pk).update(handed_at=at)
    return len(parcels)


def _event(consignment: Consignment, parcel: ConsignedItem, at: datetime) -> Event:
    """Its id follows from the parcel, so that pressing twice tells it once."""
    data = {"carrier": str(consignment.carrier_id), "shipment": parcel.shipment, "manifest": consignment.number}
    id = uuid5(_EVENTS, f"{consignment.number} {parcel.pk}")
    return Event(id, Kind.CONSIGNED, parcel.application.receipt_number, at, data=data)


def carriers_of(by: Actor) -> QuerySet[Carrier]:
    """The carriers that one's office uses. Raises Forbidden."""
    require(by, Act.CONSIGN, office=by.office)
    return carriers.of_office(by.office)
