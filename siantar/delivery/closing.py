"""Close a courier's day: hands are reconciled, not the stops of a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from siantar.casework.models import Application
from siantar.casework.progress import progress_of
from siantar.delivery import hands
from siantar.delivery.models import Run, Stop
from siantar.delivery.runs import NotYourRun
from siantar.rules.access import Act, Actor, may
from siantar.rules.event import Holder
from siantar.rules.vocabulary import Stage

LONGEST = 200  # characters of one explanation
FATES = ("delivered", "back", "explained", "still_out", "not_loaded")


class Unexplained(Exception):
    """Items are in the courier's hands still, and nobody said of each of them why; `numbers` names them."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(numbers)
        self.numbers = numbers


@dataclass(frozen=True, slots=True)
class InHand:
    """An item the courier carries; `listed` when it is a stop of the run."""

    number: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The day of a run in numbers: what went out equals delivered + back + explained + still out."""

    loaded: int
    delivered: tuple[str, ...]
    back: tuple[str, ...]
    explained: tuple[str, ...]
    still_out: tuple[str, ...]
    not_loaded: tuple[str, ...]
    in_hand: tuple[InHand, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether nothing is left in the courier's hands."""
        return not self.still_out


def tally(run: Run) -> Tally:
    """What became of the run's items and, while it is open, of all the courier has in hand, by the ledger."""
    sorts: dict[str, list[str]] = {fate: [] for fate in FATES}
    stops = list(run.stops.select_related("application__standing").order_by("position"))
    for stop in stops:
        sorts[_fate(run, stop)].append(stop.application.receipt_number)
    in_hand = () if run.status == Run.Status.CLOSED else _in_hand(run, stops)
    sorts["still_out"] += [item.number for item in in_hand if not item.listed]
    loaded = sum(len(sorts[fate]) for fate in FATES if fate != "not_loaded")
    return Tally(loaded, **{fate: tuple(numbers) for fate, numbers in sorts.items()}, in_hand=in_hand)


def _in_hand(run: Run, stops: Sequence[Stop]) -> tuple[InHand, ...]:
    listed = {stop.application_id: stop.position for stop in stops}
    carried = sorted(hands.carried_by(run.courier_id), key=lambda file: listed.get(file.pk, len(listed) + 1))
    return tuple(InHand(file.receipt_number, file.applicant_name, file.pk in listed) for file in carried)


def _fate(run: Run, stop: Stop) -> str:
    standing = stop.application.standing
    if stop.application.receipt_number in run.explained or standing.stage == Stage.UNDER_INVESTIGATION:
        return "explained"
    if standing.holder == str(Holder.courier(str(run.courier_id))):
        return "explained" if run.status == Run.Status.CLOSED else "still_out"
    if standing.stage == Stage.DELIVERED:
        return "delivered"
    if standing.stage == Stage.READY_FOR_DELIVERY and not progress_of(standing).state.attempts:
        return "not_loaded"
    return "back"


def close(run: Run, *, by: Actor, at: datetime, explanations: Mapping[str, str] | None = None) -> Tally:
    """Close the day of a run: hands are empty, or somebody says of each item by its number why it is there.

    What was in hand without a stop becomes a stop. Raises Unexplained, NotYourRun.
    """
    with transaction.atomic():
        # Locked before asking what is in hand: a load recorded later finds the run closed (`runs.take_along`).
        locked = Run.objects.select_for_update().filter(pk=run.pk, office=by.office).first()
        if locked is None or not may(by, Act.CLOSE_RUN, office=run.office_id) or locked.status == Run.Status.CLOSED:
            raise NotYourRun
        sums = tally(locked)
        reasons = {number: text.strip()[:LONGEST] for number, text in (explanations or {}).items()}
        silent = [number for number in sums.still_out if not reasons.get(number)]
        if silent:
            raise Unexplained(silent)
        _list_unlisted(locked, sums)
        Stop.objects.filter(run=locked).update(open=False)
        locked.status, locked.closed_at = Run.Status.CLOSED, at
        locked.explained = {number: reasons[number] for number in sums.still_out}
        locked.save(update_fields=["status", "closed_at", "explained"])
    return sums


def _list_unlisted(run: Run, sums: Tally) -> None:
    unlisted = [item.number for item in sums.in_hand if not item.listed]
    last = run.stops.order_by("-position").values_list("position", flat=True).first() or 0
    files = Application.objects.filter(receipt_number__in=unlisted).order_by("pk")
    Stop.objects.bulk_create(
        Stop(run=run, application=file, position=place, open=False) for place, file in enumerate(files, last + 1)
    )
