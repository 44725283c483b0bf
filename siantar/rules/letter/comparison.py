"""What differs between two drafts of a letter, in the words that are printed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from siantar.rules.letter.content import FieldKind, LetterContent, LetterField
from siantar.rules.letter.values import Row, Values, printed


@dataclass(frozen=True, slots=True)
class Rewording:
    """A field, or a row of a table, as it was and as it is; empty where it was or is not there."""

    label: str
    before: str
    after: str


def rewordings(content: LetterContent, before: Values, after: Values) -> list[Rewording]:
    """What was written otherwise, in the order of the letter."""
    return [each for field in content.fields for each in _of_field(field, before, after) if each.before != each.after]


def _of_field(field: LetterField, before: Values, after: Values) -> list[Rewording]:
    old, new = before.get(field.name, ""), after.get(field.name, "")
    if field.kind is not FieldKind.TABLE:
        return [Rewording(field.label, _words(field, old), _words(field, new))]
    rows = zip_longest(_rows(field, old), _rows(field, new), fillvalue="")
    return [Rewording(f"{field.label} {place}", *pair) for place, pair in enumerate(rows, 1)]


def _words(field: LetterField, value: object) -> str:
    return printed(field, value) if isinstance(value, str) else ""


def _rows(field: LetterField, value: object) -> list[str]:
    rows: list[Row] = list(value) if isinstance(value, (list, tuple)) else []
    return [_cells([_words(column, row.get(column.name, "")) for column in field.columns]) for row in rows]


def _cells(words: list[str]) -> str:
    """The cells of a row as far as the last that says something."""
    while words and not words[-1]:
        words.pop()
    return " · ".join(each or "–" for each in words)
