"""The text of a kind of letter as a form: drawn from its content, read back, a line moved, added or taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.http import QueryDict

from siantar.rules.identity import clean_name
from siantar.rules.letter.content import (
    MOST_COLUMNS,
    MOST_COPIES,
    MOST_FIELDS,
    MOST_MONTHS,
    MOST_SENTENCES,
    PAPERS,
    FieldKind,
    LetterContent,
    LetterField,
)
from siantar.rules.letter.samples import name_for
from siantar.rules.letter.signature import Position
from siantar.rules.plain_number import plain_number

COLUMN_KINDS = (FieldKind.TEXT, FieldKind.LONG, FieldKind.DATE, FieldKind.NUMBER, FieldKind.CHOICE)
NEW_KINDS = (*COLUMN_KINDS, FieldKind.TABLE)
INITIAL_ORDER = (Position.SECTION, Position.SECRETARY, Position.HEAD)
LONGEST_TYPED = 4_000
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class TextRow:
    """A sentence in the form."""

    place: int
    text: str


def rows_of(content: LetterContent) -> list[TextRow]:
    """The sentences of the form, and one more to be written."""
    return [TextRow(place, text) for place, text in enumerate((*content.sentences, ""))]


def typed_content(form: QueryDict, base: LetterContent) -> LetterContent:
    """What was typed, in the place of `base`: what a field or a column knows of the file comes from there."""
    sentences = (_line(form, f"sentence-{place}") for place in range(MOST_SENTENCES + 2))
    return replace(
        base,
        title=_line(form, "title"),
        about=_line(form, "about"),
        classification=_line(form, "classification"),
        opening=_line(form, "opening"),
        closing=_line(form, "closing"),
        sentences=tuple(text for text in sentences if text),
        fields=_typed_fields(form, base),
        months=_months(form.get("months", "")),
        initials=tuple(each for each in INITIAL_ORDER if each in form.getlist("initials")),
        signs=next((each for each in Position if each == form.get("signs")), base.signs),
        copies=tuple(text for text in _lines(form.get("copies", "")) if text)[: MOST_COPIES + 1],
        paper=next((each for each in PAPERS if each == form.get("paper")), base.paper),
    )


def _line(form: QueryDict, name: str) -> str:
    return clean_name(form.get(name, "")[:LONGEST_TYPED])


def _lines(text: str) -> list[str]:
    return [clean_name(line) for line in text[:LONGEST_TYPED].splitlines()]


def _months(typed: str) -> int:
    """Blank is without an end; what is no number is too many, so that it is refused and stays to be seen."""
    typed = typed.strip()
    if not typed:
        return 0
    months = plain_number(typed, MOST_MONTHS)
    return MOST_MONTHS + 1 if months is None else months


def _typed_fields(form: QueryDict, base: LetterContent) -> tuple[LetterField, ...]:
    fields = [each for place in range(MOST_FIELDS + 1) if (each := _typed_field(form, base, place)) is not None]
    if label := _line(form, "new-label"):
        fields.append(_new_field(form, label, [each.name for each in fields]))
    return tuple(fields)


def _typed_field(form: QueryDict, base: LetterContent, place: int) -> LetterField | None:
    """The field typed at this place; None where its label was emptied or it is none."""
    name, label = form.get(f"name-{place}", "")[:60], _line(form, f"label-{place}")
    if not name or not label:
        return None
    before = base.field(name) or LetterField(name, label, _kind(form.get(f"kind-{place}", "")))
    return replace(
        before,
        label=label,
        help=_line(form, f"help-{place}"),
        needed=f"needed-{place}" in form,
        listed=f"listed-{place}" in form or before.kind is FieldKind.TABLE,
        choices=_choices(form.get(f"choices-{place}", "")) if before.kind is FieldKind.CHOICE else before.choices,
        columns=_typed_columns(form, before, place) if before.kind is FieldKind.TABLE else (),
    )


def _typed_columns(form: QueryDict, before: LetterField, place: int) -> tuple[LetterField, ...]:
    """The columns of the table typed at this place; those it had where the form speaks of none."""
    typed = [_typed_column(form, before, f"{place}-{each}") for each in range(MOST_COLUMNS + 1)]
    spoken_of = f"column-name-{place}-0" in form
    columns = [each for each in typed if each is not None] if spoken_of else list(before.columns)
    if label := _line(form, f"new-column-{place}"):
        kind = _kind(form.get(f"new-column-kind-{place}", ""), COLUMN_KINDS)
        choices = _choices(form.get(f"new-column-choices-{place}", "")) if kind is FieldKind.CHOICE else ()
        columns.append(LetterField(name_for(label, [each.name for each in columns]), label, kind, choices=choices))
    return tuple(columns)


def _typed_column(form: QueryDict, table: LetterField, place: str) -> LetterField | None:
    """The column typed at this place; None where its label was emptied or it is none."""
    name, label = form.get(f"column-name-{place}", "")[:60], _line(form, f"column-label-{place}")
    if not name or not label:
        return None
    kind = _kind(form.get(f"column-kind-{place}", ""), COLUMN_KINDS)
    before = next((each for each in table.columns if each.name == name), None) or LetterField(name, label, kind)
    choices = _choices(form.get(f"column-choices-{place}", "")) if before.kind is FieldKind.CHOICE else before.choices
    return replace(before, label=label, needed=f"column-needed-{place}" in form, choices=choices)


def _new_field(form: QueryDict, label: str, taken: Sequence[str]) -> LetterField:
    kind = _kind(form.get("new-kind", ""))
    choices = _choices(form.get("new-choices", "")) if kind is FieldKind.CHOICE else ()
    return LetterField(name_for(label, taken), label, kind, listed="new-listed" in form, choices=choices)


def _kind(typed: str, among: Sequence[FieldKind] = NEW_KINDS) -> FieldKind:
    return next((each for each in among if each == typed), FieldKind.TEXT)


def _choices(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in (clean_name(part) for part in typed[:1000].split(";")) if text))


def moved(content: LetterContent, move: str) -> LetterContent:
    """The content with one line moved up: `sentence-3`, `field-2`, `column-4-1`. What names no line moves none."""
    what, _, number = move.partition("-")
    if what == "column":
        return _with_column_up(content, *(_number(part) for part in number.partition("-")[::2]))
    place = _number(number)
    if what == "sentence":
        return replace(content, sentences=_up(content.sentences, place))
    if what == "field":
        return replace(content, fields=_up(content.fields, place))
    return content


def _number(typed: str) -> int:
    return plain_number(typed, 999) or 0


def _with_column_up(content: LetterContent, place: int, column: int) -> LetterContent:
    fields = list(content.fields)
    if place < len(fields):
        fields[place] = replace(fields[place], columns=_up(fields[place].columns, column))
    return replace(content, fields=tuple(fields))


def _up(entries: tuple[Entry, ...], place: int) -> tuple[Entry, ...]:
    if not 0 < place < len(entries):
        return entries
    above, each = entries[place - 1 : place + 1]
    return (*entries[: place - 1], each, above, *entries[place + 1 :])
