"""Where the items are: at any minute each is with exactly one holder, and the books balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from siantar.casework import ledger
from siantar.casework.models import Movement, Standing
from siantar.casework.outcome import Result
from siantar.rules.access import Actor
from siantar.rules.event import Event, HolderKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role

RESIDENT = str(HolderKind.RESIDENT)


@dataclass(frozen=True, slots=True)
class Balance:
    """How many items a holder has by the books (movements in minus out) and by the standings."""

    holder: str
    booked: int
    standing: int


def balances(office: str, *, whole: bool = False) -> list[Balance]:
    """The balance per holder of an office's items, residents left out.

    By the items that are not with residents, so that a page is as quick after years as on the first day; `whole` also
    adds up the moves of all that came home, as `siantar doctor` does.
    """
    moves, standings = Movement.objects.filter(office=office), _standings(office, whole=whole)
    if not whole:
        moves = moves.filter(application__in=standings.values("application"))
    books: dict[str, int] = {}
    for holder, items in moves.values_list("given_to").annotate(items=Count("pk")):
        books[holder] = books.get(holder, 0) + items
    for holder, items in moves.values_list("taken_from").annotate(items=Count("pk")):
        books[holder] = books.get(holder, 0) - items
    standing = {row["holder"]: row["items"] for row in standings.values("holder").annotate(items=Count("pk"))}
    holders = sorted({*books, *standing} - {RESIDENT})
    every = [Balance(holder, books.get(holder, 0), standing.get(holder, 0)) for holder in holders]
    return [balance for balance in every if balance.booked or balance.standing]


def differences(office: str, *, whole: bool = False) -> list[str]:
    """Receipt numbers of items whose last movement and standing name different holders; `whole` as for `balances`."""
    last = Movement.objects.filter(application=OuterRef("application")).order_by("-at", "-event__seq")
    odd = _standings(office, whole=whole).annotate(booked=Subquery(last.values("given_to")[:1]))
    return list(odd.exclude(booked=F("holder")).values_list("application__receipt_number", flat=True))


def _standings(office: str, *, whole: bool) -> QuerySet[Standing]:
    """Of all items of an office, or of those that are not with residents: two ranges of the index of holders."""
    standings = Standing.objects.filter(office=office)
    return standings if whole else standings.filter(Q(holder__lt=RESIDENT) | Q(holder__gt=RESIDENT))


def investigate_differences(office: str, at: datetime, *, whole: bool = False) -> list[str]:
    """Open an investigation for every item whose books do not balance; the receipt numbers now looked for."""
    by = Actor(ledger.ITSELF, office, frozenset({Role.LIAISON}))
    odd = differences(office, whole=whole)
    events = [
        Event(uuid7(at), Kind.WENT_MISSING, number, at, reason="selisih antara buku dan keadaan") for number in odd
    ]
    looked_for = []
    for start in range(0, len(events), ledger.MOST):
        outcomes = ledger.record(events[start : start + ledger.MOST], by=by, at=at)
        recorded = {outcome.id for outcome in outcomes if outcome.result is Result.RECORDED}
        looked_for += [event.receipt_number for event in events if event.id in recorded]
    return looked_for
