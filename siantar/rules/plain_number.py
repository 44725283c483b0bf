"""Numbers in plain figures: a whole one that somebody typed, or a form or far end sent, and one that is written."""

from __future__ import annotations

from decimal import Decimal

LARGEST = 2**63 - 1  # what a column holds


def plain_number(text: str, most: int = LARGEST) -> int | None:
    """The number in `text` from 0 to `most`; None for anything else.

    `str.isdigit` holds for "²" and `int` then raises; `str.isdecimal` lets figures of every alphabet through, and both
    any length, which neither a column nor `int` (above 4,300 figures) takes.
    """
    figures = text.strip()
    if not (figures.isascii() and figures.isdigit()) or len(figures.lstrip("0")) > len(str(most)):
        return None
    number = int(figures.lstrip("0") or "0")
    return number if number <= most else None


def plain_decimal(value: Decimal | float | str) -> str:
    """A decimal number without idle zeros and exponents: "16", "16.5"."""
    return format(Decimal(str(value)).normalize(), "f")
