"""The memory outside the system: every fact that was acknowledged, and what the books must say of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from typing import Any
from uuid import UUID, uuid5

from tests.faults.storm.wire import Request

BY_ITSELF = frozenset({"handed_in", "delay_foreseen", "window_told"})  # events nobody sends as such
KEPT = frozenset({"recorded", "conflict", "duplicate"})


@dataclass
class Oracle:
    """What clients sent and what they were answered; safe under many threads."""

    files: dict[str, str] = field(default_factory=dict)  # id of the hand-in: receipt number
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)  # receipt number: PIN, proof
    sent: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # id: every event that was ever sent
    facts: dict[str, Mapping[str, Any]] = field(default_factory=dict)  # id: event acknowledged as a fact
    refused: dict[str, Request] = field(default_factory=dict)  # id: what was answered so
    bundles: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)  # id asked with: number, receipts
    photos: set[str] = field(default_factory=set)
    plans: dict[str, bool] = field(default_factory=dict)  # id: whether it was taken
    votes: set[str] = field(default_factory=set)
    answered: list[tuple[Request, Any]] = field(default_factory=list)  # to be sent again, and what to expect then
    stages: dict[str, str] = field(default_factory=dict)
    older: frozenset[str] = frozenset()  # ids of events that were there before
    complaints: list[str] = field(default_factory=list)  # what was already wrong while it went on
    lock: Lock = field(default_factory=Lock)

    def numbers(self, *stages: str) -> list[str]:
        """Receipt numbers that were last acknowledged at one of these stages, the oldest first."""
        with self.lock:
            return [number for number, stage in self.stages.items() if stage in stages]

    def any_answered(self, chance: Random) -> tuple[Request, Any] | None:
        with self.lock:
            return chance.choice(self.answered) if self.answered else None

    def was_refused(self, id: str, request: Request) -> None:
        """Told `refused`: no fact, unless an earlier try was told otherwise."""
        with self.lock:
            if id in self.facts:
                self.complaints.append(f"{id} was acknowledged as a fact, and refused when it was sent again")
            self.refused[id] = request


@dataclass(frozen=True)
class Books:
    """What the database holds afterwards, read past the product."""

    files: Sequence[tuple[str, str]]  # id, receipt number
    events: Sequence[tuple[str, str, str, str]]  # id, receipt number, kind, bundle
    items: Sequence[tuple[str, str, str]]  # id of the bundle's request, its number, receipt number
    photos: Sequence[str]  # ids of the events they belong to
    plans: Mapping[str, bool]  # id: whether an order was found
    visits: Sequence[str]  # receipt numbers, one for each open stop
    ballots: Sequence[str]  # receipt numbers
    answers: int
    waiting: int  # events that not all consumers followed
    undigested: int


def compare(oracle: Oracle, books: Books, times: Counter[Request]) -> Iterator[str]:
    """Each acknowledged fact that is lost, doubled or changed. `times`: how often each request set out."""
    yield from oracle.complaints
    yield from _files(oracle, books)
    yield from _events(oracle, books, times)
    yield from _bundles(oracle, books)
    for event in oracle.photos - set(books.photos):
        yield f"lost: the photo of {event}"
    yield from _plans(oracle, books)
    for number, votes in Counter(books.ballots).items():
        if votes > 1:
            yield f"doubled: the vote of {number}"
    for number in oracle.votes - set(books.ballots):
        yield f"lost: the vote of {number}"
    if len(books.ballots) != books.answers:
        yield f"{len(books.ballots)} ballots and {books.answers} answers"
    if books.waiting or books.undigested:
        yield f"{books.waiting} events wait for their consumers, {books.undigested} cannot be digested"


def _files(oracle: Oracle, books: Books) -> Iterator[str]:
    stored = dict(books.files)
    for id, number in oracle.files.items():
        if stored.get(id) != number:
            yield f"lost or changed: hand-in {id} was acknowledged as {number}, stored as {stored.get(id)}"
    first = Counter(number for _id, number, kind, _bundle in books.events if kind == "handed_in")
    for _id, number in books.files:
        if first[number] != 1:
            yield f"{number} was handed in {first[number]} times"


def _events(oracle: Oracle, books: Books, times: Counter[Request]) -> Iterator[str]:
    stored = {id: (number, kind) for id, number, kind, _bundle in books.events}
    expected: set[str] = set()
    for id, event in oracle.sent.items():
        ids = _ids(id, event)
        expected |= set(ids)
        if id in oracle.facts:
            for each, number in ids.items():
                if stored.get(each) != (number, event["type"]):
                    yield f"lost or changed: {event['type']} of {number} ({each}), stored as {stored.get(each)}"
        elif id in stored and id in oracle.refused and times[oracle.refused[id]] == 1:  # sent again, it is decided anew
            yield f"refused and stored: {event['type']} {id}"
    expected |= oracle.older
    for id, number, kind, _bundle in books.events:
        if id not in expected and kind not in BY_ITSELF:
            yield f"from nowhere: {kind} of {number} ({id})"


def _plans(oracle: Oracle, books: Books) -> Iterator[str]:
    for id, taken in oracle.plans.items():
        if id not in books.plans:
            yield f"lost: the plan {id}"
        elif taken and not books.plans[id]:
            yield f"changed: the plan {id} was taken and has no order"
    for number, stops in Counter(books.visits).items():
        if stops > 1:
            yield f"doubled: {number} is to be visited {stops} times"


def _ids(id: str, event: Mapping[str, Any]) -> dict[str, str]:
    """The facts of an event: a bundle's has one a file, whose id repeats when the event is repeated."""
    if "batch_number" not in event:
        return {id: event["receipt_number"]}
    return {str(uuid5(UUID(id), number)): number for number in event["numbers"]}


def _bundles(oracle: Oracle, books: Books) -> Iterator[str]:
    under: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for request, bundle, number in books.items:
        under.setdefault(request, set()).add(bundle)
        held.setdefault(bundle, set()).add(number)
    for request, bundles in under.items():
        if len(bundles) > 1:
            yield f"doubled: {len(bundles)} bundles under one request {request}"
    for request, (bundle, numbers) in oracle.bundles.items():
        if under.get(request) != {bundle} or held.get(bundle) != numbers:
            yield f"lost or changed: bundle {bundle} of request {request}"
