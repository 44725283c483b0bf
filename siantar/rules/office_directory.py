"""The directory of offices: which installation serves the receipts of which office, signed by its keeper. Pure.

A small JSON object: who is in it, its serial number, its last day, and one Ed25519 signature over all of it. A receipt
number names its office by a number (`rules.receipt_number`), so numbers and codes stand in it once each.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from siantar.rules import ed25519, receipt_number
from siantar.rules.daily_root import canonical

VERSION = "siantar-directory-1"
LONGEST, LONGEST_CODE, LONGEST_NAME = 4 * 1024 * 1024, 40, 120  # bytes; characters
HIGHEST_SERIAL = 2**31 - 1
_CONTEXT = f"{VERSION}\n".encode()
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_SITE = re.compile(
    rf"https://({_LABEL}(\.{_LABEL})*|\[[0-9A-Fa-f:]+\])(:\d{{1,5}})?"
    r"|http://(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?"
)


class NotADirectory(ValueError):
    """The text is no directory of offices, or says what cannot be; names what is wrong where it can."""


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """An office: its number inside receipts, code, name, and the address of the installation that serves it."""

    number: int
    code: str
    name: str
    address: str

    def problem(self) -> str:
        """What cannot be, as the name of a field; empty where all of it can."""
        if not 0 <= self.number < receipt_number.TRAINING:
            return "number"
        if not _is_line(self.code, LONGEST_CODE):
            return "code"
        if not _is_line(self.name, LONGEST_NAME):
            return "name"
        return "" if _SITE.fullmatch(self.address) else "address"


@dataclass(frozen=True, slots=True)
class OfficeDirectory:
    """All entries by number. `serial` grows with each signing; `ends_on` is the last day it holds; `key` signs it."""

    serial: int = 0
    issued_on: date = date.min
    ends_on: date = date.min
    key: str = ""
    entries: tuple[DirectoryEntry, ...] = field(default=(), repr=False)

    def text(self) -> str:
        """What is signed, in one line."""
        return canonical(self.as_data())

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        offices = [
            {"number": entry.number, "code": entry.code, "name": entry.name, "address": entry.address}
            for entry in self.entries
        ]
        return {
            "v": VERSION,
            "serial": self.serial,
            "issued_on": self.issued_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "key": self.key,
            "offices": offices,
        }

    def with_entry(self, entry: DirectoryEntry) -> OfficeDirectory:
        """The same with an office in it; whoever had its number or code before is replaced if both are the same.

        Raises NotADirectory where the number or the code is another office's.
        """
        others = [each for each in self.entries if (each.number, each.code) != (entry.number, entry.code)]
        return replace(self, entries=_in_order([*others, entry]))

    def without(self, code: str) -> OfficeDirectory:
        """The same without an office. Raises KeyError where it is not in it."""
        others = tuple(entry for entry in self.entries if entry.code != code)
        if len(others) == len(self.entries):
            raise KeyError(code)
        return replace(self, entries=others)

    def free_number(self, code: str) -> int:
        """A number for a new office: the last two digits of its code where they are free, else the lowest free one."""
        taken = {entry.number for entry in self.entries}
        wished = int(code[-2:]) if code[-2:].isdigit() else 0
        return wished if wished and wished not in taken else next(n for n in range(1, len(taken) + 2) if n not in taken)


@dataclass(frozen=True, slots=True)
class SignedDirectory:
    """A directory with its signature (base64; empty in a draft)."""

    directory: OfficeDirectory
    signature: str = ""

    def file_text(self) -> str:
        """The file, as people read it too."""
        content = {"directory": self.directory.as_data(), "signature": self.signature}
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def is_by(self, public_keys: Iterable[str]) -> bool:
        """Whether one of these keys (hex) signed it."""
        content = _CONTEXT + self.directory.text().encode()
        return any(ed25519.is_signed(content, self.signature, key) for key in public_keys)


def sign(directory: OfficeDirectory, seed: str) -> SignedDirectory:
    """The directory, signed by a private key (hex)."""
    named = replace(directory, key=ed25519.key_id(ed25519.public_half(seed)))
    return SignedDirectory(named, ed25519.sign(_CONTEXT + named.text().encode(), seed))


def parse(text: str) -> SignedDirectory:
    """Read a file of `file_text`. Raises NotADirectory."""
    try:
        content = json.loads(text)
        raw = content["directory"]
        if raw["v"] != VERSION:
            raise NotADirectory("v")
        entries = [DirectoryEntry(_number(each["number"]), *_texts(each)) for each in raw["offices"]]
        directory = OfficeDirectory(
            _number(raw["serial"]), date.fromisoformat(raw["issued_on"]), date.fromisoformat(raw["ends_on"]),
            str(raw["key"]), _in_order(entries),
        )  # fmt: skip
        return SignedDirectory(directory, str(content["signature"]))
    except (KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise NotADirectory("format") from problem
    except NotADirectory:
        raise
    except ValueError as problem:
        raise NotADirectory("format") from problem


def _texts(raw: dict[str, Any]) -> list[str]:
    return [str(raw[name]) for name in ("code", "name", "address")]


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= HIGHEST_SERIAL:
        raise NotADirectory("number")
    return value


def _in_order(entries: Iterable[DirectoryEntry]) -> tuple[DirectoryEntry, ...]:
    """By number, each number and code once. Raises NotADirectory."""
    ordered = sorted(entries, key=lambda entry: entry.number)
    for entry in ordered:
        if problem := entry.problem():
            raise NotADirectory(f"{entry.code[:LONGEST_CODE]}: {problem}")
    counts = Counter([str(entry.number) for entry in ordered]) + Counter([entry.code for entry in ordered])
    if twice := [text for text, count in counts.items() if count > 1]:
        raise NotADirectory(f"{', '.join(twice)}: twice")
    return tuple(ordered)


def _is_line(text: str, longest: int) -> bool:
    return text.isprintable() and text.strip() == text and 0 < len(text) <= longest
