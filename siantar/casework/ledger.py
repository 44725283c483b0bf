"""The only writer of events, standings, movements and track rows.

`record` takes 1 to 500 events in one transaction and a handful of statements: it locks the files, looks up all that
the decisions need, lets `rules.decide` decide each, and writes. The same event sent twice changes nothing the second
time. What follows from an event hangs on its row (`consequences`), never on who called here.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from siantar.casework import bulk_sql, chain, derived, nudging, stories, surroundings
from siantar.casework.derived import File
from siantar.casework.models import Application, EventRow
from siantar.casework.outcome import Outcome, Result
from siantar.casework.surroundings import Surroundings
from siantar.directory import training
from siantar.privacy import vault
from siantar.rules import history
from siantar.rules.access import Actor
from siantar.rules.decide import ITSELF, Decision, History, Verdict, decide, needs_events
from siantar.rules.event import COLUMNS, Event
from siantar.rules.history import Progress
from siantar.rules.vocabulary import Code

__all__ = ["ITSELF", "MOST", "open_file", "record"]

MOST = 500
PRIVATE_PLACE = "event.private"
Stored = dict[UUID, tuple[str, str]]  # receipt number and kind of the events that are recorded already
_RESULTS = {
    Verdict.ACCEPTED: Result.RECORDED,
    Verdict.CONTRADICTED: Result.CONFLICT,
    Verdict.REFUSED: Result.REFUSED,
}


@dataclass(slots=True)
class _Call:
    """One call to `record` while it is decided: the files as they stand after each event, and what is to be written."""

    by: Actor
    at: datetime
    files: dict[str, File]
    histories: dict[str, History]
    stored: Stored
    surroundings: Surroundings
    events: list[Event] = field(default_factory=list)
    private: list[tuple[UUID, bytes, bytes]] = field(default_factory=list)
    touched: dict[str, File] = field(default_factory=dict)


def record(events: Sequence[Event], *, by: Actor, at: datetime) -> list[Outcome]:
    """Record events (at most 500) as `by` tells them at `at`; one outcome per event, in the order given."""
    if len(events) > MOST:
        raise ValueError(f"at most {MOST} events at once")
    try:
        return _record(events, by=by, at=at)
    except IntegrityError:  # somebody recorded one of these ids for another file a moment ago: now it is stored
        return _record(events, by=by, at=at)


def _record(events: Sequence[Event], *, by: Actor, at: datetime) -> list[Outcome]:
    with transaction.atomic():
        call = _gather(events, by, at)
        outcomes: dict[int, Outcome] = {}
        # In the order of happening: what is told first need not have happened first.
        for place in sorted(range(len(events)), key=lambda place: events[place].occurred_at):
            outcomes[place] = _settle(events[place], call)
        _write(call.events, call.private)
        derived.write(list(call.touched.values()))
    return [outcomes[place] for place in range(len(events))]


def open_file(application: Application, event: Event, *, by: Actor, at: datetime) -> Progress:
    """Record `handed_in`, the first event of a new application; the caller holds the transaction."""
    first = replace(event, office=by.office, person=by.person, seq=1, recorded_at=at)
    progress = history.begin(first)
    file = derived.file_of(application, progress, 1, "")
    stored, private = _chained(file, first)
    _write([stored], private)
    derived.write([file])
    return progress


def _gather(events: Sequence[Event], by: Actor, at: datetime) -> _Call:
    """Lock the files and read, for all events at once, everything the decisions may ask for."""
    files = {file.face.receipt_number: file for file in map(derived.read, _lock(events))}
    stored = _stored([event.id for event in events])
    fresh = [event for event in events if event.id not in stored and event.receipt_number in files]
    around = surroundings.look_up(fresh, files, by.person, at)
    return _Call(by, at, files, _histories(files, fresh, around), stored, around)


def _lock(events: Iterable[Event]) -> list[bulk_sql.Locked]:
    return bulk_sql.lock(sorted({event.receipt_number for event in events}))


def _stored(ids: Sequence[UUID]) -> Stored:
    rows = EventRow.objects.filter(id__in=ids).values_list("id", "application__receipt_number", "kind")
    return {id: (number, kind) for id, number, kind in rows}


def _histories(files: dict[str, File], events: Sequence[Event], around: Surroundings) -> dict[str, History]:
    """Where each file stands; with its whole story where a decision of this call may need it."""
    histories = {number: History(file.handed_in_at, file.progress, file.seq) for number, file in files.items()}
    mentions = Counter(event.receipt_number for event in events)
    elsewhere = bool(around.other_accounts)
    needed = {
        event.receipt_number
        for event in events
        if needs_events(histories[event.receipt_number], event, elsewhere=elsewhere)
    }
    # A file told of twice in one call may be late, or contradicted, by its own earlier event.
    needed |= {number for number, count in mentions.items() if count > 1}
    read = stories.of([files[number].id for number in needed])
    return histories | {number: replace(histories[number], events=read[files[number].id]) for number in needed}


def _settle(event: Event, call: _Call) -> Outcome:
    file = call.files.get(event.receipt_number)
    if event.id in call.stored:
        return _again(event, call.stored[event.id], file)
    if file is None:
        return Outcome(event.id, Result.REFUSED, code=training.why_unknown(event.receipt_number, call.at))
    evidence = call.surroundings.evidence(file, event)
    decision = decide(call.histories[event.receipt_number], event, actor=call.by, evidence=evidence, at=call.at)
    if decision.verdict is not Verdict.REFUSED:
        call.stored[event.id] = (event.receipt_number, event.kind)
        _take_up(decision, file, call)
    stage = file.progress.state.stage
    return Outcome(event.id, _RESULTS[decision.verdict], stage, decision.code, decision.data)


def _again(event: Event, stored: tuple[str, str], file: File | None) -> Outcome:
    if file is None or (event.receipt_number, event.kind) != stored:
        return Outcome(event.id, Result.REFUSED, code=Code.ID_TAKEN)
    return Outcome(event.id, Result.DUPLICATE, file.progress.state.stage)


def _take_up(decision: Decision, file: File, call: _Call) -> None:
    """Put what was decided on the file's chain and into what will be written."""
    number = file.face.receipt_number
    call.histories[number] = decision.history
    file.progress = decision.history.progress
    file.refolded = file.refolded or decision.refolded
    call.touched[number] = file
    for event in decision.events:
        stored, private = _chained(file, event)
        call.events.append(stored)
        call.private += private


def _chained(file: File, event: Event) -> tuple[Event, list[tuple[UUID, bytes, bytes]]]:
    """The event bound to the one before it, and its sealed personal part."""
    salt = os.urandom(16) if event.private else b""
    digest = chain.private_digest(salt, event.private) if event.private else ""
    linked = replace(event, application=file.id, private_digest=digest, previous=file.head)
    stored = replace(linked, hash=chain.digest(linked))
    file.seq, file.head = stored.seq, stored.hash
    if not event.private:
        return stored, []
    return stored, [(event.id, salt, vault.seal(PRIVATE_PLACE, event.id, chain.canonical(event.private)))]


def _write(events: Sequence[Event], private: Sequence[tuple[UUID, bytes, bytes]]) -> None:
    names = [name for name, _ in COLUMNS]
    bulk_sql.insert(bulk_sql.EVENTS, [tuple(getattr(event, name) for name in names) for event in events])
    bulk_sql.insert(bulk_sql.PRIVATE_PARTS, private)
    if events:
        transaction.on_commit(nudging.nudge)
