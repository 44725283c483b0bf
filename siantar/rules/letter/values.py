"""What was typed into the fields of a letter: read, judged, and written as it is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from siantar.rules.calendar_words import long_date
from siantar.rules.identity import clean_name
from siantar.rules.letter.content import LONGEST, MOST_ROWS, FieldKind, LetterContent, LetterField
from siantar.rules.letter.words import in_figures

Row = Mapping[str, str]
Value = str | Sequence[Row]
Values = Mapping[str, Value]


class ValueTrouble(StrEnum):
    """Why a field cannot stay as it was typed."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    NO_CHOICE = "no_choice"
    TOO_MANY_ROWS = "too_many_rows"


def judge(content: LetterContent, typed: Values) -> tuple[dict[str, Value], dict[str, ValueTrouble]]:
    """The values as they are stored, and what is wrong with which field; an empty row of a table is no row."""
    values: dict[str, Value] = {}
    troubles: dict[str, ValueTrouble] = {}
    for field in content.fields:
        value = typed.get(field.name, "")
        if field.kind is FieldKind.TABLE:
            rows = value if not isinstance(value, str) else ()
            values[field.name], trouble = _judge_rows(field, rows)
        else:
            text = _cleaned(field, value if isinstance(value, str) else "")
            values[field.name], trouble = text, _trouble_of(field, text)
        if trouble:
            troubles[field.name] = trouble
    return values, troubles


def judge_in_part(content: LetterContent, typed: Values) -> tuple[dict[str, Value], dict[str, ValueTrouble]]:
    """As `judge`, where what is not there may come later: nothing is missing, and what is empty is left out."""
    fields = tuple(_not_needed(field) for field in content.fields)
    values, troubles = judge(replace(content, fields=fields), typed)
    return {name: value for name, value in values.items() if value}, troubles


def asks(content: LetterContent, name: str, value: Value) -> bool:
    """Whether the letter asks this, in this form: words for a field, rows of its own columns for a table."""
    field = content.field(name)
    if field is None or (field.kind is FieldKind.TABLE) is isinstance(value, str):
        return False
    columns = {column.name for column in field.columns}
    return isinstance(value, str) or all(columns.issuperset(row) for row in value)


def _not_needed(field: LetterField) -> LetterField:
    columns = tuple(replace(column, needed=False) for column in field.columns)
    return replace(field, needed=False, columns=columns)


def _judge_rows(field: LetterField, rows: Sequence[Row]) -> tuple[list[Row], ValueTrouble | None]:
    cleaned = [{column.name: _cleaned(column, row.get(column.name, "")) for column in field.columns} for row in rows]
    filled_rows: list[Row] = [row for row in cleaned if any(row.values())]
    if len(filled_rows) > MOST_ROWS:
        return filled_rows[: MOST_ROWS + 1], ValueTrouble.TOO_MANY_ROWS
    if field.needed and not filled_rows:
        return filled_rows, ValueTrouble.MISSING
    wrong = (_trouble_of(column, row[column.name]) for row in filled_rows for column in field.columns)
    return filled_rows, next((trouble for trouble in wrong if trouble), None)


def _cleaned(field: LetterField, typed: str) -> str:
    if field.kind is FieldKind.LONG:
        lines = (clean_name(line) for line in typed.splitlines())
        return "\n".join(lines).strip()
    return clean_name(typed)


def _trouble_of(field: LetterField, text: str) -> ValueTrouble | None:
    if not text:
        return ValueTrouble.MISSING if field.needed else None
    if len(text) > LONGEST[field.kind]:
        return ValueTrouble.TOO_LONG
    if field.kind is FieldKind.DATE and _as_date(text) is None:
        return ValueTrouble.NO_DATE
    if field.kind is FieldKind.NUMBER and not (text.isascii() and text.isdigit()):
        return ValueTrouble.NO_NUMBER
    if field.kind is FieldKind.CHOICE and text not in field.choices:
        return ValueTrouble.NO_CHOICE
    return None


def printed(field: LetterField, text: str) -> str:
    """A value as the letter shows it: dates in words, numbers in figures grouped by thousands."""
    if field.kind is FieldKind.DATE and (day := _as_date(text)) is not None:
        return long_date(day)
    if field.kind is FieldKind.NUMBER and text.isascii() and text.isdigit():
        return in_figures(int(text))
    return text


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
