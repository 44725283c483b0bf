"""The path of a file to a root: small, nothing personal in it, checked by anybody without database or network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from siantar.roots import signing
from siantar.roots.signing import SignedRoot
from siantar.rules import daily_root, merkle
from siantar.rules.daily_root import ChainEntry, DayLine, RootStatement

VERSION = "siantar-path-1"
LARGEST = 64 * 1024


class NotAPath(ValueError):
    """The text is no path of a file at all."""


@dataclass(frozen=True, slots=True)
class RootPath:
    """An entry, the way to the root of its day, from there to the root signed, and the key that signed it."""

    application: UUID
    receipt_number: str
    entry: ChainEntry
    entry_index: int
    entry_steps: tuple[str, ...]
    line: str
    line_index: int
    line_steps: tuple[str, ...]
    signed: SignedRoot
    public_key: str

    def text(self) -> str:
        """As it is handed out."""
        content = {
            "v": VERSION,
            "application": str(self.application),
            "receipt_number": self.receipt_number,
            "entry": [self.entry.kind, self.entry.name, self.entry.count, self.entry.head],
            "entry_index": self.entry_index,
            "entry_path": self.entry_steps,
            "line": self.line,
            "line_index": self.line_index,
            "line_path": self.line_steps,
            "statement": self.signed.statement.text(),
            "signature": self.signed.signature,
            "public_key": self.public_key,
        }
        return json.dumps(content, indent=1)

    def problems(self) -> list[str]:
        """Codes of what does not hold; none where the file's head stands in the root."""
        statement, line = self.signed.statement, DayLine.parse(self.line)
        name = daily_root.name_of_file(statement.office, self.application, self.receipt_number)
        codes = []
        if (self.entry.kind, self.entry.name) != (daily_root.FILE, name):
            codes.append("other_file")
        reached = merkle.climb(self.entry.leaf(), self.entry_index, line.entries, _hashes(self.entry_steps))
        if reached is None or reached.hex() != line.tree:
            codes.append("not_in_the_day")
        leaf = merkle.leaf(self.line.encode())
        reached = merkle.climb(leaf, self.line_index, statement.days, _hashes(self.line_steps))
        if reached is None or reached.hex() != statement.root:
            codes.append("not_in_the_root")
        if not signing.by_its_key(self.signed, {statement.key: self.public_key}):
            codes.append("not_signed")
        return codes


def parse(text: str) -> RootPath:
    """Read what `text` wrote. Raises NotAPath."""
    try:
        if len(text) > LARGEST:
            raise NotAPath
        raw = json.loads(text)
        if raw["v"] != VERSION:
            raise NotAPath
        return _parsed(raw)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as problem:
        raise NotAPath from problem


def _parsed(raw: dict[str, Any]) -> RootPath:
    kind, name, count, head = raw["entry"]
    DayLine.parse(raw["line"])
    path = RootPath(
        application=UUID(raw["application"]),
        receipt_number=str(raw["receipt_number"]),
        entry=ChainEntry(str(kind), str(name), int(count), str(head)),
        entry_index=int(raw["entry_index"]),
        entry_steps=tuple(map(str, raw["entry_path"])),
        line=str(raw["line"]),
        line_index=int(raw["line_index"]),
        line_steps=tuple(map(str, raw["line_path"])),
        signed=SignedRoot(RootStatement.parse(raw["statement"]), str(raw["signature"])),
        public_key=str(raw["public_key"]),
    )
    _hashes((*path.entry_steps, *path.line_steps))
    bytes.fromhex(path.public_key)
    return path


def _hashes(steps: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(step) for step in steps]
