"""When a file is thought to be done, kept beside its public answer; every event takes it away until it is made anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from siantar.casework.models import TrackRow


def foretell(forecasts: Iterable[tuple[str, str, str]]) -> None:
    """Keep (forecast, receipt number, ETag of the answer it was made for): a newer answer keeps none of it."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE casework_trackrow SET forecast = %s WHERE receipt_number = %s AND etag = %s", list(forecasts)
        )


def foretold(numbers: Sequence[str]) -> dict[str, tuple[datetime, datetime]]:
    """From when to when these files are thought to be done, where that is known."""
    rows = TrackRow.objects.filter(receipt_number__in=numbers).exclude(forecast="")
    spans = {number: json.loads(text) for number, text in rows.values_list("receipt_number", "forecast")}
    return {
        number: (datetime.fromisoformat(span["from"]), datetime.fromisoformat(span["to"]))
        for number, span in spans.items()
    }
