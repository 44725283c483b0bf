"""Numbers under which outside carriers know what they carry: checked where a standard says how, else bounded. Pure.

Items of the post bear UPU S10 numbers: two letters of the service, eight digits, a check digit, two letters of the
country (Universal Postal Union, Technical Standard S10-12, sections 5 to 7). Other carriers number as they like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST, SHORTEST = 35, 5
LONGEST_LINK = 300
PLACE = "{nomor}"  # where the number stands in the address of a carrier's own page
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_FREE = re.compile(r"[A-Z0-9][A-Z0-9./_-]*")
_LINK = re.compile(r"https://[^\s\"'<>|\\{}]+")


class NumberForm(StrEnum):
    """How a carrier numbers what it carries."""

    S10 = "s10"
    FREE = "free"


class ShipmentFault(StrEnum):
    """Why a text is no number of a shipment."""

    EMPTY = "empty"
    SHAPE = "shape"
    CHECK_DIGIT = "check_digit"
    LENGTH = "length"
    SIGNS = "signs"


class NotAShipment(ValueError):
    """The text is no number of the carrier's form; `fault` says why."""

    def __init__(self, fault: ShipmentFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CarrierFacts:
    """An outside carrier as decisions need it; `link`: the address of its own tracking with `{nomor}` in it, or ""."""

    name: str
    form: NumberForm
    link: str = ""


def check_digit(serial: str | Sequence[str]) -> int:
    """The ninth digit of an S10 number from its eight (S10, section 6): weights 8 6 4 2 3 5 9 7, modulus 11."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def read(typed: str, form: NumberForm) -> str:
    """The number meant by what was typed or scanned; blanks and small letters are forgiven. Raises NotAShipment."""
    text = "".join(typed.split()).upper()
    if not text:
        raise NotAShipment(ShipmentFault.EMPTY)
    return _s10(text.replace("-", "")) if form is NumberForm.S10 else _free(text)


def _s10(text: str) -> str:
    match = _S10.fullmatch(text) if text.isascii() else None
    if match is None:
        raise NotAShipment(ShipmentFault.SHAPE)
    if int(match[2]) != check_digit(match[1]):
        raise NotAShipment(ShipmentFault.CHECK_DIGIT)
    return text


def _free(text: str) -> str:
    if not SHORTEST <= len(text) <= LONGEST:
        raise NotAShipment(ShipmentFault.LENGTH)
    if not text.isascii() or not _FREE.fullmatch(text):
        raise NotAShipment(ShipmentFault.SIGNS)
    return text


def is_link(template: str) -> bool:
    """Whether this is the address of a page that tells of one number: https, with `{nomor}` once."""
    head, mark, tail = template.partition(PLACE)
    short = len(template) <= LONGEST_LINK and template.isascii()
    return bool(mark) and short and bool(_LINK.fullmatch(head + tail)) and "/" in head.removeprefix("https://")


def link_of(template: str, number: str) -> str:
    """The carrier's own page of this number; "" where the office named none."""
    return template.replace(PLACE, number.replace("/", "%2F")) if is_link(template) else ""
