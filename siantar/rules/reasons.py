"""Why something happened: a code of the list where there is one, and other words as they are, under `other`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from siantar.rules.event import Event
from siantar.rules.journey import Refused
from siantar.rules.vocabulary import Code, FailureReason, HoldReason, Kind, Stage

OTHER, WORDS = "other", "other"  # the code, and the place of the words in an event's data
LONGEST = 2000  # characters of a reason in words
IN_PLACE = 500  # of them beside the code; longer words stand in the data
LISTED: Mapping[Kind, type[StrEnum]] = {Kind.HELD: HoldReason, Kind.DELIVERY_FAILED: FailureReason}
TOLD_AT = frozenset({Stage.INCOMPLETE, Stage.RETURNED_FOR_CORRECTION, Stage.REJECTED, Stage.CANCELLED})
TOLD_OPENLY = TOLD_AT - {Stage.REJECTED}  # a refusal is told to whoever shows the receipt
EXPLAINING = frozenset(
    {Kind.HELD, Kind.DELIVERY_FAILED, Kind.FOUND_INCOMPLETE, Kind.RETURNED, Kind.REJECTED, Kind.CANCELLED}
)


def as_kept(event: Event) -> Event:
    """The event with its reason as it is kept. Raises Refused for words longer than a reason may be."""
    if len(event.reason) > LONGEST or len(str(event.data.get(WORDS, ""))) > LONGEST:
        raise Refused(Code.REASON_TOO_LONG, most=str(LONGEST))
    listed, code = LISTED.get(event.kind), event.reason.strip()
    if listed is not None and (not code or code in set(listed)):
        return replace(event, reason=code)
    if listed is None and len(event.reason) <= IN_PLACE:
        return event
    return replace(event, reason=OTHER, data={**event.data, WORDS: event.reason})


def words_of(kind: Kind, reason: str, data: Mapping[str, Any]) -> str:
    """What was said in words; empty where a code says all."""
    words = data.get(WORDS)
    if isinstance(words, str) and words.strip():
        return words
    return "" if kind in LISTED else reason
