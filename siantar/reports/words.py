"""The words of reports, in both languages: they stand on pages, on paper and in workbooks alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from siantar.catalogue.words import Words
from siantar.reports.shares import HandCode
from siantar.rules import calendar_words

HANDS: Mapping[HandCode, Words] = {
    HandCode.OURS: Words("Kantor kecamatan", "The sub-district office"),
    HandCode.AGENCY: Words("Instansi", "Agency"),
    HandCode.RESIDENT: Words("Pemohon", "The applicant"),
    HandCode.COURIER: Words("Kurir", "The courier"),
}
HOLDERS: Mapping[str, Words] = {
    "counter": Words("Loket", "Counter"),
    "shelf": Words("Rak", "Shelf"),
    "officer": Words("Petugas", "An officer"),
    "bundle": Words("Bundel di jalan", "Bundles on their way"),
    "courier": Words("Kurir", "Couriers"),
    "missing": Words("Sedang ditelusuri", "Being looked for"),
    "resident": Words("Pemohon", "The applicant"),
}


def hand(code: str, agencies: Mapping[str, str], language: str) -> str:
    """Whose hands: an agency by its name."""
    kind, _, agency = code.partition(":")
    return agencies.get(agency, agency) if agency else HANDS[HandCode(kind)].in_language(language)


def holder(code: str, agencies: Mapping[str, str], language: str) -> str:
    """Who has an item, by kind; an agency by its name."""
    kind, _, agency = code.partition(":")
    return agencies.get(agency, agency) if agency else HOLDERS[kind].in_language(language)


def month(day: date, language: str) -> str:
    """`November 2026`."""
    return f"{calendar_words.MONTHS[language][day.month - 1]} {day.year}"


def short_month(day: date, language: str) -> str:
    """`Nov 2026`."""
    return f"{calendar_words.MONTHS[language][day.month - 1][:3]} {day.year}"


def number(value: float, language: str, places: int = 0) -> str:
    """A number as it is written here: `1.234,5`, in English `1,234.5`."""
    text = f"{value:,.{places}f}"
    return text if language.startswith("en") else text.translate(str.maketrans(",.", ".,"))
