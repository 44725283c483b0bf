"""What follows for the shelf: a document that left the office lies in no place of it any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siantar.casework.consumer import Consumer
from siantar.casework.models import EventRow
from siantar.shelf.models import Placement
from siantar.shelf.places import is_in_the_office


def take_off(events: Sequence[EventRow], at: datetime) -> None:
    """End the placements of files whose document is not in the office now."""
    del at
    left_at = {event.application_id: event.occurred_at for event in events}
    lying = Placement.objects.select_related("application__standing").filter(
        application__in=list(left_at), taken_at=None
    )
    for placement in lying:
        if not is_in_the_office(placement.application):
            placement.taken_at = max(left_at[placement.application_id], placement.put_at)
            placement.save(update_fields=["taken_at"])


SHELF = Consumer("shelf", take_off)
