"""NIK and KK numbers: what can be read from them as a hint, never as a verdict.

NIK: 16 digits, region (6), date of birth DDMMYY (day + 40 for women), serial (4); no check digit
(Permendagri 19/2018). Real ones may disagree with the person, so everything here only hints or warns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_SIXTEEN = re.compile(r"(?<!\d)(?:\d[\s.\-]?){15}\d(?!\d)")


class NikWarning(StrEnum):
    """Why a NIK deserves a second look."""

    LENGTH = "nik_length"
    NOT_DIGITS = "nik_not_digits"
    BIRTH_DATE = "nik_birth_date"


@dataclass(frozen=True, slots=True)
class NikHint:
    """What a NIK suggests about its holder."""

    region: str
    female: bool
    born_on: date | None


def digits_of(typed: str) -> str:
    """The NIK or KK number without blanks, dots and dashes."""
    return re.sub(r"[\s.\-]", "", typed)


def three_digits(typed: str) -> str:
    """RT and RW as they stand on a KTP-el: "3" is "003"; what is no number stays as typed."""
    cleaned = typed.strip()
    return cleaned.zfill(3) if cleaned.isascii() and cleaned.isdigit() else cleaned


def warnings_about(nik: str) -> tuple[NikWarning, ...]:
    """What looks odd about a cleaned NIK; an empty one is no oddity (the person may have none yet)."""
    if not nik:
        return ()
    if not (nik.isascii() and nik.isdigit()):
        return (NikWarning.NOT_DIGITS,)
    if len(nik) != 16:
        return (NikWarning.LENGTH,)
    if hint_of(nik, today=date(2100, 1, 1)).born_on is None:
        return (NikWarning.BIRTH_DATE,)
    return ()


def hint_of(nik: str, *, today: date) -> NikHint:
    """Read sex, birth date and region from a 16-digit NIK; the century is the youngest not in the future."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    female = day > 40
    century = 2000 if 2000 + year <= today.year else 1900
    try:
        born_on: date | None = date(century + year, month, day - 40 if female else day)
    except ValueError:
        born_on = None
    return NikHint(f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}", female, born_on)


def tells_a_nik(text: str) -> bool:
    """Whether a text holds sixteen digits in a row, as a NIK or KK number; blanks, dots and dashes do not hide them."""
    return bool(_SIXTEEN.search(text))


def masked_name(name: str) -> str:
    """A name its owner recognises and a stranger cannot use: `Siti Aminah` -> `S*** A*****`."""
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
