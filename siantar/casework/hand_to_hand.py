"""From courier to courier on the road: the taker's claim is kept, and becomes a fact when the giver has scanned too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from siantar.casework import history
from siantar.casework.facts import NewEvent
from siantar.casework.history import Progress, Recorded
from siantar.rules.vocabulary import Code, Kind

AT_THE_DOOR = frozenset({Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.UNLOADED})
Story = Callable[[], Sequence[Recorded]]


def kept_as(progress: Progress, event: NewEvent, person: str, story: Story) -> Code | None:
    """The code of the conflict as which a refused fact is kept, because `person` says the item was handed to them.

    None for every other refused fact.
    """
    holder = progress.state.holder
    with_another = holder.startswith("courier:") and holder != f"courier:{person}"
    if event.kind is Kind.LOADED and event.data.get("handed_over") and with_another:
        return Code.NOT_HANDED_OVER
    claimed = event.kind in AT_THE_DOOR and progress.conflicts and person in _claimants(story())
    return Code.CONTRADICTED if claimed else None


def claims(story: Sequence[Recorded]) -> list[Recorded]:
    """What couriers told of an item that nobody has handed them yet by the records, in the order of happening."""
    takers = _claimants(story)
    waiting = [
        event
        for event in history.open_conflicts(story)
        if event.fact.person in takers and event.conflict in {Code.NOT_HANDED_OVER, Code.CONTRADICTED}
    ]
    return sorted(waiting, key=lambda event: (event.occurred_at, event.seq))


def _claimants(story: Sequence[Recorded]) -> set[str]:
    return {e.fact.person for e in history.open_conflicts(story) if e.conflict == Code.NOT_HANDED_OVER}
