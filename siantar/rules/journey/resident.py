"""What the resident changes with the receipt in hand."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event
from siantar.rules.journey.delivery import made_ready, window_of
from siantar.rules.journey.redirect import READY, require_harmless
from siantar.rules.journey.state import Path, Refused, State
from siantar.rules.vocabulary import Code, Method


def method_changed(state: State, path: Path, event: Event) -> State:
    """The other way home; what stands ready stands ready for that one."""
    if path.digital:
        raise Refused(Code.DIGITAL_RESULT)
    if event.data.get("method") not in set(Method):
        raise Refused(Code.MALFORMED)
    require_harmless(event)
    chosen = replace(state, method=Method(event.data["method"]))
    return made_ready(chosen, path, event) if state.stage in READY else chosen


def corrected(state: State, _path: Path, event: Event) -> State:
    """A landmark, or a receiver taken back; what leads elsewhere waits."""
    require_harmless(event)
    return state


def visit_agreed(state: State, _path: Path, event: Event) -> State:
    """A day and window for the courier."""
    if state.method is not Method.COURIER:
        raise Refused(Code.COLLECTS_AT_COUNTER)
    window_of(event)
    return state
