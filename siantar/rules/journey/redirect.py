"""A document goes elsewhere at the wish of who holds the receipt: only after the old contact was told, and a pause.

A receipt may be lost, photographed or taken: address, telephone and receiver change by it alone only so slowly that
whoever was there before can stop it. At the counter, where people are seen, `intake_corrected` changes them at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from siantar.rules.event import Event
from siantar.rules.journey.delivery import made_ready
from siantar.rules.journey.state import Path, Refused, State
from siantar.rules.vocabulary import Code, Method, Stage

PAUSE = timedelta(hours=24)  # from when the old contact was told
ELSEWHERE = frozenset({"line", "rt", "rw", "village", "phone", "may_receive"})  # a landmark leads to the same door
READY = frozenset({Stage.READY_FOR_PICKUP, Stage.READY_FOR_DELIVERY})


def asked_for(state: State, path: Path, event: Event) -> State:
    """Somebody with the receipt wants it elsewhere: nothing changes yet. A later wish takes the place of this."""
    if path.digital:
        raise Refused(Code.DIGITAL_RESULT)
    return replace(state, redirect=str(event.id), redirect_since=event.occurred_at.isoformat())


def stopped(state: State, _path: Path, _event: Event) -> State:
    """It stays as it was."""
    if not state.redirect:
        raise Refused(Code.NO_REDIRECT)
    return _settled(state)


def done(state: State, path: Path, event: Event) -> State:
    """The wish holds from now on. Raises Refused for another wish than the one that waits, and before its time."""
    if not state.redirect or event.data.get("asked") != state.redirect:
        raise Refused(Code.NO_REDIRECT)
    if event.occurred_at < holds_from(state, _told_at(event)):
        raise Refused(Code.REDIRECT_WAITS)
    settled = _settled(state)
    if event.data.get("method") != Method.COURIER:
        return settled
    by_courier = replace(settled, method=Method.COURIER)
    return made_ready(by_courier, path, event) if state.stage in READY else by_courier


def holds_from(state: State, told_at: datetime) -> datetime:
    """When a wish may hold whose old contact was told at `told_at`. Raises Refused where they were told of another."""
    if told_at < datetime.fromisoformat(state.redirect_since):
        raise Refused(Code.REDIRECT_WAITS)
    return told_at + PAUSE


def require_harmless(event: Event) -> None:
    """Raise Refused where a change would lead the document elsewhere: that is asked for, and waits."""
    if any(event.private.get(name) for name in ELSEWHERE):
        raise Refused(Code.REDIRECT_WAITS)


def _settled(state: State) -> State:
    return replace(state, redirect="", redirect_since="")


def _told_at(event: Event) -> datetime:
    try:
        told_at = datetime.fromisoformat(str(event.data.get("told_at")))
    except ValueError as error:
        raise Refused(Code.MALFORMED) from error
    if told_at.tzinfo is None:
        raise Refused(Code.MALFORMED)
    return told_at
