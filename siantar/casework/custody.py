"""Where the items are: at any minute each is with exactly one holder, and the books balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Subquery

from siantar.casework import ledger
from siantar.casework.models import Application, Movement, Standing
from siantar.casework.outcome import Result
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role


@dataclass(frozen=True, slots=True)
class Balance:
    """How many items a holder has by the books (movements in minus out) and by the standings."""

    holder: str
    booked: int
    standing: int


def balances(office: str) -> list[Balance]:
    """The balance per holder of an office's items, residents left out."""
    books: dict[str, int] = {}
    moves = Movement.objects.filter(office=office)
    for holder, items in moves.values_list("given_to").annotate(items=Count("pk")):
        books[holder] = books.get(holder, 0) + items
    for holder, items in moves.values_list("taken_from").annotate(items=Count("pk")):
        books[holder] = books.get(holder, 0) - items
    standing = {
        row["holder"]: row["items"]
        for row in Standing.objects.filter(office=office).values("holder").annotate(items=Count("pk"))
    }
    holders = sorted({*books, *standing} - {"resident"})
    every = [Balance(holder, books.get(holder, 0), standing.get(holder, 0)) for holder in holders]
    return [balance for balance in every if balance.booked or balance.standing]


def differences(office: str) -> list[str]:
    """Receipt numbers of items whose last movement and standing name different holders."""
    last = Movement.objects.filter(application=OuterRef("pk")).order_by("-at", "-event__seq").values("given_to")[:1]
    odd = (
        Application.objects.filter(office=office).annotate(booked=Subquery(last)).exclude(booked=F("standing__holder"))
    )
    return list(odd.values_list("receipt_number", flat=True))


def investigate_differences(office: str, at: datetime) -> list[str]:
    """Open an investigation for every item whose books do not balance; the receipt numbers now looked for."""
    by = Actor(ledger.ITSELF, office, frozenset({Role.LIAISON}))
    odd = differences(office)
    events = [
        Event(uuid7(at), Kind.WENT_MISSING, number, at, reason="selisih antara buku dan keadaan") for number in odd
    ]
    looked_for = []
    for start in range(0, len(events), ledger.MOST):
        outcomes = ledger.record(events[start : start + ledger.MOST], by=by, at=at)
        recorded = {outcome.id for outcome in outcomes if outcome.result is Result.RECORDED}
        looked_for += [event.receipt_number for event in events if event.id in recorded]
    return looked_for
