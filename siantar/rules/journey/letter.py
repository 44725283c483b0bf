"""The letter of a file: drafted, initialled in order, sent back, numbered, withdrawn. Its words are in `letters`."""

from __future__ import annotations

from dataclasses import replace

from siantar.rules.event import Event
from siantar.rules.journey.state import Path, Refused, State, require_reason
from siantar.rules.vocabulary import Code, Stage

# Where a wrong letter can still be replaced in this file: nobody outside the office has it.
_IN_THE_HOUSE = frozenset({Stage.FINISHED, Stage.READY_FOR_PICKUP, Stage.READY_FOR_DELIVERY, Stage.BACK_AT_OFFICE})


def drafted(state: State, _path: Path, event: Event) -> State:
    """Somebody wrote the letter, or wrote it anew: all initials are still to come."""
    letter, initials = event.data.get("letter"), event.data.get("initials")
    if not isinstance(letter, str) or not letter or not isinstance(initials, int) or initials < 0:
        raise Refused(Code.MALFORMED)
    return replace(state, letter=letter, initials_due=initials, letter_hands=event.person)


def initialled(state: State, _path: Path, event: Event) -> State:
    """The next in order put their initials; never the one who drafted, and nobody twice."""
    require_letter(state, event)
    if not state.initials_due:
        raise Refused(Code.NOTHING_CHANGED)
    if event.person in state.letter_hands.split(","):
        raise Refused(Code.OWN_DRAFT)
    hands = f"{state.letter_hands},{event.person}"
    return replace(state, initials_due=state.initials_due - 1, letter_hands=hands)


def returned(state: State, _path: Path, event: Event) -> State:
    """The letter goes back to who writes it, with a reason."""
    require_reason(event)
    require_letter(state, event)
    return without(state)


def require_signable(state: State, event: Event) -> None:
    """Raise Refused for a signature beside the letter, under another one, or before the initials."""
    if state.letter or event.data.get("letter"):
        require_letter(state, event)
        if state.initials_due:
            raise Refused(Code.INITIALS_MISSING)


def numbered(state: State, _path: Path, event: Event) -> State:
    """The signed letter bears its number."""
    require_letter(state, event)
    if not event.data.get("number"):
        raise Refused(Code.MALFORMED)
    return state


def withdrawn(state: State, path: Path, event: Event) -> State:
    """An issued letter holds no more; while it is in the house, another is written in its place."""
    require_reason(event)
    require_letter(state, event)
    signatures = [place for place, station in enumerate(path.steps) if not station.agency]
    if state.stage not in _IN_THE_HOUSE or not signatures:
        return without(state)
    return replace(without(state), stage=Stage.AWAITING_SIGNATURE, step=signatures[-1])


def require_letter(state: State, event: Event) -> None:
    """Raise Refused unless the event is about the letter that this file has now."""
    if not state.letter or event.data.get("letter") != state.letter:
        raise Refused(Code.OTHER_LETTER)


def without(state: State) -> State:
    """The file as if no letter were written."""
    return replace(state, letter="", initials_due=0, letter_hands="")
