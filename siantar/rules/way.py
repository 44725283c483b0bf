"""Which way a file really went: what its stages are called follows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from siantar.rules.history import Progress
from siantar.rules.journey import Path
from siantar.rules.vocabulary import Method, Stage

AWAY = frozenset({Stage.SENT_TO_AGENCY, Stage.AT_AGENCY})
_NEXT_STATION = frozenset({Stage.CHECKING, Stage.AWAITING_SIGNATURE, Stage.FINISHED})


class Finish(StrEnum):
    """How a file comes to be finished: back from an agency, signed in the house, or checked only."""

    BACK = "back"
    SIGNED = "signed"
    HERE = "here"


class Return(StrEnum):
    """How the result, or what was handed in, comes to the resident."""

    COURIER = "courier"
    COUNTER = "counter"
    DIGITAL = "digital"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class Course:
    """What the name of a stage depends on: the agency it is about (as people call it), the finish, attempts so far.

    `carrier`: the outside carrier that has it, or had it last.
    """

    agency: str = ""
    finish: Finish = Finish.BACK
    attempts: int = 0
    carrier: str = ""


def finish_of(path: Path) -> Finish:
    """How a file on this path comes to be finished: by its last station."""
    if not path.steps:
        return Finish.HERE
    return Finish.BACK if path.steps[-1].agency else Finish.SIGNED


def agencies(path: Path, stages: Iterable[Stage]) -> tuple[str, ...]:
    """The agency (its code) that each stage of a story is about; empty where it is about none.

    A file goes to its agencies one after another, and again to the same one after a correction.
    """
    codes = [step.agency for step in path.steps if step.agency]
    place, away, about = 0, False, []
    for stage in stages:
        if away and stage in _NEXT_STATION:
            place += 1
        if stage in _NEXT_STATION or stage is Stage.RETURNED_FOR_CORRECTION:
            concerns, away = stage is Stage.RETURNED_FOR_CORRECTION, False
        else:
            concerns = stage in AWAY
            away = away or concerns
        about.append(codes[place] if concerns and place < len(codes) else "")
    return tuple(about)


def return_of(progress: Progress) -> Return:
    """How it comes back, or came: what the resident chose gives way to what happened."""
    stage = progress.state.stage
    if stage in {Stage.REJECTED, Stage.CANCELLED}:
        return Return.PAPERS
    if progress.path.digital:
        return Return.DIGITAL
    if stage in {Stage.COLLECTED, Stage.BACK_AT_OFFICE, Stage.READY_FOR_PICKUP}:
        return Return.COUNTER
    return Return.COURIER if stage is Stage.DELIVERED or progress.state.method is Method.COURIER else Return.COUNTER
