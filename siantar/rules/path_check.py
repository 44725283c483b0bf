"""Every path is explored as a whole before an office may use it: no dead end, no way round a station."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from siantar.rules import journey
from siantar.rules.event import Event
from siantar.rules.journey import Path, Refused, State
from siantar.rules.vocabulary import ENDS, FailureReason, HoldReason, Kind, Method, Stage

_HANDOVER = {"relation": "applicant", "identity_check": "pin", "old_ktp": "collected"}
_REASONS = {Kind.HELD: HoldReason.OTHER, Kind.DELIVERY_FAILED: FailureReason.OTHER}
_DONE = frozenset({Stage.FINISHED, Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY})
_LEFT_UNDONE = frozenset({Stage.REJECTED, Stage.CANCELLED})
Steps = dict[State, set[State]]
_CARRIER = {"carrier": "c", "carrier_name": "c", "shipment": "c"}
_EVENT = Event(
    UUID(int=0),
    Kind.CHECK_STARTED,
    "",
    datetime(2000, 1, 1, tzinfo=UTC),
    bundle="b",
    office="o",
    person="p",
    private={"receiver_name": "x"},
)


class BrokenPath(ValueError):
    """A path that must not be used; the message says what is wrong with it."""


def explore(path: Path) -> Steps:
    """Every state that can be reached on `path` with the states that may follow it (both ways of return)."""
    starts = [journey.begin(method, "o", complete=complete) for method in Method for complete in (True, False)]
    steps: Steps = {}
    queue = deque(starts)
    while queue:
        state = queue.popleft()
        if state in steps:
            continue
        steps[state] = set(_followers(state, path))
        queue.extend(steps[state])
    return steps


def _followers(state: State, path: Path) -> Iterable[State]:
    for kind in journey.kinds_at(state.stage):
        event = replace(
            _EVENT,
            kind=kind,
            to=journey.next_agency(state, path),
            reason=_REASONS.get(kind, "x"),
            data={**_HANDOVER, **_CARRIER, "method": _other(state.method)},
        )
        try:
            yield journey.advance(state, path, event)
        except Refused:
            continue


def _other(method: Method) -> Method:
    return Method.COUNTER if method is Method.COURIER else Method.COURIER


@lru_cache(maxsize=256)  # seven hundred states of a path take 0.1 s, and the services of an office share a few paths
def check(path: Path) -> None:
    """Raise BrokenPath unless the path is whole."""
    steps = explore(path)
    _no_way_round(path, steps)
    _every_state_has_a_way_out(steps)


def check_all(paths: Iterable[Path]) -> None:
    """Check each path, and that together they reach every stage."""
    reached: set[Stage] = set()
    for path in paths:
        check(path)
        reached |= {state.stage for state in explore(path)}
    if missing := set(Stage) - reached:
        raise BrokenPath(f"stages that no service reaches: {sorted(missing)}")


def _no_way_round(path: Path, steps: Steps) -> None:
    if not path.steps and path.digital:
        raise BrokenPath("a digital result needs a station that signs it")
    for state, followers in steps.items():
        for after in followers:
            if after.stage in _DONE and _stations_passed(after) < len(path.steps):
                raise BrokenPath(f"{after.stage} is reached past {_stations_passed(after)} of {len(path.steps)}")
            if after.step > state.step + 1:
                raise BrokenPath(f"a station is skipped from {state.stage}")


def _stations_passed(state: State) -> int:
    done_here = state.stage is Stage.ISSUED_DIGITALLY and state.result == "completed"
    return state.step + done_here


def _every_state_has_a_way_out(steps: Steps) -> None:
    leads_out = {state for state in steps if state.stage in ENDS - _LEFT_UNDONE}
    grown = True
    while grown:
        more = {state for state, followers in steps.items() if followers & leads_out} - leads_out
        leads_out |= more
        grown = bool(more)
    stuck = {state for state in steps if state not in leads_out and state.stage not in ENDS}
    if stuck:
        raise BrokenPath(f"no way out of {sorted({state.stage for state in stuck})}")
