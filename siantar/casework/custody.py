"""Where the items are: at any minute each is with exactly one holder, and the books balance."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery

from siantar.casework.models import Application, Movement, Standing


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
