"""From courier to courier on the road: the taker's claim is kept, and becomes a fact when the giver has scanned too."""

from __future__ import annotations

from collections.abc import Sequence

from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.history import open_conflicts
from siantar.rules.journey import State, courier_of
from siantar.rules.vocabulary import Code, Kind

AT_THE_DOOR = frozenset({Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.UNLOADED})
AGREED = "serah terima antarkurir: keduanya sudah memindai"


def kept_as(state: State, event: Event, story: Sequence[Event]) -> Code | None:
    """The code of the conflict as which a refused fact is kept, because its teller says the item was handed to them.

    None for every other refused fact, and for a claim that is open already.
    """
    claimed = event.person in claimants(story)
    with_another = state.holder.kind is HolderKind.COURIER and state.holder != Holder.courier(event.person)
    if event.kind is Kind.LOADED and event.data.get("handed_over") and with_another:
        return None if claimed or courier_of(event) != event.person else Code.NOT_HANDED_OVER
    return Code.CONTRADICTED if event.kind in AT_THE_DOOR and claimed else None


def claims(story: Sequence[Event]) -> list[Event]:
    """What couriers told of an item that nobody has handed them yet by the records, in the order of happening."""
    takers = claimants(story)
    waiting = [
        event
        for event in open_conflicts(story)
        if event.person in takers and event.conflict in {Code.NOT_HANDED_OVER, Code.CONTRADICTED}
    ]
    return sorted(waiting, key=lambda event: (event.occurred_at, event.seq))


def claimants(story: Sequence[Event]) -> set[str]:
    """Couriers with an open claim to have been handed the item."""
    return {event.person for event in open_conflicts(story) if event.conflict == Code.NOT_HANDED_OVER}
