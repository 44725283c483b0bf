"""Read what scanners, cameras and people bring: the one valid number in whatever came, and the proof and PIN with it.

A scanner that types like a keyboard inverts case under Caps Lock, adds signs before and behind, reads twice, and types
other signs on another layout; people paste whole addresses. The check character says which of it is the number, so
what stands around it is forgiven (AIM identifiers: ISO/IEC 15424). `frontend/shared/reading.ts` reads the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from siantar.rules import receipt_number
from siantar.rules.receipt_number import Mistyped, NotANumber, Number, NumberKind

LONGEST = 4096  # characters: the longest text a messenger brings
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z](?:\\\d{6})?")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")  # a sign of an address within an address
_LETTERS_FOR_DIGITS = str.maketrans("OoIl|", "00111")
_CODE_ID = re.compile(r"\A(?:[CQ][0-6]|[AC-JL-OQSU-Z])(?=[0-9A-Z]{12,13}\Z)")  # as "]" elsewhere; no letter of ours
_TOKEN = re.compile(r"[0-9A-Za-z]+")
_WITHIN = re.compile(r"[\s\-\u2010-\u2015._,'\"]*\Z")  # what may stand between the groups of one number
_PROOF = re.compile(r"(?<![0-9a-z])[0-9a-f]{20}")
_SIXTEEN = re.compile(r"(?<![0-9A-Za-z])\d(?:[ .-]?\d){15}(?![0-9A-Za-z])")  # digits of any script
_LENGTHS = (12, 13)
_GROUPS = ([4, 4, 4], [1, 4, 4, 4])


class SeveralNumbers(NotANumber):
    """Two labels in one scan: which was meant cannot be said."""


class OtherKind(NotANumber):
    """A number of ours that names another kind of thing; `number` says which."""

    def __init__(self, number: Number) -> None:
        super().__init__(number.text)
        self.number = number


@dataclass(frozen=True, slots=True)
class Scan:
    """The number in a scan and the proof that stood behind it; empty where there was none."""

    number: Number
    proof: str = ""


def read(text: str) -> Scan:
    """The one number in what was scanned or typed. Raises NotANumber, SeveralNumbers or Mistyped."""
    plain = _plain(text)
    readings = _Readings(plain)
    numbers = readings.best()
    if not numbers:
        raise Mistyped(readings.mistyped) if readings.mistyped else NotANumber(text[:40])
    if len(numbers) > 1:
        raise SeveralNumbers(text[:40])
    return Scan(numbers[0], _proof_behind(plain, readings.ends_at))


def read_receipt(text: str) -> Scan:
    """The receipt in what was scanned or typed. Raises as `read` does, and OtherKind for a bundle or a run."""
    return read_kind(text, NumberKind.RECEIPT)


def read_kind(text: str, kind: NumberKind) -> Scan:
    """The number of this kind in what was scanned or typed. Raises as `read` does, and OtherKind."""
    scan = read(text)
    if scan.number.kind is not kind:
        raise OtherKind(scan.number)
    return scan


def numbers_in(text: str) -> tuple[Number, ...]:
    """All that may be numbers in a text, the likeliest first; words beside a number can make another by chance."""
    readings = _Readings(_plain(text))
    return tuple(dict.fromkeys((*readings.whole, *readings.grouped, *readings.joined)))


def without_nik(text: str) -> tuple[str, bool]:
    """A text without what is a NIK or the number of a family card, and whether there was one.

    Sixteen digits, grouped or not, are never ours; parts of them could pass for a receipt number by chance.
    """
    rest, count = _SIXTEEN.subn(" / ", text[:LONGEST])
    return rest, count > 0


def proof_of(text: str) -> str:
    """The proof as it stands on the receipt, in whatever was scanned: case and signs around it are forgiven."""
    plain = _plain(text).casefold()
    proof = _PROOF.search(plain)
    return proof.group() if proof else plain.strip()


def pin_of(text: str) -> str:
    """The PIN in what was typed: blanks, dashes and words around its six digits are forgiven, and O for 0, l for 1."""
    plain = _plain(text)
    digits = re.sub(r"[^0-9]", "", plain)
    if len(digits) == 6:
        return digits
    meant = re.sub(r"[\s.\-]", "", plain).translate(_LETTERS_FOR_DIGITS)
    return meant if re.fullmatch(r"[0-9]{6}", meant) else plain.strip()


def _plain(text: str) -> str:
    """Compatibility form, one blank for each control character and scanner's mark, no character nobody sees."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    letters = (letter for letter in text if unicodedata.category(letter) != "Cf")
    text = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in letters)
    return _ESCAPED.sub(" ", _AIM.sub(" ", text))


def _proof_behind(plain: str, start: int) -> str:
    proof = _PROOF.search(plain.casefold(), start)
    return proof.group() if proof else ""


class _Readings:
    """What a text can be read as: numbers by themselves, in groups of four, joined from other pieces."""

    def __init__(self, plain: str) -> None:
        self.whole: list[Number] = []
        self.grouped: list[Number] = []
        self.joined: list[Number] = []
        self.mistyped = ""
        self.ends_at = 0
        self._tokens = list(_TOKEN.finditer(plain))
        self._runs(plain)
        alone = len(self._tokens) == 1
        for token in self._tokens:
            pieces = list(_pieces(token.group()))
            self.whole += pieces
            if pieces and not self.ends_at:
                self.ends_at = token.end()
            self._slip([token.group()], certain=alone)

    def best(self) -> list[Number]:
        """The likeliest reading; several numbers where it cannot be told."""
        for numbers in (self.whole, self.grouped):
            if numbers:
                return list(dict.fromkeys(numbers))
        return [] if self.mistyped else list(dict.fromkeys(self.joined))

    def _runs(self, plain: str) -> None:
        """Groups of one number stand beside each other, with nothing but blanks, dashes and dots between them."""
        run: list[str] = []
        for place, token in enumerate(self._tokens):
            if place and not _WITHIN.match(plain[self._tokens[place - 1].end() : token.start()]):
                self._read_run(run)
                run = []
            run.append(token.group())
        self._read_run(run)

    def _read_run(self, run: list[str]) -> None:
        for start in range(len(run)):
            for groups in _windows(run, start):
                number = _number("".join(groups))
                if number is None:
                    self._slip(groups, certain=len(groups) == len(run))
                elif _sizes(groups) in _GROUPS or len(groups) == len(run):
                    self.grouped.append(number)
                else:
                    self.joined.append(number)

    def _slip(self, groups: list[str], *, certain: bool) -> None:
        """Note a slip of the hand: the shape of a number, and more than a long word of a sentence."""
        text = "".join(groups).upper()
        shaped = _sizes(groups) in (*_GROUPS, [12], [13]) and _digits(text) > 0
        if (certain or shaped) and receipt_number.has_shape(text) and _digits(text) >= _digits(self.mistyped):
            self.mistyped = text


def _windows(run: list[str], start: int) -> Iterator[list[str]]:
    """Two tokens or more from `start` that are as long as a number."""
    length = len(run[start])
    for end in range(start + 1, len(run)):
        length += len(run[end])
        if length > _LENGTHS[-1]:
            return
        if length in _LENGTHS:
            yield run[start : end + 1]


def _digits(text: str) -> int:
    return sum(letter.isdigit() for letter in text)


def _sizes(groups: Iterable[str]) -> list[int]:
    return [len(group) for group in groups]


def _pieces(token: str) -> Iterator[Number]:
    """The number a token is, or the numbers it is made of: read twice, with the identifier of its symbology."""
    token = token.upper()
    if number := _number(token):
        yield number
        return
    bare = _CODE_ID.sub("", token)
    if bare != token and (number := _number(bare)):
        yield number
        return
    if len(token) >= 2 * _LENGTHS[0]:
        yield from _split(token)


def _split(token: str, most: int = 4) -> list[Number]:
    """All of a token as one number after another; nothing where something is left over."""
    for length in _LENGTHS if most else ():
        number = _number(token[:length])
        behind = _split(token[length:], most - 1) if number and token[length:] else []
        if number and (behind or not token[length:]):
            return [number, *behind]
    return []


def _number(text: str) -> Number | None:
    if len(text) not in _LENGTHS:
        return None
    try:
        return receipt_number.parse(text)
    except ValueError:
        return None
