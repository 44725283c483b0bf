"""Figures follow events: a served file is counted when its story ends, and not any more when it comes back to life."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from siantar.casework.consumer import Consumer
from siantar.casework.models import EventRow
from siantar.reports import served_files, tallies


def count(events: Sequence[EventRow], _at: datetime) -> None:
    """Count the files of these events as they stand now."""
    served_files.count_these({event.application_id for event in events})


ENDED = Consumer("figures", count)


def tally(events: Sequence[EventRow], _at: datetime) -> None:
    """Bring the tallies of reports up to date with the files of these events as they stand now."""
    tallies.count_these({event.application_id for event in events})


TALLIED = Consumer("tallies", tally)
