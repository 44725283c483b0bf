"""NIK and KK numbers: what can be read from them as a hint, never as a verdict.

NIK: 16 digits, region (6), date of birth DDMMYY (day + 40 for women), serial (4); no check digit
(Permendagri 19/2018). Real ones may disagree with the person, so everything here only hints or warns.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ERASED = "(dihapus)"  # in place of a name that was erased when its time was over
UNREADABLE = "(tidak terbaca)"  # in place of one whose seal does not open: damaged, or of a key that is lost
_SIXTEEN = re.compile(r"(?<!\d)(?:\d[\s.\-]?){15}\d(?!\d)")
# Whatever a keyboard offers within Nur'aini: quotes, primes, accents that stand alone, modifier letters.
_APOSTROPHES = (
    "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u02bd\u02be\u02bf"
    "\u02c8\u02ca\u02cb\uff07\u055a\ua78c"
)
_NO_APOSTROPHES = str.maketrans("", "", _APOSTROPHES)


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


def is_sixteen_figures(digits: str) -> bool:
    """Whether a cleaned NIK or KK number has the form of one."""
    return len(digits) == 16 and digits.isascii() and digits.isdigit()


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
    dates = (_date(century + year, month, day - 40 if female else day) for century in (2000, 1900))
    born_on = next((born for born in dates if born is not None and born <= today), None)
    return NikHint(f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}", female, born_on)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def identifies(nik: str) -> bool:
    """Whether a cleaned NIK can tell one person from another: sixteen digits, a possible date, no filler."""
    if warnings_about(nik) or not nik:
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(nik)}
    filler = steps in ({0}, {1}, {9}) or nik[:2] < "11" or nik[12:] == "0000"
    return not filler


def is_another_name(stored: str, typed: str) -> bool:
    """Whether two names share no word: more than another spelling of one person's."""
    before, now = set(words_of(stored)), set(words_of(typed))
    return not before & now if before and now else before != now


def clean_name(typed: str) -> str:
    """A name as it is kept: one blank between words, no characters nobody sees."""
    text = unicodedata.normalize("NFC", typed)
    seen = (letter for letter in text if letter.isspace() or unicodedata.category(letter) not in {"Cf", "Cc"})
    return " ".join("".join(seen).split())


def search_key(name: str) -> str:
    """The folded words of a name with a blank before each, so that a typed word is found at the beginning of one."""
    return "".join(f" {word}" for word in words_of(name))


def words_of(name: str) -> list[str]:
    """The words of a name as they are compared: folded, without apostrophes, accents and characters nobody sees."""
    bare = name.translate(_NO_APOSTROPHES)  # first: the compatible form of an acute accent is a blank
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", bare)).casefold()
    letters = (letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Cf"})
    return "".join(letter if letter.isalnum() else " " for letter in letters).split()


def tells_a_nik(text: str) -> bool:
    """Whether a text holds sixteen digits in a row, as a NIK or KK number; blanks, dots and dashes do not hide them."""
    return bool(_SIXTEEN.search(text))


def masked_name(name: str) -> str:
    """A name its owner recognises and a stranger cannot use: `Siti Aminah` -> `S*** A*****`."""
    if name in (ERASED, UNREADABLE):
        return name
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
