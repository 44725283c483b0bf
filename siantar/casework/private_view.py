"""What the holder of the receipt may see: masked name, address, who may receive. Each look leaves a trace."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from siantar.casework import disclosure, possession
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.privacy import looks
from siantar.privacy.looks import Reader
from siantar.rules import identity
from siantar.rules.reasons import TOLD_AT


@dataclass(frozen=True, slots=True)
class PrivateView:
    """The private part of the tracking page; `locked_until` when the PIN was tried too often, else `tries_left`."""

    open: bool
    locked_until: datetime | None = None
    tries_left: int = 0
    reason: str = ""
    name: str = ""
    address: str = ""
    landmark: str = ""
    may_receive: str = ""
    phone: str = ""
    full_name: str = ""
    missing: tuple[tuple[str, str], ...] = field(default=())


def show_with_pin(number: str, pin: str, at: datetime, *, network: str) -> PrivateView:
    """The private part for a PIN told from this network; wrong ones count."""
    with transaction.atomic():
        application = _application(number)
        if application is None:
            return PrivateView(open=False)
        try:
            pin_try = possession.try_pin(application, pin, at, network=network)
        except possession.TooManyTries as locked:
            return PrivateView(open=False, locked_until=locked.until)
        if not pin_try.fits:
            waits_until = None if pin_try.left else at + possession.FROM_ONE_NETWORK.first
            return PrivateView(open=False, tries_left=pin_try.left, locked_until=waits_until)
    return _private_part(application, at, "pin")


def show_with_proof(number: str, proof: str, at: datetime) -> PrivateView:
    """The private part for a scanned receipt."""
    application = _application(number)
    if application is None or not possession.proof_fits(application, proof):
        return PrivateView(open=False)
    return _private_part(application, at, "receipt_scanned")


def show_again(number: str, at: datetime, why: str) -> PrivateView:
    """The private part for whoever showed the receipt a little while ago (the face keeps that for some minutes)."""
    application = _application(number)
    return _private_part(application, at, why) if application else PrivateView(open=False)


def _application(number: str) -> Application | None:
    return Application.objects.select_related("person", "village", "standing").filter(receipt_number=number).first()


def _private_part(application: Application, at: datetime, why: str) -> PrivateView:
    reader = Reader(None, at, f"resident:{why}")
    looks.note(reader, subject=application.person_id, file=application.pk, fields=("name", "phone", "address"))
    personal = disclosure.open_quietly(application)
    address, progress = personal.address, progress_of(application.standing)
    village = application.village.name if application.village else ""
    return PrivateView(
        open=True,
        name=identity.masked_name(personal.name),
        address=", ".join(part for part in (address.line, village) if part),
        landmark=address.landmark,
        may_receive=address.may_receive,
        full_name=personal.name,
        phone=f"…{personal.phone[-4:]}" if personal.phone else "",
        missing=tuple((paper.name, paper.reason) for paper in progress.missing_papers),
        reason=progress.words if progress.state.stage in TOLD_AT else "",
    )
