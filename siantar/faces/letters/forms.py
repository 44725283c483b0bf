"""The fields of a letter as a form: made from its text, read back into plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from siantar.faces.letters.words import TROUBLES
from siantar.rules.letter.content import LONGEST, MOST_ROWS, FieldKind, LetterContent, LetterField
from siantar.rules.letter.values import Row, Value, Values, ValueTrouble

SPARE_ROWS, FEWEST_ROWS = 2, 4
MORE = 5


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a table in the form."""

    id: str
    column: LetterField
    value: str
    longest: int


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as the page draws it."""

    id: str
    field: LetterField
    value: str
    error: Promise | None
    longest: int
    rows: tuple[tuple[FormCell, ...], ...] = ()

    @property
    def type(self) -> str:
        """What kind of input it is: a date has a picker."""
        return "date" if self.field.kind is FieldKind.DATE else "text"

    @property
    def keys(self) -> str:
        """Which keys a phone shows for it."""
        return "numeric" if self.field.kind is FieldKind.NUMBER else "text"


def fields_of(
    content: LetterContent, values: Values, troubles: Mapping[str, ValueTrouble], more: int = 0
) -> list[FormField]:
    """The form with these values; a table has some rows to spare."""
    return [_field(field, values.get(field.name, ""), troubles.get(field.name), more) for field in content.fields]


def _field(field: LetterField, value: Value, trouble: ValueTrouble | None, more: int) -> FormField:
    id, error = f"f-{field.name}", TROUBLES[trouble] if trouble else None
    if field.kind is not FieldKind.TABLE:
        return FormField(id, field, value if isinstance(value, str) else "", error, LONGEST[field.kind])
    rows = [] if isinstance(value, str) else list(value)
    wanted = min(MOST_ROWS, max(FEWEST_ROWS, len(rows) + SPARE_ROWS) + more)
    filled: list[Row] = [*rows, *({} for _ in range(wanted - len(rows)))]
    cells = tuple(
        tuple(
            FormCell(f"{id}-{place}-{column.name}", column, row.get(column.name, ""), LONGEST[column.kind])
            for column in field.columns
        )
        for place, row in enumerate(filled)
    )
    return FormField(id, field, "", error, 0, cells)


def typed_in(content: LetterContent, form: QueryDict) -> dict[str, Value]:
    """What was typed, as it was typed."""
    return {field.name: _typed(field, form) for field in content.fields}


def _typed(field: LetterField, form: QueryDict) -> Value:
    id = f"f-{field.name}"
    if field.kind is not FieldKind.TABLE:
        return form.get(id, "")
    rows = [
        {column.name: form.get(f"{id}-{place}-{column.name}", "") for column in field.columns}
        for place in range(MOST_ROWS + 1)
    ]
    return [row for row in rows if any(value.strip() for value in row.values())]
