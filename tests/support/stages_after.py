"""What each type of event does to the stage, seen by walking every kind of path to its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import product
from uuid import UUID

from siantar.rules import journey, path_check
from siantar.rules.event import Event
from siantar.rules.journey import Path, Refused, State
from siantar.rules.journey.state import PathStep
from siantar.rules.vocabulary import LETTER_KINDS, FailureReason, HoldReason, Kind, Method, Stage

_STEPS = ((PathStep("a"),), (PathStep(),), (PathStep("a"), PathStep()), (PathStep(), PathStep("a")), (PathStep("a"), PathStep("b")))
PATHS = [Path(steps, digital=digital) for steps, digital in product(_STEPS, (True, False))]
_REASONS = {Kind.HELD: HoldReason.OTHER, Kind.DELIVERY_FAILED: FailureReason.OTHER}
_VARIED = [{"fields": ["x"]}, {"courier": "another"}] + [
    {"fields": ["x"], "service": "x", "papers": [{"requirement": "x", "kind": kind}]} for kind in ("copy", "missing")
]
_DATA = {
    "relation": "applicant", "identity_check": "pin", "old_ktp": "collected",
    "carrier": "4", "carrier_name": "Pos", "shipment": "EE123456785ID",
    "asked": "wish", "told_at": "2026-11-21T00:00:00+00:00",
    "from": "2026-11-23T09:00:00+07:00", "to": "2026-11-23T12:00:00+07:00",
}  # fmt: skip
_LETTER = {"letter": "letter", "initials": 2, "number": "1"}


@dataclass
class After:
    """The stages an event leads to from another one, and whether it may leave the stage as it is."""

    stages: set[Stage] = field(default_factory=set)
    stays: bool = False


def after() -> dict[Kind, After]:
    """For each type that follows hand-in: what it does to the stage."""
    seen: dict[Kind, After] = defaultdict(After)
    for path in PATHS:
        for state in path_check.explore(path):
            for kind, then in _moves(state, path):
                if then.stage is state.stage:
                    seen[kind].stays = True
                else:
                    seen[kind].stages.add(then.stage)
    return dict(seen)


def _with_wish(state: State) -> State:
    return replace(state, redirect="wish", redirect_since="2026-11-20T00:00:00+00:00")


def _prepared(state: State, kind: Kind) -> State:
    """What an event is about is there: a wish, or a letter that still waits for initials."""
    if kind in LETTER_KINDS:
        return replace(state, letter="letter", initials_due=1, letter_hands="q")
    return _with_wish(state) if kind is Kind.REDIRECTED else state


def _moves(state: State, path: Path) -> Iterator[tuple[Kind, State]]:
    for kind, method, more in product(Kind, Method, _VARIED):
        event = Event(
            UUID(int=1), kind, "", datetime(2026, 11, 23, tzinfo=UTC), reason=_REASONS.get(kind, "x"),
            to=journey.next_agency(state, path), bundle="b", office="o", person="p",
            data={**_DATA, **(_LETTER if kind in LETTER_KINDS else {}), "method": method, **more}, private={"receiver_name": "x"},
        )  # fmt: skip
        try:
            yield kind, journey.advance(_prepared(state, kind), path, event)
        except Refused:
            continue
