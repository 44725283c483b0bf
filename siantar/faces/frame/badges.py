"""The colour of a stage's badge: whose turn it is, and a colour of its own for what ended without a document."""

from __future__ import annotations

from siantar.rules.promise import clock_of
from siantar.rules.vocabulary import Stage

STOPPED = frozenset({Stage.REJECTED, Stage.CANCELLED})


def badge_of(stage: Stage) -> str:
    """The kind of badge (`badge-...` in the style sheets)."""
    return "stopped" if stage in STOPPED else str(clock_of(stage))
