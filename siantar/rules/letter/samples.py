"""What a letter looks like before anybody wrote one: values to try a text with, usual ones and the longest allowed."""

from __future__ import annotations

import re
from collections.abc import Container

from siantar.rules.letter.content import BUILT_IN, LONGEST, FieldKind, LetterContent, LetterField
from siantar.rules.letter.values import Row, Value

USUAL_ROWS, LONGEST_ROWS = 2, 7
LONG_NAME = "Raden Ajeng Siti Nurhaliza Wulandari Kusumawardhani Sastroamidjojo "
SAMPLES = {
    FieldKind.LONG: "Jalan Contoh No. 1, RT 001/RW 002",
    FieldKind.DATE: "2026-01-31",
    FieldKind.NUMBER: "1500000",
}
NUMBERED = frozenset({"nik", "kk"})  # sixteen figures that no line breaks, whichever way a name goes on
SAMPLE_NUMBER = "0000000000000000"
LONGEST_NUMBER = "999999999999999"
LONGEST_DATE = "2026-09-30"
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9]+")


def sample_values(content: LetterContent, *, longest: bool) -> dict[str, Value]:
    """A value for each field: what stands there usually, or as much as fits into it."""
    return {field.name: _sample(field, longest=longest) for field in content.fields}


def _sample(field: LetterField, *, longest: bool) -> Value:
    if field.kind is not FieldKind.TABLE:
        return _text(field, longest=longest)
    rows: list[Row] = [
        {column.name: _text(column, longest=longest) for column in field.columns}
        for _ in range(LONGEST_ROWS if longest else USUAL_ROWS)
    ]
    return rows


def _text(field: LetterField, *, longest: bool) -> str:
    if field.kind is FieldKind.CHOICE:
        return (max(field.choices, key=len) if longest else field.choices[0]) if field.choices else ""
    if field.name.partition("_")[0] in NUMBERED:
        return SAMPLE_NUMBER
    if not longest:
        return SAMPLES.get(field.kind, f"[{field.label}]")
    if field.kind is FieldKind.DATE:
        return LONGEST_DATE
    if field.kind is FieldKind.NUMBER:
        return LONGEST_NUMBER
    size = LONGEST[field.kind]
    return (LONG_NAME * (size // len(LONG_NAME) + 1))[:size].strip()


def name_for(label: str, taken: Container[str]) -> str:
    """A name for a new field, made of its label, that none of `taken` bears and no built-in one."""
    stem = _NOT_OF_A_NAME.sub("_", label.casefold()).strip("_")[:32].strip("_")
    stem = stem if stem[:1].isalpha() else f"isian_{stem}".strip("_")
    names = (stem if place == 1 else f"{stem}_{place}" for place in range(1, 1000))
    return next(name for name in names if name not in taken and name not in BUILT_IN)
