"""Who follows events: each room registers its own when the apps are ready; casework knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.utils.module_loading import import_string

from siantar.casework.models import EventRow
from siantar.rules.vocabulary import Kind

Digest = Callable[[Sequence[EventRow], datetime], None]


@dataclass(frozen=True, slots=True)
class Consumer:
    """Somebody who follows events of these kinds (None: of all).

    `digest` gets stored events with their applications, in order within each file, and the time it is; it runs in a
    transaction and is harmless when it gets the same event again. It asks where a file stands now, not where an event
    says: the event may be late, contradicted or corrected since.
    """

    name: str
    digest: Digest
    kinds: frozenset[Kind] | None = None

    def of_interest(self, events: Iterable[EventRow]) -> list[EventRow]:
        """Those of `events` this consumer follows."""
        return [event for event in events if self.kinds is None or event.kind in self.kinds]


_places: list[str] = []


def register(place: str) -> None:
    """Follow events from now on, as the consumer at this dotted name; called when the apps are ready, in their order.

    By name, so that a command that relays nothing imports none of what consumers work with.
    """
    if place not in _places:
        _places.append(place)
        consumers.cache_clear()


@cache
def consumers() -> tuple[Consumer, ...]:
    """All who follow events, in the order in which they registered."""
    return tuple(import_string(place) for place in _places)
