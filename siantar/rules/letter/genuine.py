"""What the code on a letter says: a compact line that anybody can check against the office's public key."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

CONTEXT = b"siantar letter 1\n"
VERSION = "1"


@dataclass(frozen=True, slots=True)
class LetterStatement:
    """Number, date, kind, office and masked name of an issued letter, and the digest of its words.

    `words` is the digest (hex) of all that stands on the letter, not of the PDF, which holds this line itself.
    """

    number: str
    day: date
    kind: str
    office: str
    masked_name: str
    words: str
    key: str

    def text(self) -> str:
        """One line that is signed as it stands."""
        parts = (
            VERSION, self.number, self.day.isoformat(), self.kind, self.office, self.masked_name, self.words, self.key,
        )  # fmt: skip
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> LetterStatement:
        """Read what `text` wrote. Raises ValueError."""
        parts = json.loads(text)
        if not isinstance(parts, list) or len(parts) != 8 or not all(isinstance(part, str) for part in parts):
            raise ValueError("no statement of a letter")
        version, number, day, kind, office, name, words, key = parts
        if version != VERSION:
            raise ValueError("a statement of another version")
        return cls(number, date.fromisoformat(day), kind, office, name, words, key)
