"""A bundle passes between two people: who took over is not who handed over, with an account in each place."""

from __future__ import annotations

from collections.abc import Sequence

from siantar.rules.access import AT_THE_AGENCY
from siantar.rules.event import Event, HolderKind
from siantar.rules.evidence import Evidence
from siantar.rules.history import Progress
from siantar.rules.journey import Refused
from siantar.rules.vocabulary import Code, Kind

TAKEN_OVER = frozenset({Kind.ARRIVED, Kind.CAME_BACK, Kind.WENT_MISSING})
_GIVEN = AT_THE_AGENCY | {Kind.SENT}


def require_another(event: Event, story: Sequence[Event], progress: Progress, evidence: Evidence) -> None:
    """Raise Refused where the one who says that it arrived, or did not, is who last had it in the other place."""
    if event.kind not in TAKEN_OVER or not evidence.other_accounts:
        return
    if event.kind is Kind.WENT_MISSING and progress.state.holder.kind is not HolderKind.BUNDLE:
        return
    before = (each for each in story if each.occurred_at <= event.occurred_at and not each.conflict)
    handovers = [each for each in before if each.kind in _GIVEN and each.office != event.office]
    if handovers and max(handovers, key=_moment).person in evidence.other_accounts:
        raise Refused(Code.SAME_PERSON)


def _moment(event: Event) -> tuple[object, ...]:
    return event.occurred_at, event.seq
