"""What the counter took down is put right: names, address, the way home, or the service itself."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event, HolderKind
from siantar.rules.journey.resident import method_changed
from siantar.rules.journey.state import Path, Refused, State, begin, require_reason, wrong_stage
from siantar.rules.vocabulary import Code, Stage

ON_THE_ROAD = frozenset({Stage.OUT_FOR_DELIVERY, Stage.DELIVERY_FAILED, Stage.BACK_AT_OFFICE})
IN_THE_HOUSE = frozenset({Stage.RECEIVED, Stage.INCOMPLETE, Stage.CHECKING, Stage.AWAITING_SIGNATURE})
_HANDS = frozenset({HolderKind.COUNTER, HolderKind.SHELF, HolderKind.OFFICER})


def intake_corrected(state: State, path: Path, event: Event) -> State:
    """Put right what was taken down; another service begins anew, while the file has not left the house."""
    require_reason(event)
    if not event.data.get("fields"):
        raise Refused(Code.NOTHING_CHANGED)
    if "service" in event.data:
        return _another_service(state, event)
    if "method" not in event.data:
        return state
    if state.stage in ON_THE_ROAD:
        raise wrong_stage(state, event)
    return method_changed(state, path, event)


def _another_service(state: State, event: Event) -> State:
    """The file stands as if it had been handed in for the right service; its papers lie at the counter."""
    if state.stage not in IN_THE_HOUSE or state.step or state.holder.kind not in _HANDS:
        raise wrong_stage(state, event)
    complete = all(line["kind"] != "missing" for line in event.data["papers"])
    method = type(state.method)(event.data.get("method", state.method))
    return replace(begin(method, event.office, complete=complete), attempts=state.attempts)
