"""The only writer of events, standings, movements and track rows.

`record` takes 1 to 500 events in one transaction and a handful of statements. It locks the files, decides each event
by the rules, keeps what contradicts as a conflict, refuses what may not be, and brings all that is derived up to date.
The same event sent twice changes nothing the second time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from siantar.casework import bulk_sql, chain, derived, hand_to_hand, history, possession
from siantar.casework.derived import File
from siantar.casework.facts import NewEvent, Outcome, Result
from siantar.casework.history import Progress, Recorded
from siantar.casework.models import Application, Event
from siantar.casework.promise import promise_after_pause
from siantar.directory import offices
from siantar.privacy import vault
from siantar.rules import access, journey
from siantar.rules.access import Actor, Place
from siantar.rules.identifiers import uuid7
from siantar.rules.journey import Fact, Refused
from siantar.rules.vocabulary import Code, Kind

MOST = 500
CLOCKS_DIFFER = timedelta(minutes=10)
PRIVATE_PLACE = "event.private"
ITSELF = "siantar"
AGREED = "serah terima antarkurir: keduanya sudah memindai"
Known = dict[UUID, tuple[str, str, str]]


@dataclass(slots=True)
class Writing:
    """What one call to `record` is about to write; `silent` are the agencies that do not use Siantar."""

    by: Actor
    at: datetime
    silent: frozenset[str] = frozenset()
    events: list[chain.Row] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    private: list[tuple[UUID, bytes, bytes]] = field(default_factory=list)


def record(events: Sequence[NewEvent], *, by: Actor, at: datetime) -> list[Outcome]:
    """Record events (at most 500) as told by `by` at `at`; one outcome per event, in the order given."""
    if len(events) > MOST:
        raise ValueError(f"at most {MOST} events at once")
    try:
        return _record(events, by=by, at=at)
    except IntegrityError:  # somebody recorded one of these ids for another file a moment ago: now it is known
        return _record(events, by=by, at=at)


def _record(events: Sequence[NewEvent], *, by: Actor, at: datetime) -> list[Outcome]:
    with transaction.atomic():
        files = _lock({event.receipt_number for event in events})
        known = _known_ids([event.id for event in events])
        writing = Writing(by, at, _silent_agencies(events))
        outcomes: dict[int, Outcome] = {}
        for place in sorted(range(len(events)), key=lambda place: events[place].occurred_at):
            outcomes[place] = _settle(events[place], files, known, writing)
        _write(writing, [file for file in files.values() if file.touched])
    return [outcomes[place] for place in range(len(events))]


def open_file(application: Application, event: NewEvent, *, by: Actor, at: datetime) -> Progress:
    """Record `handed_in`, the first event of a new application; the caller holds the transaction."""
    fact = _fact(event, by)
    progress = history.begin(Recorded(event.id, 1, event.occurred_at, fact))
    file = derived.file_of(application, progress, 0, "")
    writing = Writing(by, at)
    _append(file, event, writing)
    _write(writing, [file])
    return progress


def _lock(numbers: set[str]) -> dict[str, File]:
    return {file.face.receipt_number: file for file in map(derived.read, bulk_sql.lock(sorted(numbers)))}


def _silent_agencies(events: Sequence[NewEvent]) -> frozenset[str]:
    asked = any(event.kind in access.AT_THE_AGENCY for event in events)
    return offices.silent_agencies() if asked else frozenset()


def _known_ids(ids: Sequence[UUID]) -> Known:
    rows = Event.objects.filter(id__in=ids).values_list("id", "application__receipt_number", "kind", "conflict")
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _settle(event: NewEvent, files: dict[str, File], known: Known, writing: Writing) -> Outcome:
    file = files.get(event.receipt_number)
    if event.id in known:
        return _again(event, known[event.id], file)
    if file is None:
        return Outcome(event.id, Result.REFUSED, code=Code.UNKNOWN_RECEIPT)
    try:
        conflict = _decide(file, event, writing)
    except Refused as refusal:
        return Outcome(event.id, Result.REFUSED, file.progress.state.stage, refusal.code, refusal.data)
    known[event.id] = (event.receipt_number, event.kind, conflict or "")
    stage = file.progress.state.stage
    if conflict:
        return Outcome(event.id, Result.CONFLICT, stage, conflict)
    return Outcome(event.id, Result.RECORDED, stage)


def _again(event: NewEvent, stored: tuple[str, str, str], file: File | None) -> Outcome:
    if file is None or (event.receipt_number, event.kind) != stored[:2]:
        return Outcome(event.id, Result.REFUSED, code=Code.ID_TAKEN)
    return Outcome(event.id, Result.DUPLICATE, file.progress.state.stage)


def _decide(file: File, event: NewEvent, writing: Writing) -> Code | None:
    """Bring the event into the file; the code of the conflict when it is kept as one. Raises Refused."""
    by, at = writing.by, writing.at
    if event.occurred_at > at + CLOCKS_DIFFER:
        raise Refused(Code.FROM_THE_FUTURE)
    if event.occurred_at < file.handed_in_at:
        raise Refused(Code.BEFORE_HAND_IN)
    event = _completed(file, event)
    fact = _fact(event, by)
    _require_scope(file, fact, by)
    if event.kind is Kind.CORRECTED:
        _correct(file, event, writing)
        return None
    if event.occurred_at < file.progress.last_at:
        return _late(file, event, writing)
    try:
        _permit(file.progress, file, fact, writing)
        progress = history.step(file.progress, Recorded(event.id, file.seq + 1, event.occurred_at, fact))
    except Refused:
        code = hand_to_hand.kept_as(file.progress, event, by.person, lambda: _story(file, writing))
        if code is None:
            raise
        return _keep_as_conflict(file, event, writing, code if _possession_shown(file, event, at) else Code.WRONG_PROOF)
    if not _possession_shown(file, event, at):
        return _keep_as_conflict(file, event, writing, Code.WRONG_PROOF)
    file.progress = progress
    _append(file, event, writing)
    if event.kind is Kind.UNLOADED:
        _settle_claims(file, writing)
    return None


def _late(file: File, event: NewEvent, writing: Writing) -> Code | None:
    """A fact that happened before others that are recorded: put in its place, or kept as a conflict."""
    story = _story(file, writing)
    mine = Recorded(event.id, file.seq + 1, event.occurred_at, _fact(event, writing.by))
    earlier = [told for told in story if told.occurred_at <= event.occurred_at]
    try:
        before = history.unfold(earlier)
        _permit(before, file, mine.fact, writing)
        progress = history.unfold([*story, mine])
    except Refused as refusal:
        if refusal.code in {Code.WRONG_ROLE, Code.WRONG_OFFICE, Code.REASON_MISSING, Code.UNKNOWN_REASON}:
            raise
        return _keep_as_conflict(file, event, writing, Code.CONTRADICTED)
    if not _possession_shown(file, event, writing.at):
        return _keep_as_conflict(file, event, writing, Code.WRONG_PROOF)
    file.progress, file.retold = progress, True
    _append(file, event, writing)
    if event.kind is Kind.UNLOADED:
        _settle_claims(file, writing)
    return None


def _settle_claims(file: File, writing: Writing) -> None:
    """The giver has scanned: what the taker told since is no contradiction any more, as far as it fits."""
    if not file.progress.conflicts:
        return
    siantar = replace(writing, by=Actor(ITSELF, file.face.office, frozenset()))
    for claim in hand_to_hand.claims(_story(file, writing)):
        uphold = NewEvent(
            uuid7(writing.at), Kind.CORRECTED, file.face.receipt_number, writing.at,
            reason=AGREED, data={"uphold": str(claim.id)},
        )  # fmt: skip
        told = Recorded(uphold.id, file.seq + 1, uphold.occurred_at, _fact(uphold, siantar.by))
        try:
            file.progress = history.unfold([*_story(file, writing), told])
        except Refused:
            return
        file.retold = True
        _append(file, uphold, siantar)


def _correct(file: File, event: NewEvent, writing: Writing) -> None:
    fact = _fact(event, writing.by)
    if not fact.reason.strip():
        raise Refused(Code.REASON_MISSING, type=fact.kind)
    story = _story(file, writing)
    if code := history.correction_refusal(story, fact):
        raise Refused(code)
    told = Recorded(event.id, file.seq + 1, event.occurred_at, fact)
    try:
        file.progress = history.unfold([*story, told])
    except Refused as refusal:
        raise Refused(Code.BREAKS_LATER_FACT) from refusal
    file.retold = True
    _append(file, event, writing)


def _keep_as_conflict(file: File, event: NewEvent, writing: Writing, code: Code) -> Code:
    file.progress = replace(file.progress, conflicts=file.progress.conflicts + 1)
    _append(file, event, writing, conflict=code)
    return code


def _completed(file: File, event: NewEvent) -> NewEvent:
    """The event with what the office adds to it: the promise that runs again after a pause, whom it allows."""
    data = dict(event.data)
    if event.kind is Kind.DOCUMENTS_COMPLETED:
        told = {paper["requirement"]: paper for paper in data.get("papers", ())}
        rest = [p for p in file.progress.papers if p["kind"] == "missing" and p["requirement"] not in told]
        data["papers"] = [*told.values(), *({**paper, "kind": "copy"} for paper in rest)]
        if promised_at := promise_after_pause(_stored(file), file.progress, event.occurred_at):
            data["promised_at"] = promised_at.isoformat()
    if event.kind in {Kind.DELIVERED, Kind.COLLECTED} and file.also_allowed:
        data["also_allowed"] = list(file.also_allowed)
    return replace(event, data=data)


def _fact(event: NewEvent, by: Actor) -> Fact:
    """What the journey sees; of the receiver's name only that there is one."""
    data = dict(event.data)
    if event.private.get("receiver_name"):
        data["receiver_name"] = "x"
    return Fact(event.kind, by.office, by.person, event.to, event.batch, event.reason, data)


def _permit(progress: Progress, file: File, fact: Fact, writing: Writing) -> None:
    """Let the person record `fact` on the file as it stood with `progress`, or raise Refused."""
    agency = journey.next_agency(progress.state, progress.path)
    place = Place(file.face.office, agency not in writing.silent)
    access.permit(writing.by, fact, progress.state, progress.path, place)


def _require_scope(file: File, fact: Fact, by: Actor) -> None:
    """Role and office come before all else, so that a stranger learns nothing of the stage."""
    agencies = {station.agency for station in file.progress.path.steps}
    if by.office != file.face.office and by.office not in agencies:
        raise Refused(Code.WRONG_OFFICE)
    if fact.kind is Kind.CORRECTED and not by.roles & access.ROLES[Kind.CORRECTED]:
        raise Refused(Code.WRONG_ROLE, type=fact.kind)


def _possession_shown(file: File, event: NewEvent, at: datetime) -> bool:
    """Whether the handover's claim of scanned receipt or told PIN holds; True where none is claimed."""
    if event.kind not in {Kind.DELIVERED, Kind.COLLECTED} or not event.data.get("identity_check"):
        return True
    check = event.data["identity_check"]
    if check == "receipt_scanned":
        return possession.proof_fits(_stored(file), event.secret.get("proof", ""))
    if check == "pin":
        try:
            return possession.pin_fits(_stored(file), event.secret.get("pin", ""), at)
        except possession.TooManyTries:
            return False
    return True


def _stored(file: File) -> Application:
    return Application.objects.select_related("service", "office").get(pk=file.id)


def _story(file: File, writing: Writing) -> list[Recorded]:
    """All events of a file, those of this call included."""
    stored = Event.objects.filter(application_id=file.id).order_by("seq")
    story = [told_by(event) for event in stored]
    now = [row for row in writing.events if row.application == file.id]
    story += [_told_by_row(row) for row in now]
    return story


def told_by(event: Event) -> Recorded:
    """A stored event as the fold sees it."""
    data = {**event.data, "receiver_name": "x"} if event.private_digest else event.data
    fact = Fact(Kind(event.kind), event.office, event.person, event.to, event.batch, event.reason, data)
    return Recorded(event.id, event.seq, event.occurred_at, fact, event.conflict)


def _told_by_row(row: chain.Row) -> Recorded:
    data = {**row.data, "receiver_name": "x"} if row.private_digest else row.data
    fact = Fact(Kind(row.kind), row.office, row.person, row.to, row.batch, row.reason, data)
    return Recorded(row.id, row.seq, row.occurred_at, fact, row.conflict)


def _append(file: File, event: NewEvent, writing: Writing, *, conflict: str = "") -> None:
    """Add the event to the chain of its file and to what will be written."""
    salt = os.urandom(16) if event.private else b""
    row = chain.Row(
        id=event.id,
        application=file.id,
        seq=file.seq + 1,
        kind=event.kind,
        occurred_at=event.occurred_at,
        recorded_at=writing.at,
        office=writing.by.office,
        person=writing.by.person,
        to=event.to,
        batch=event.batch,
        reason=event.reason,
        data=dict(event.data),
        conflict=conflict,
        private_digest=chain.private_digest(salt, event.private) if event.private else "",
        previous=file.head,
    )
    if event.private:
        writing.private.append((event.id, salt, vault.seal(PRIVATE_PLACE, event.id, chain.canonical(event.private))))
    file.seq, file.head, file.touched = row.seq, chain.digest(row), True
    writing.events.append(row)
    writing.hashes.append(file.head)


def _write(writing: Writing, files: Sequence[File]) -> None:
    bulk_sql.insert(
        bulk_sql.EVENTS,
        [
            (
                row.id, row.application, row.seq, row.kind, row.occurred_at, row.recorded_at, row.office, row.person,
                row.to, row.batch, row.reason, row.data, row.conflict, row.private_digest, row.previous, digest,
            )
            for row, digest in zip(writing.events, writing.hashes, strict=True)
        ],
    )  # fmt: skip
    bulk_sql.insert(bulk_sql.PRIVATE_PARTS, writing.private)
    derived.write(files)
