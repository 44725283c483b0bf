"""What a person may do with a bundle now, and its files line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from siantar.bundles import batches
from siantar.bundles.models import Batch, Item
from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.catalogue import words
from siantar.faces.frame import texts
from siantar.rules import access, receipt_number
from siantar.rules.access import Act, Actor
from siantar.rules.event import Holder
from siantar.rules.vocabulary import Kind, Role, Stage

MARKS = frozenset(
    {
        Kind.COMPLETED,
        Kind.HELD,
        Kind.RESUMED,
        Kind.RETURNED,
        Kind.ISSUED_DIGITALLY,
        Kind.CAME_BACK,
        Kind.WENT_MISSING,
    }
)


@dataclass(frozen=True, slots=True)
class May:
    """The steps a page offers: `mark` at the agency, `scan` in while open and out on arrival."""

    close: bool
    hand_over: bool
    scan: bool
    arrive: bool
    reconcile: bool
    mark: bool


@dataclass(frozen=True, slots=True)
class BundleLine:
    """One file in the bundle, and how it stands in words."""

    item: Item
    file: Application
    number: str
    state: str
    markable: bool


def may(batch: Batch, actor: Actor) -> May:
    """What this person may do with the bundle now. A liaison acts for an agency that does not use Siantar."""
    stand = batches.stand_of(batch)
    outgoing = batch.origin_id == actor.office
    travels = batch.status == Batch.Status.ON_THE_WAY

    def allowed(act: Act) -> bool:
        return access.may_with_bundle(actor, act, stand)

    return May(
        close=allowed(Act.CLOSE_BUNDLE),
        hand_over=allowed(Act.HAND_OVER_BUNDLE),
        scan=allowed(Act.FILL_BUNDLE) or (travels and not outgoing and allowed(Act.RECEIVE_BUNDLE)),
        arrive=travels and allowed(Act.RECEIVE_BUNDLE) and (stand.silent or Role.AGENCY in actor.roles),
        reconcile=travels and not outgoing and allowed(Act.RECONCILE_BUNDLE),
        mark=allowed(Act.MARK_IN_BUNDLE) and (not outgoing or batch.status == Batch.Status.ARRIVED),
    )


def lines(batch: Batch, language: str) -> list[BundleLine]:
    """List the files in the order they were scanned in."""
    items = batch.items.select_related("application__service", "application__standing").order_by("position")
    return [_line(batch, item, language) for item in items]


def line(batch: Batch, number: str, language: str) -> BundleLine | None:
    """The line of one file; None where it is not in the bundle."""
    items = batch.items.select_related("application__service", "application__standing")
    item = items.filter(application__receipt_number=number).first()
    return _line(batch, item, language) if item else None


def _line(batch: Batch, item: Item, language: str) -> BundleLine:
    file = item.application
    number = receipt_number.grouped(file.receipt_number)
    there = file.standing.holder == str(Holder.agency(batch.target_id))
    return BundleLine(item, file, number, _state(batch, item, language), markable=there)


def _state(batch: Batch, item: Item, language: str) -> str:
    standing = item.application.standing
    state = progress_of(standing).state
    if standing.stage == Stage.AT_AGENCY and standing.holder == str(Holder.agency(batch.target_id)):
        if state.hold:
            return words.reason(state.hold, language)
        return str(texts.RESULTS.get(state.result, _("Diproses")))
    if batch.status in {Batch.Status.OPEN, Batch.Status.CLOSED}:
        return _("Siap berangkat")
    return str(texts.FOUND[item.found])
