"""From events to where a file stands: the one fold behind recording, late facts, corrections and rebuilding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from siantar.rules import journey
from siantar.rules.journey import Fact, Path, State, Step
from siantar.rules.vocabulary import Code, Kind, Method, Stage

ON_THE_WAY = frozenset({Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY})  # where a told window means something


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the fold sees it."""

    id: UUID
    seq: int
    occurred_at: datetime
    fact: Fact
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the story residents see."""

    stage: Stage
    at: datetime
    office: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The item went from one holder to another with this event."""

    event: UUID
    taken_from: str
    given_to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """All that is derived of one application."""

    state: State
    path: Path
    timeline: tuple[Entry, ...]
    papers: tuple[Mapping[str, str], ...]
    promised_at: datetime | None
    last_at: datetime
    failure: str = ""
    conflicts: int = 0
    expected: tuple[datetime, datetime] | None = None
    moved: tuple[Moved, ...] = field(default=(), compare=False)


class BrokenStory(ValueError):
    """Accepted events do not fold: the store was tampered with or the rules changed under it."""


def begin(event: Recorded) -> Progress:
    """The progress right after `handed_in`."""
    data = event.fact.data
    given = data["path"]
    path = Path(tuple(Step(agency) for agency in given["steps"]), given["digital"], given["old_ktp"])
    papers = tuple(data["papers"])
    complete = not any(paper["kind"] == "missing" for paper in papers)
    state = journey.begin(Method(data["method"]), event.fact.office, complete=complete)
    return Progress(
        state,
        path,
        (Entry(state.stage, event.occurred_at, event.fact.office),),
        papers,
        _instant(data.get("promised_at")),
        event.occurred_at,
        moved=(Moved(event.id, "resident", state.holder, event.occurred_at),),
    )


def step(progress: Progress, event: Recorded) -> Progress:
    """The progress after one more event in the order of happening; raises journey.Refused."""
    before = progress.state
    state = journey.advance(before, progress.path, event.fact)
    timeline = progress.timeline
    if state.stage is not before.stage or state.attempts != before.attempts:
        timeline += (Entry(state.stage, event.occurred_at, event.fact.office),)
    moved = progress.moved
    if state.holder != before.holder:
        moved += (Moved(event.id, before.holder, state.holder, event.occurred_at),)
    expected = progress.expected if state.stage in ON_THE_WAY else None
    changed = replace(
        progress, state=state, timeline=timeline, moved=moved, last_at=event.occurred_at, expected=expected
    )
    return _details(changed, event)


def _details(progress: Progress, event: Recorded) -> Progress:
    kind, data = event.fact.kind, event.fact.data
    if kind is Kind.WINDOW_TOLD:
        return replace(progress, expected=journey.window_of(event.fact))
    if kind is Kind.VISIT_AGREED and progress.state.stage is Stage.READY_FOR_DELIVERY:
        return replace(progress, expected=journey.window_of(event.fact))
    if kind is Kind.DELIVERY_FAILED:
        return replace(progress, failure=event.fact.reason, expected=None)
    if kind is Kind.FOUND_INCOMPLETE:
        return replace(progress, promised_at=None, papers=merge_papers(progress.papers, data.get("papers", ())))
    if kind is Kind.DOCUMENTS_COMPLETED:
        papers = merge_papers(progress.papers, data.get("papers", ()))
        promised_at = _instant(data.get("promised_at")) or progress.promised_at
        return replace(progress, promised_at=promised_at, papers=papers)
    return progress


def merge_papers(
    known: Sequence[Mapping[str, str]], told: Iterable[Mapping[str, str]]
) -> tuple[Mapping[str, str], ...]:
    """The checklist with what was told since; lines are known by their requirement."""
    lines = {paper["requirement"]: paper for paper in known}
    for paper in told:
        lines[paper["requirement"]] = {**lines.get(paper["requirement"], {}), **paper}
    return tuple(lines.values())


def unfold(events: Iterable[Recorded]) -> Progress:
    """The progress of a whole story, told in the order of happening.

    Corrected events are left out, conflicts too unless a person upheld them. Raises journey.Refused at the first
    event that does not fit; BrokenStory when nothing was handed in.
    """
    every = sorted(events, key=lambda event: (event.occurred_at, event.seq))
    dropped, upheld, _ = _judgements(every)
    progress: Progress | None = None
    for event in every:
        if event.id in dropped or event.fact.kind is Kind.CORRECTED or (event.conflict and event.id not in upheld):
            continue
        if event.fact.kind is Kind.HANDED_IN:
            progress = begin(event)
        elif progress is None:
            raise BrokenStory(f"{event.id} before handing in")
        else:
            progress = step(progress, event)
    if progress is None:
        raise BrokenStory("nothing was handed in")
    last_at = max(event.occurred_at for event in every if not event.conflict or event.id in upheld)
    return replace(progress, conflicts=len(open_conflicts(every)), last_at=last_at)


def open_conflicts(story: Sequence[Recorded]) -> list[Recorded]:
    """Contradictions nobody has settled yet."""
    settled = _judgements(story)[2]
    return [event for event in story if event.conflict and event.id not in settled]


def _judgements(events: Sequence[Recorded]) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """Ids dropped by corrections, conflicts upheld, and conflicts a person has settled either way."""
    dropped: set[UUID] = set()
    upheld: set[UUID] = set()
    for event in events:
        if event.fact.kind is Kind.CORRECTED and not event.conflict:
            dropped |= {UUID(event.fact.data["event"])} if event.fact.data.get("event") else set()
            upheld |= {UUID(event.fact.data["uphold"])} if event.fact.data.get("uphold") else set()
    return dropped, upheld - dropped, dropped | upheld


def _window(told: Sequence[str] | None) -> tuple[datetime, datetime] | None:
    return (datetime.fromisoformat(told[0]), datetime.fromisoformat(told[1])) if told else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def as_data(progress: Progress) -> dict[str, Any]:
    """Plain data for the standing row; `from_data` reads it back (without the movements)."""
    return {
        "state": progress.state.as_data(),
        "path": {
            "steps": [step.agency for step in progress.path.steps],
            "digital": progress.path.digital,
            "old_ktp": progress.path.old_ktp,
        },
        "timeline": [[entry.stage, _written(entry.at), entry.office] for entry in progress.timeline],
        "papers": [dict(paper) for paper in progress.papers],
        "promised_at": _written(progress.promised_at) if progress.promised_at else None,
        "last_at": _written(progress.last_at),
        "failure": progress.failure,
        "conflicts": progress.conflicts,
        "expected": [_written(at) for at in progress.expected] if progress.expected else None,
    }


def from_data(data: Mapping[str, Any]) -> Progress:
    """The progress stored by `as_data`."""
    path = data["path"]
    return Progress(
        journey.state_from(data["state"]),
        Path(tuple(Step(agency) for agency in path["steps"]), path["digital"], path["old_ktp"]),
        tuple(Entry(Stage(stage), datetime.fromisoformat(at), office) for stage, at, office in data["timeline"]),
        tuple(data["papers"]),
        _instant(data["promised_at"]),
        datetime.fromisoformat(data["last_at"]),
        data["failure"],
        data["conflicts"],
        _window(data.get("expected")),
    )


def correction_refusal(events: Sequence[Recorded], fact: Fact) -> Code | None:
    """Why a `corrected` naming these events makes no sense, or None."""
    ids = {event.id: event for event in events}
    dropped, upheld, _ = _judgements(events)
    named = [fact.data.get("event"), fact.data.get("uphold")]
    if not any(named):
        return Code.MALFORMED
    for text in filter(None, named):
        try:
            event = ids.get(UUID(str(text)))
        except ValueError:
            return Code.MALFORMED
        if event is None or event.fact.kind in {Kind.HANDED_IN, Kind.CORRECTED}:
            return Code.UNKNOWN_EVENT
        if event.id in dropped or event.id in upheld:
            return Code.ALREADY_CORRECTED
    return None
