"""The fields of a letter as a form: made from its text, read back into plain values; on its desk and at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from siantar.rules.letter.content import LONGEST, MOST_ROWS, FieldKind, LetterContent, LetterField
from siantar.rules.letter.values import Row, Value, Values, ValueTrouble

SPARE_ROWS, FEWEST_ROWS = 2, 4
MORE = 5
DESK = "f"  # what the names of the inputs begin with on the letter's own page
TROUBLES: Mapping[ValueTrouble, Promise] = {
    ValueTrouble.MISSING: _("Belum diisi. Tuliskan, atau tulis tanda strip (-) bila memang tidak ada."),
    ValueTrouble.TOO_LONG: _("Terlalu panjang untuk surat. Ringkaskan."),
    ValueTrouble.NO_DATE: _("Bukan tanggal. Pilih tanggalnya."),
    ValueTrouble.NO_NUMBER: _("Tulis angka saja, tanpa titik dan koma."),
    ValueTrouble.NO_CHOICE: _("Pilih salah satu dari daftar."),
    ValueTrouble.TOO_MANY_ROWS: _("Terlalu banyak baris: paling banyak 40. Lampirkan sisanya."),
}


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
    content: LetterContent,
    values: Values,
    troubles: Mapping[str, ValueTrouble],
    *,
    more: int = 0,
    prefix: str = DESK,
) -> list[FormField]:
    """The form with these values; a table has some rows to spare, and `more`."""
    form = []
    for field in content.fields:
        error = TROUBLES[troubles[field.name]] if field.name in troubles else None
        form.append(_field(field, values.get(field.name, ""), error, f"{prefix}-{field.name}", more))
    return form


def _field(field: LetterField, value: Value, error: Promise | None, id: str, more: int) -> FormField:
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


def typed_in(content: LetterContent, form: Mapping[str, str], prefix: str = DESK) -> dict[str, Value]:
    """What was typed, as it was typed."""
    return {field.name: _typed(field, form, f"{prefix}-{field.name}") for field in content.fields}


def _typed(field: LetterField, form: Mapping[str, str], id: str) -> Value:
    if field.kind is not FieldKind.TABLE:
        return form.get(id, "")
    rows = [
        {column.name: form.get(f"{id}-{place}-{column.name}", "") for column in field.columns}
        for place in range(MOST_ROWS + 1)
    ]
    return [row for row in rows if any(value.strip() for value in row.values())]
