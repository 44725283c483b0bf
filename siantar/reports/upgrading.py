"""What is derived is made anew when a newer version derives more than the one before wrote."""

from __future__ import annotations

from siantar.casework.models import Application, TrackRow
from siantar.reports import rebuilding

LOOKED_AT = 100  # of the oldest and of the newest files: a rebuild that was broken off is begun again
NEWEST = '"finish":'  # what every public answer of this version has


def is_behind() -> bool:
    """Whether files are derived as the version before did."""
    files = Application.objects.order_by("pk").values_list("receipt_number", flat=True)
    numbers = [*files[:LOOKED_AT], *files.reverse()[:LOOKED_AT]]
    return TrackRow.objects.filter(pk__in=numbers).exclude(body__contains=NEWEST).exists()


def catch_up() -> int:
    """Derive everything again where it is behind; how many files."""
    return rebuilding.rebuild() if is_behind() else 0
