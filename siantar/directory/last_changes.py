"""The last change of each page of an office's settings: kept as it was, so that one press brings it back.

One a page: what was changed before that is in the audit record by its names, not by its contents.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from siantar.directory.models import LastChange

OFFICE, DAYS = "office", "days"
KEEPING, ALERTS, PERIODS, COURTESY = "keeping", "alerts", "periods", "courtesy"
RECEIVERS, CITY, FRAME, OFFICERS = "receivers", "city-receivers", "letter-frame", "letter-officers"
WORDS = "words-"  # before the occasion of a message


class ChangedSince(ValueError):
    """The page was never changed, or changed in another way since."""


def keep(office: str, page: str, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime) -> None:
    """Remember how what changed was and is."""
    values = {"before": dict(before), "after": dict(after), "at": at}
    LastChange.objects.update_or_create(office_id=office, page=page, defaults=values)


def of_page(office: str, page: str) -> LastChange | None:
    """The last change of a page."""
    return LastChange.objects.filter(office=office, page=page).first()


def to_undo(office: str, page: str, present: Mapping[str, Any]) -> dict[str, Any]:
    """What to put back, where `present` still is what the change left. Raises ChangedSince."""
    change = of_page(office, page)
    if change is None or any(present.get(name) != value for name, value in change.after.items()):
        raise ChangedSince
    before: dict[str, Any] = change.before
    return before
