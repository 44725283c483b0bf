"""From events to where a file stands: the one fold behind deciding, late facts, corrections and rebuilding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from siantar.rules import journey, reasons
from siantar.rules.event import RESIDENT, Event, Holder, Paper, PaperKind
from siantar.rules.journey import Path, PathStep, State
from siantar.rules.vocabulary import LETTER_KINDS, Code, Kind, Method, Stage

NEVER_TAKEN_BACK = LETTER_KINDS | {Kind.HANDED_IN, Kind.CORRECTED}  # a letter is withdrawn, not corrected
ON_THE_WAY = frozenset({Stage.READY_FOR_DELIVERY, Stage.OUT_FOR_DELIVERY})  # where a told window means something


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
    taken_from: Holder
    given_to: Holder
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """All that is derived of one application.

    `words`: the last reason that was told in words; `promise_hours`: working hours promised when it was handed in, 0 of
    a file from before they were kept with it.
    """

    state: State
    path: Path
    timeline: tuple[Entry, ...]
    papers: tuple[Paper, ...]
    promised_at: datetime | None
    last_at: datetime
    failure: str = ""
    conflicts: int = 0
    expected: tuple[datetime, datetime] | None = None
    moved: tuple[Moved, ...] = field(default=(), compare=False)
    words: str = ""
    promise_hours: float = 0.0

    @property
    def missing_papers(self) -> tuple[Paper, ...]:
        """What the resident still has to bring."""
        return tuple(paper for paper in self.papers if paper.kind is PaperKind.MISSING)


class BrokenStory(ValueError):
    """Accepted events do not fold: the store was tampered with or the rules changed under it."""


def path_in(data: Mapping[str, object]) -> Path:
    """Read the path that a `handed_in` froze."""
    steps: Sequence[str] = data["steps"]  # type: ignore[assignment]
    return Path(tuple(PathStep(agency) for agency in steps), bool(data["digital"]), bool(data["old_ktp"]))


def begin(event: Event) -> Progress:
    """The progress right after `handed_in`."""
    data = event.data
    papers = tuple(Paper.parse(line) for line in data["papers"])
    complete = not any(paper.kind is PaperKind.MISSING for paper in papers)
    state = journey.begin(Method(data["method"]), event.office, complete=complete)
    return Progress(
        state,
        path_in(data["path"]),
        (Entry(state.stage, event.occurred_at, event.office),),
        papers,
        _instant(data.get("promised_at")),
        event.occurred_at,
        moved=(Moved(event.id, RESIDENT, state.holder, event.occurred_at),),
        promise_hours=data.get("promise_hours", 0.0),
    )


def step(progress: Progress, event: Event) -> Progress:
    """The progress after one more event in the order of happening. Raises journey.Refused."""
    before = progress.state
    state = journey.advance(before, progress.path, event)
    timeline = progress.timeline
    if state.stage is not before.stage or state.attempts != before.attempts:
        timeline += (Entry(state.stage, event.occurred_at, event.office),)
    moved = progress.moved
    if state.holder != before.holder:
        moved += (Moved(event.id, before.holder, state.holder, event.occurred_at),)
    expected = progress.expected if state.stage in ON_THE_WAY else None
    words = progress.words
    if event.kind in reasons.EXPLAINING:
        words = reasons.words_of(event.kind, event.reason, event.data)
    after = replace(
        progress, state=state, timeline=timeline, moved=moved, last_at=event.occurred_at, expected=expected, words=words
    )
    return _with_details(after, event)


def _with_details(progress: Progress, event: Event) -> Progress:
    """What an event says beyond the stage: windows, failures, papers, the promise."""
    match event.kind:
        case Kind.WINDOW_TOLD | Kind.VISIT_AGREED:
            agreed_early = event.kind is Kind.VISIT_AGREED and progress.state.stage is not Stage.READY_FOR_DELIVERY
            return progress if agreed_early else replace(progress, expected=journey.window_of(event))
        case Kind.DELIVERY_FAILED:
            return replace(progress, failure=event.reason, expected=None)
        case Kind.INTAKE_CORRECTED if "service" in event.data:
            return _for_another_service(progress, event)
        case Kind.FOUND_INCOMPLETE:
            return replace(progress, promised_at=None, papers=_papers_after(progress, event))
        case Kind.DOCUMENTS_COMPLETED:
            promised_at = _instant(event.data.get("promised_at")) or progress.promised_at
            return replace(progress, promised_at=promised_at, papers=_papers_after(progress, event))
    return progress


def _for_another_service(progress: Progress, event: Event) -> Progress:
    """The path, papers and promise of the service the file is for after all."""
    papers = tuple(Paper.parse(line) for line in event.data["papers"])
    return replace(
        progress,
        path=path_in(event.data["path"]),
        papers=papers,
        promised_at=_instant(event.data.get("promised_at")),
        promise_hours=event.data.get("promise_hours", 0.0),
    )


def _papers_after(progress: Progress, event: Event) -> tuple[Paper, ...]:
    return merge_papers(progress.papers, [Paper.parse(line) for line in event.data.get("papers", ())])


def merge_papers(checklist: Sequence[Paper], news: Iterable[Paper]) -> tuple[Paper, ...]:
    """The checklist with what was told since; lines are recognised by their requirement."""
    lines = {paper.requirement: paper for paper in checklist}
    for paper in news:
        before = lines.get(paper.requirement)
        lines[paper.requirement] = replace(paper, name=paper.name or (before.name if before else ""))
    return tuple(lines.values())


def fold(events: Iterable[Event]) -> Progress:
    """The progress of a whole story, told in the order of happening.

    Corrected events are left out, conflicts too unless a person upheld them. Raises journey.Refused at the first
    event that does not fit; BrokenStory when nothing was handed in.
    """
    story = sorted(events, key=lambda event: (event.occurred_at, event.seq))
    judged = judgements(story)
    progress: Progress | None = None
    for event in story:
        if judged.leaves_out(event):
            continue
        if event.kind is Kind.HANDED_IN:
            progress = begin(event)
        elif progress is None:
            raise BrokenStory(f"{event.id} before handing in")
        else:
            progress = step(progress, event)
    if progress is None:
        raise BrokenStory("nothing was handed in")
    last_at = max(event.occurred_at for event in story if not event.conflict or event.id in judged.upheld)
    return replace(progress, conflicts=len(open_conflicts(story)), last_at=last_at)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people decided about events: dropped by corrections, conflicts upheld, conflicts settled either way."""

    dropped: frozenset[UUID]
    upheld: frozenset[UUID]
    settled: frozenset[UUID]

    def leaves_out(self, event: Event) -> bool:
        """Whether the fold passes over this event."""
        contradicted = bool(event.conflict) and event.id not in self.upheld
        return event.kind is Kind.CORRECTED or event.id in self.dropped or contradicted


def judgements(events: Iterable[Event]) -> Judgements:
    """Read the corrections among these events."""
    dropped: set[UUID] = set()
    upheld: set[UUID] = set()
    for event in events:
        if event.kind is Kind.CORRECTED and not event.conflict:
            dropped |= {UUID(event.data["event"])} if event.data.get("event") else set()
            upheld |= {UUID(event.data["uphold"])} if event.data.get("uphold") else set()
    return Judgements(frozenset(dropped), frozenset(upheld - dropped), frozenset(dropped | upheld))


def open_conflicts(story: Sequence[Event]) -> list[Event]:
    """Contradictions nobody has settled yet."""
    settled = judgements(story).settled
    return [event for event in story if event.conflict and event.id not in settled]


def named_in(story: Sequence[Event], correction: Event) -> list[Event]:
    """The events that a correction judges."""
    named = {correction.data.get("event"), correction.data.get("uphold")}
    return [event for event in story if str(event.id) in named]


def correction_refusal(story: Sequence[Event], correction: Event) -> Code | None:
    """Why a `corrected` naming these events makes no sense, or None."""
    by_id = {event.id: event for event in story}
    judged = judgements(story)
    named = [str(text) for key in ("event", "uphold") if (text := correction.data.get(key))]
    if not named:
        return Code.MALFORMED
    for text in named:
        try:
            event = by_id.get(UUID(text))
        except ValueError:
            return Code.MALFORMED
        if event is None or event.kind in NEVER_TAKEN_BACK:
            return Code.UNKNOWN_EVENT
        if event.id in judged.settled:
            return Code.ALREADY_CORRECTED
    return None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
