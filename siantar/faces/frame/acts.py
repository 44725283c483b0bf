"""What a person may do with a file now, and doing it: shared by the doors."""

from __future__ import annotations

from dataclasses import dataclass

from siantar.casework import ledger, unfolding
from siantar.casework.facts import NewEvent, Outcome
from siantar.casework.models import Application
from siantar.catalogue import words
from siantar.directory import offices
from siantar.faces.frame import texts
from siantar.rules import journey, permission
from siantar.rules.identifiers import uuid7
from siantar.rules.journey import Fact, Refused
from siantar.rules.permission import Actor, Place
from siantar.rules.vocabulary import Kind

FREE_REASON = frozenset({Kind.FOUND_INCOMPLETE, Kind.RETURNED, Kind.REJECTED, Kind.WENT_MISSING})
ELSEWHERE = frozenset(
    {Kind.SENT, Kind.SENT_BACK, Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.COLLECTED, Kind.LOADED, Kind.CORRECTED}
)


@dataclass(frozen=True, slots=True)
class Offer:
    """An act the page may offer: its verb, and the reasons it asks for."""

    kind: Kind
    verb: str
    free_reason: bool
    reasons: tuple[tuple[str, str], ...]


def offers(application: Application, actor: Actor, language: str) -> list[Offer]:
    """Exactly the acts this person may take on this file now (scanning acts are on their own pages)."""
    progress = unfolding.from_data(application.standing.progress)
    agency = journey.next_agency(progress.state, progress.path)
    place = Place(application.office_id, agency not in offices.silent_agencies())
    found = []
    for kind in journey.possible(progress.state, progress.path) - ELSEWHERE:
        fact = Fact(kind, actor.office, actor.person)
        try:
            permission.permit(actor, fact, progress.state, progress.path, place)
        except Refused:
            continue
        found.append(Offer(kind, str(texts.VERBS[kind]), kind in FREE_REASON, _reasons(kind, language)))
    return sorted(found, key=lambda offer: list(Kind).index(offer.kind))


def _reasons(kind: Kind, language: str) -> tuple[tuple[str, str], ...]:
    if kind is not Kind.HELD:
        return ()
    return tuple((str(code), sentence.in_language(language)) for code, sentence in words.HOLDS.items())


def act(request: object, kind: Kind, number: str, **more: object) -> Outcome:
    """Record one event by the person of this request, now."""
    at, actor = request.at, request.actor  # type: ignore[attr-defined]
    event = NewEvent(uuid7(at), kind, number, at, **more)  # type: ignore[arg-type]
    return ledger.record([event], by=actor, at=at)[0]
