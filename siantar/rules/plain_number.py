"""A whole number that somebody typed, or a form or far end sent: plain figures only, and no more than may be."""

from __future__ import annotations

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
