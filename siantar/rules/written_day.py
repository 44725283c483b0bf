"""A day as people write it into a table: 22/03/2018, 22-3-18, 22 Maret 2018, 2018-03-22. Pure.

The day stands before the month, as everywhere in Indonesia; what cannot be so is no day, and is never turned round.
"""

from __future__ import annotations

import re
from datetime import date

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})[-/. ]*([a-z]+)[-/. ]*(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)[,. ]+")
_CLOCK = re.compile(r"[ t,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?: ?wi(?:b|ta|t))?$")
_MONTHS = (
    ("jan", "januari", "january"), ("feb", "peb", "februari", "pebruari", "february"), ("mar", "mrt", "maret", "march"),
    ("apr", "april"), ("mei", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"),
    ("agu", "ags", "agt", "agst", "agus", "agustus", "aug", "august"), ("sep", "sept", "september"),
    ("okt", "oktober", "oct", "october"), ("nov", "nop", "november", "nopember"),
    ("des", "desember", "dec", "december"),
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words}


def day_of(text: str, *, today: date) -> date | None:
    """The day that was written; years of two digits are the nearest that is not after `today`. None: no day."""
    plain = _CLOCK.sub("", _WEEKDAY.sub("", text.strip().casefold()))
    if iso := _ISO.fullmatch(plain):
        return _day(int(iso[3]), int(iso[2]), int(iso[1]))
    if numbers := _NUMBERS.fullmatch(plain):
        return _day(int(numbers[1]), int(numbers[2]), _year(numbers[3], today))
    if (words := _WORDS.fullmatch(plain)) and words[2] in _MONTH_OF:
        return _day(int(words[1]), _MONTH_OF[words[2]], _year(words[3], today))
    return None


def _year(digits: str, today: date) -> int:
    if len(digits) == 4:
        return int(digits)
    century = today.year - today.year % 100
    return century + int(digits) - (100 if int(digits) > today.year % 100 else 0)


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
