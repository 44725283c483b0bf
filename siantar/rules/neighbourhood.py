"""RT and RW as people write them: "3", "003", "RT 03", "rt.3/rw.4", or both in one field."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = r"\d+(?:[A-Za-z](?![A-Za-z]))?"
_NAMED = re.compile(rf"(?<![A-Za-z])(RT|RW)[\s.:/\-]*(?:NO\b\.?\s*)?({_NUMBER})", re.IGNORECASE)
_PAIR = re.compile(rf"({_NUMBER})[\s/\-,]+({_NUMBER})")
_NAME = re.compile(r"(?<![A-Za-z])(?:RT|RW)(?![A-Za-z])[\s.:/\-]*", re.IGNORECASE)


def read(rt: str, rw: str) -> tuple[str, str]:
    """RT and RW as they stand on a KTP-el, three digits each; what holds no number is kept as typed, without its name.

    A field that names the other ("RT 001/RW 004" in the field RT) fills that too, where it is empty.
    """
    numbers = {"RT": "", "RW": ""}
    for field, typed in (("RT", rt), ("RW", rw)):
        for name, digits in _in_field(field, unicodedata.normalize("NFKC", typed).strip()):
            numbers[name] = numbers[name] or _three(digits)
    return numbers["RT"], numbers["RW"]


def _in_field(field: str, typed: str) -> list[tuple[str, str]]:
    """The names and numbers of one field: what is named, two numbers as RT and RW, or all there is as its own."""
    named = [(name.upper(), digits) for name, digits in _NAMED.findall(typed)]
    bare = _NAME.sub("", typed).strip()
    if len(named) < 2 and (pair := _PAIR.fullmatch(bare)):
        return [("RT", pair[1]), ("RW", pair[2])]
    if named:
        return sorted(named, key=lambda pair: pair[0] != field)
    return [(field, bare if any(letter.isalnum() for letter in bare) else "")]


def _three(digits: str) -> str:
    """`3` and `0003` as `003`; what is no number stays."""
    return (digits.lstrip("0") or "0").zfill(3) if digits.isascii() and digits.isdigit() else digits


def printed(rt: str, rw: str) -> str:
    """As it stands in an address; what is not there is not named."""
    return "/".join(f"{name} {number}" for name, number in (("RT", rt), ("RW", rw)) if number)


def is_named(number: str) -> bool:
    """Whether this is the number of an RT or RW: three digits, not 000, which stands where there is none."""
    return number.isascii() and number.isdigit() and len(number) == 3 and number != "000"
