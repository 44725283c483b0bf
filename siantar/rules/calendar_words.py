"""The words of days and months in both languages; nothing heavy is imported: the read before Django has them too."""

from __future__ import annotations

from datetime import date

MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def long_date(day: date) -> str:
    """A date in Indonesian, as papers and letters write it: `27 November 2026`."""
    return f"{day.day} {MONTHS['id'][day.month - 1]} {day.year}"
