"""Numbers that stand behind a barcode: receipts, batches, runs, complaints and places on a shelf.

A receipt number has 12 characters of a 31-letter alphabet without look-alikes: eleven carry the office
and 40 random bits, the last is an ISO/IEC 7064 "MOD p-2" check character. As 31 is prime and the radix is 2,
every single wrong character and every swap of neighbours is caught (proven exhaustively in the tests).
All others are the same with a leading letter, so that no number is ever mistaken for another kind.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

from stdnum.iso7064 import mod_37_2

ALPHABET = "0123456789ABCDEFGHJKMNPQRTVWXYZ"
RANDOM_BITS = 40
BODY_LENGTH = 11
HIGHEST_OFFICE = len(ALPHABET) ** BODY_LENGTH // 2**RANDOM_BITS - 1
TRAINING = 15_000  # offices of a training installation are numbered from here on; no true office is
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_EXACT = re.compile(rf"[{ALPHABET}]{{{BODY_LENGTH + 1}}}\Z")
_FORGIVEN = re.compile(r"[\s\-–—._]")
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "U": "V"})


class NumberKind(StrEnum):
    """What a number names; the value is the letter in front of it."""

    RECEIPT = ""
    BATCH = "B"
    RUN = "R"
    COMPLAINT = "P"
    PLACE = "T"
    CONSIGNMENT = "K"


_LETTERS = frozenset(kind.value for kind in NumberKind if kind.value)


class NotANumber(ValueError):
    """The text has not the shape of any of our numbers (an empty box, a grocery's barcode)."""


class Mistyped(ValueError):
    """The shape is right but the check character does not fit: a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Number:
    """A checked number, the kind of thing it names and the office that issued it."""

    text: str
    kind: NumberKind
    office: int


def issue(office: int, *, kind: NumberKind = NumberKind.RECEIPT, entropy: int | None = None) -> str:
    """A new number of `office` (0..HIGHEST_OFFICE), needing no central server.

    `entropy` (40 bits) is drawn from the system's generator unless given.
    """
    if not 0 <= office <= HIGHEST_OFFICE:
        raise ValueError(f"office number must lie in 0..{HIGHEST_OFFICE}")
    if entropy is None:
        entropy = secrets.randbits(RANDOM_BITS)
    value = (office << RANDOM_BITS) | (entropy & (2**RANDOM_BITS - 1))
    body = ""
    for _ in range(BODY_LENGTH):
        value, digit = divmod(value, len(ALPHABET))
        body = ALPHABET[digit] + body
    payload = kind.value + body
    return payload + mod_37_2.calc_check_digit(payload, ALPHABET)


def parse(typed: str) -> Number:
    """The number meant by what was typed or scanned; lower case, blanks, dashes, look-alikes are forgiven.

    Raises NotANumber when it cannot be one, Mistyped when a character is wrong.
    """
    text = _FORGIVEN.sub("", typed).upper().translate(_LOOK_ALIKES)
    kind = _kind_of(text)
    _require_check(text)
    value = 0
    for letter in text[len(kind.value) : -1]:
        value = value * len(ALPHABET) + _VALUE[letter]
    return Number(text, kind, value >> RANDOM_BITS)


def parse_receipt(typed: str) -> str:
    """The receipt number meant by what was typed; the shortest way, for the hottest read. Raises as `parse` does."""
    text = typed if _EXACT.match(typed) else _FORGIVEN.sub("", typed).upper().translate(_LOOK_ALIKES)
    if not _EXACT.match(text):
        raise NotANumber(text)
    _require_check(text)
    return text


def is_of_training(number: str) -> bool:
    """Whether a number was issued by a training installation; False for what is no number."""
    try:
        return parse(number).office >= TRAINING
    except (NotANumber, Mistyped):
        return False


def has_shape(text: str) -> bool:
    """Whether a text could be a number, were its check character right."""
    try:
        parse(text)
    except Mistyped:
        return True
    except NotANumber:
        return False
    return True


def _require_check(text: str) -> None:
    """ISO/IEC 7064 MOD p-2 (31 and 2); the tests hold it against `stdnum.iso7064`."""
    check = 0
    for letter in text:
        check = (check * 2 + _VALUE[letter]) % len(ALPHABET)
    if check != 1:
        raise Mistyped(text)


def _kind_of(text: str) -> NumberKind:
    if _EXACT.match(text):
        return NumberKind.RECEIPT
    if not text.isascii() or any(letter not in _VALUE for letter in text):
        raise NotANumber(text)
    if len(text) == BODY_LENGTH + 2 and text[0] in _LETTERS:
        return NumberKind(text[0])
    raise NotANumber(text)


def grouped(number: str) -> str:
    """The number as people read it aloud: groups of four, e.g. `K7PQ 3M9X 2ABC`."""
    head = len(number) % 4
    parts = [number[:head]] if head else []
    parts += [number[i : i + 4] for i in range(head, len(number), 4)]
    return " ".join(parts)
