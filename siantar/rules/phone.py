"""Telephone numbers as people write them: what can be called, and the words around it.

Nothing is dialled that was not typed: letters are words, brackets and remarks are for the courier to read, and what
cannot be called is no number, however many digits it has (ITU-T E.164; numbering plan of Indonesia, Permenkominfo
14/2018).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

HOME = "ID"
_RUN = re.compile(r"(?:\+|\()?\d(?:[\d \t().\-\u2010-\u2015]*\d)?")
INDONESIA, NATIONAL = 62, range(8, 13)  # digits after the 0: area and subscriber, or 8xx and more
# A letter taken for a digit, in or at a number: `O812...`, `...789O`, `08l2`; but `...7890 istri` is words.
_SPOILED_BEFORE, _SPOILED_BEHIND = re.compile(r"(?<![^\W\d])[OoIl|]+$"), re.compile(r"[OoIl|]+(?![^\W\d])")
_LEAST = 5  # digits: fewer belong to the words ("rumah 2", "ext 12")
_AROUND = " \t\r\n()[],;:/.-"


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """What was typed into a field for telephones.

    `numbers` can be called (E.164, in the order typed); `remark` is what else was written; `odd` when digits that look
    like a number cannot be called.
    """

    numbers: tuple[str, ...] = ()
    remark: str = ""
    odd: bool = False

    @property
    def first(self) -> str | None:
        """The number to call."""
        return self.numbers[0] if self.numbers else None


def read_phone(typed: str) -> PhoneReading:
    """Read a field for telephones; never fails."""
    text = unicodedata.normalize("NFKC", typed)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    numbers: list[str] = []
    remark, end, odd = "", 0, False
    for run in _RUN.finditer(text):
        digits = re.sub(r"\D", "", run.group())
        spoiled = _SPOILED_BEFORE.search(text[: run.start()]) or _SPOILED_BEHIND.match(text[run.end() :])
        number = None if spoiled else _callable("+" + digits if run.group().startswith("+") else digits)
        if number is None:
            odd = odd or len(digits) >= _LEAST or bool(spoiled)
            continue
        numbers.append(number)
        remark += text[end : run.start()] + " "
        end = run.end()
    words = remark + text[end:]
    return PhoneReading(tuple(dict.fromkeys(numbers)), _tidy(words), odd)


def e164(typed: str) -> str | None:
    """The first number that can be called, in E.164; None where there is none."""
    return read_phone(typed).first


def _callable(digits: str) -> str | None:
    """The number in E.164, or None; `62...`, `0062...` and `+62...` are one."""
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("62"):
        digits = f"+{digits}"
    try:
        number = phonenumbers.parse(digits, HOME)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    national = len(phonenumbers.national_significant_number(number))
    if number.country_code == INDONESIA and national not in NATIONAL:  # the library lets local numbers pass
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _tidy(words: str) -> str:
    """The words without the brackets and strokes that stood around numbers."""
    return " ".join(re.sub(r"\(\s*\)", " ", words).split()).strip(_AROUND)
