"""What a daily root covers and says: entries (the head of a chain), the line of a day over them, the statement signed.

Two trees of the same kind (`rules.merkle`): the entries of a day, those chains that grew, make the tree of the day; the
lines of all days of an office make the tree whose root is signed. So one root covers the head of every chain there ever
was, and a day costs no more than what happened on it. Nothing here is personal: names of chains are hashes, too.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from siantar.rules import merkle

VERSION = "siantar-root-1"
FILE = "file"
LONGEST_CODE, MOST_DAYS = 40, 1_000_000
_HASH = re.compile(r"[0-9a-f]{64}")
GRACE = timedelta(minutes=15)  # after midnight, for what was on its way into the database


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """A chain as it stood: kind, name, how many records it has, and the hash of the last, which binds all before."""

    kind: str
    name: str
    count: int
    head: str

    def leaf(self) -> bytes:
        """Its leaf in the tree of the day."""
        return merkle.leaf(canonical([self.kind, self.name, self.count, self.head]).encode())


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day: how many entries, the root of their tree, and how many records of each kind there were in all by then."""

    day: date
    entries: int
    tree: str
    totals: Mapping[str, int]

    def text(self) -> str:
        """What is hashed."""
        return canonical(
            {"day": self.day.isoformat(), "entries": self.entries, "tree": self.tree, "totals": dict(self.totals)}
        )

    @classmethod
    def parse(cls, text: str) -> DayLine:
        """Read what `text` wrote. Raises ValueError."""
        try:
            raw = json.loads(text)
            totals = {str(name): int(count) for name, count in raw["totals"].items()}
            return cls(date.fromisoformat(raw["day"]), int(raw["entries"]), str(raw["tree"]), totals)
        except (KeyError, TypeError, AttributeError) as problem:
            raise ValueError("not a line of a day") from problem


@dataclass(frozen=True, slots=True)
class RootStatement:
    """What is signed: the root over all days of an office, and the totals by then. `key` names the signing key."""

    office: str
    day: date
    days: int
    root: str
    totals: Mapping[str, int]
    key: str

    def text(self) -> str:
        """What is signed, in one line."""
        return canonical(
            {
                "v": VERSION,
                "office": self.office,
                "day": self.day.isoformat(),
                "days": self.days,
                "root": self.root,
                "totals": dict(self.totals),
                "key": self.key,
            }
        )

    @classmethod
    def parse(cls, text: str) -> RootStatement:
        """Read what `text` wrote, and nothing else. Raises ValueError."""
        try:
            raw = json.loads(text)
            totals = {str(name): int(count) for name, count in raw["totals"].items()}
            statement = cls(
                str(raw["office"]), date.fromisoformat(raw["day"]), int(raw["days"]), str(raw["root"]), totals,
                str(raw["key"]),
            )  # fmt: skip
        except (KeyError, TypeError, AttributeError, RecursionError) as problem:
            raise ValueError("not a root") from problem
        if statement.text() != text or not statement.is_sound():
            raise ValueError("not a root")
        return statement

    def is_sound(self) -> bool:
        """Whether everything in it can be what it says."""
        named = self.office.isprintable() and 0 < len(self.office) <= LONGEST_CODE
        return named and 0 < self.days < MOST_DAYS and bool(_HASH.fullmatch(self.root))


def canonical(value: Any) -> str:
    """One text for one value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def name_of_file(office: str, application: UUID, number: str) -> str:
    """The name of a file's chain: it binds office, id and receipt number, and gives none of them away."""
    return hashlib.sha256(f"siantar file\n{office}\n{application}\n{number}".encode()).hexdigest()


def tree_of(entries: Sequence[ChainEntry]) -> str:
    """The root of the tree of a day."""
    return merkle.root([entry.leaf() for entry in entries]).hex()


def leaves_of(lines: Sequence[str]) -> list[bytes]:
    """The leaves of the tree of days, of the texts of their lines."""
    return [merkle.leaf(line.encode()) for line in lines]


def ends_at(day: date, zone: str) -> datetime:
    """The first instant after a day of an office."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


def last_ended(at: datetime, zone: str) -> date:
    """The last day of an office whose root is due."""
    return (at - GRACE).astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
