"""Words and figures of Indonesian letters: Roman months, numbers in words."""

from __future__ import annotations

import calendar
from datetime import date

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_GROUPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))


def roman_month(month: int) -> str:
    """The month (1 to 12) in Roman figures."""
    return _ROMAN[month - 1]


def in_figures(number: int) -> str:
    """A number with dots between thousands."""
    return f"{number:,}".replace(",", ".")


def in_words(number: int) -> str:
    """A number from 0 to below 10^15 in words. Raises ValueError beyond."""
    if not 0 <= number < 10**15:
        raise ValueError(number)
    return _words(number) or "nol"


def _words(number: int) -> str:
    for size, name in _GROUPS:
        if number >= size:
            head, rest = divmod(number, size)
            first = "seribu" if size == 1000 and head == 1 else f"{_words(head)} {name}"
            return f"{first} {_words(rest)}".strip()
    if number >= 100:
        head, rest = divmod(number, 100)
        return f"{'seratus' if head == 1 else f'{_UNITS[head]} ratus'} {_words(rest)}".strip()
    if number >= 20:
        head, rest = divmod(number, 10)
        return f"{_UNITS[head]} puluh {_UNITS[rest]}".strip()
    return f"{_UNITS[number - 10]} belas" if number > 11 else _UNITS[number]


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
