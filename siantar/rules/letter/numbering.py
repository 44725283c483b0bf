"""The number of a letter after the template of an office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from siantar.rules.letter.words import roman_month

DEFAULT = "{code}/{seq}/{unit}/{roman_month}/{year}"
LONGEST_TEMPLATE, LONGEST_NUMBER = 80, 80
_PART = re.compile(r"\{([a-z_]+)(?::([1-6]))?\}")
_NAMES = frozenset({"code", "seq", "unit", "roman_month", "month", "year"})


class TemplateTrouble(StrEnum):
    """Why a template makes no numbers that differ."""

    NO_SEQ = "no_seq"
    NO_YEAR = "no_year"
    NO_CODE = "no_code"
    UNKNOWN_PART = "unknown_part"
    TOO_LONG = "too_long"


class SlotState(StrEnum):
    """What became of a running number."""

    RESERVED = "reserved"
    ISSUED = "issued"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What a number is made of."""

    code: str
    seq: int
    unit: str
    day: date


def template_trouble(template: str, *, by_code: bool) -> TemplateTrouble | None:
    """Why an office cannot number by this template; `by_code`: each code counts for itself."""
    if len(template) > LONGEST_TEMPLATE:
        return TemplateTrouble.TOO_LONG
    names = [name for name, _width in _PART.findall(template)]
    if set(names) - _NAMES or re.search(r"[{}]", _PART.sub("", template)):
        return TemplateTrouble.UNKNOWN_PART
    if names.count("seq") != 1:
        return TemplateTrouble.NO_SEQ
    if "year" not in names:
        return TemplateTrouble.NO_YEAR
    if by_code and "code" not in names:
        return TemplateTrouble.NO_CODE
    return None


def number_of(template: str, parts: NumberParts) -> str:
    """The whole number; `{seq:3}` is written with at least three digits."""
    words = {
        "code": parts.code,
        "unit": parts.unit,
        "roman_month": roman_month(parts.day.month),
        "month": f"{parts.day.month:02}",
        "year": f"{parts.day.year:04}",
    }

    def part(match: re.Match[str]) -> str:
        name, width = match[1], match[2]
        return str(parts.seq).zfill(int(width or 1)) if name == "seq" else words[name]

    return _PART.sub(part, template)
