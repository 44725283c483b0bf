"""What a kind of letter is made of: fields, sentences with placeholders, who initials and signs. All of it is data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from siantar.rules.letter.signature import Position

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
BUILT_IN = frozenset({"jabatan", "kantor", "kecamatan", "kota", "tanggal", "berlaku_sampai"})
PAPERS = ("a4", "f4")
MOST_INITIALS = 3
MOST_ROWS = 40
MOST_SENTENCES, MOST_FIELDS, MOST_COPIES, MOST_COLUMNS = 20, 40, 12, 12
LONGEST_TITLE, LONGEST_TEXT, LONGEST_LABEL = 120, 1500, 80
MOST_MONTHS = 60
MOST_PAGES = 4  # with everything as long as it may be: one more than any letter of the seed
LONGEST: Mapping[str, int] = {"text": 120, "long": 600, "choice": 120, "number": 15, "date": 10}


class FieldKind(StrEnum):
    """What is typed into a field."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    TABLE = "table"


class Source(StrEnum):
    """What the file knows already of a field."""

    NAME = "name"
    NIK = "nik"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ADDRESS = "address"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class LetterField:
    """A field of a letter. `listed`: a line of the table label : value; else a sentence must use it."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    needed: bool = True
    help: str = ""
    source: str = ""
    listed: bool = True
    group: str = ""
    choices: tuple[str, ...] = ()
    columns: tuple[LetterField, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterContent:
    """A kind of letter in one version."""

    title: str
    about: str
    classification: str
    opening: str
    fields: tuple[LetterField, ...]
    sentences: tuple[str, ...]
    closing: str
    months: int
    initials: tuple[Position, ...]
    signs: Position
    copies: tuple[str, ...]
    paper: str

    def field(self, name: str) -> LetterField | None:
        """The field of this name."""
        return next((field for field in self.fields if field.name == name), None)

    def texts(self) -> Iterator[str]:
        """Every text that may hold placeholders."""
        yield from (self.opening, *self.sentences, self.closing)


class ContentFault(StrEnum):
    """Why a version cannot be published."""

    MISSING = "missing"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    UNUSED_FIELD = "unused_field"
    TWICE = "twice"
    BAD_NAME = "bad_name"
    NO_CHOICES = "no_choices"
    NO_COLUMNS = "no_columns"
    TOO_MANY_INITIALS = "too_many_initials"
    BAD_PAPER = "bad_paper"
    TABLE_IN_SENTENCE = "table_in_sentence"
    TABLE_IN_TABLE = "table_in_table"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    BAD_MONTHS = "bad_months"
    WIDE_TABLE = "wide_table"
    WIDE_LABEL = "wide_label"
    WIDE_LINE = "wide_line"
    TALL_ENDING = "tall_ending"
    TOO_MANY_PAGES = "too_many_pages"


@dataclass(frozen=True, slots=True)
class ContentTrouble:
    """What is wrong, and at which name."""

    kind: ContentFault
    where: str


def read_content(data: Mapping[str, Any]) -> LetterContent:
    """Read a version as it is stored. Raises KeyError, ValueError, TypeError where it has another form."""
    return LetterContent(
        title=str(data["title"]),
        about=str(data.get("about", "")),
        classification=str(data["classification"]),
        opening=str(data["opening"]),
        fields=tuple(_field(entry) for entry in data["fields"]),
        sentences=tuple(str(text) for text in data["sentences"]),
        closing=str(data["closing"]),
        months=int(data.get("months", 0)),
        initials=tuple(Position(name) for name in data.get("initials", ())),
        signs=Position(data.get("signs", Position.HEAD)),
        copies=tuple(str(text) for text in data.get("copies", ())),
        paper=str(data.get("paper", "a4")),
    )


def _field(data: Mapping[str, Any]) -> LetterField:
    return LetterField(
        name=str(data["name"]),
        label=str(data["label"]),
        kind=FieldKind(data.get("kind", FieldKind.TEXT)),
        needed=bool(data.get("needed", True)),
        help=str(data.get("help", "")),
        source=str(Source(data["source"])) if data.get("source") else "",
        listed=bool(data.get("listed", True)),
        group=str(data.get("group", "")),
        choices=tuple(str(choice) for choice in data.get("choices", ())),
        columns=tuple(_field(column) for column in data.get("columns", ())),
    )


def as_data(content: LetterContent) -> dict[str, Any]:
    """The version as it is stored; `read_content` reads it back."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(content)))
    return data


def placeholders(text: str) -> list[str]:
    """The names in braces, in their order."""
    return _PLACEHOLDER.findall(text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what stands for each name; once, so that braces in a value stay what they are."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def troubles_of(content: LetterContent) -> list[ContentTrouble]:
    """Why this version cannot be published; empty when it can."""
    names = [field.name for field in content.fields]
    troubles = [
        ContentTrouble(ContentFault.MISSING, part)
        for part in ("title", "classification", "opening", "closing")
        if not str(getattr(content, part)).strip()
    ]
    troubles += [ContentTrouble(ContentFault.TWICE, name) for name in sorted({n for n in names if names.count(n) > 1})]
    troubles += [trouble for field in content.fields for trouble in _troubles_of_field(field)]
    troubles += _troubles_of_texts(content)
    troubles += _troubles_of_size(content)
    if len(content.initials) > MOST_INITIALS:
        troubles.append(ContentTrouble(ContentFault.TOO_MANY_INITIALS, "initials"))
    if not 0 <= content.months <= MOST_MONTHS:
        troubles.append(ContentTrouble(ContentFault.BAD_MONTHS, "months"))
    if content.paper not in PAPERS:
        troubles.append(ContentTrouble(ContentFault.BAD_PAPER, content.paper))
    return troubles


def _troubles_of_size(content: LetterContent) -> Iterator[ContentTrouble]:
    lists = {
        "sentences": (content.sentences, MOST_SENTENCES),
        "fields": (content.fields, MOST_FIELDS),
        "copies": (content.copies, MOST_COPIES),
    }
    for name, (entries, most) in lists.items():
        if len(entries) > most:
            yield ContentTrouble(ContentFault.TOO_MANY, name)
    short = (content.title, content.about, content.classification, *content.copies)
    labels = (each.label for field in content.fields for each in (field, *field.columns))
    for longest, texts in ((LONGEST_TITLE, short), (LONGEST_TEXT, content.texts()), (LONGEST_LABEL, labels)):
        for text in texts:
            if len(text) > longest:
                yield ContentTrouble(ContentFault.TOO_LONG, f"{text[:40]}…")


def _troubles_of_texts(content: LetterContent) -> Iterator[ContentTrouble]:
    tables = {field.name for field in content.fields if field.kind is FieldKind.TABLE}
    used = {name for text in content.texts() for name in placeholders(text)}
    for name in sorted(used - BUILT_IN - {field.name for field in content.fields}):
        yield ContentTrouble(ContentFault.UNKNOWN_PLACEHOLDER, name)
    for name in sorted(used & tables):
        yield ContentTrouble(ContentFault.TABLE_IN_SENTENCE, name)
    for field in content.fields:
        if not field.listed and field.name not in used:
            yield ContentTrouble(ContentFault.UNUSED_FIELD, field.name)


def _troubles_of_field(field: LetterField) -> Iterator[ContentTrouble]:
    if not _NAME.fullmatch(field.name) or field.name in BUILT_IN:
        yield ContentTrouble(ContentFault.BAD_NAME, field.name)
    if not field.label.strip():
        yield ContentTrouble(ContentFault.MISSING, field.name)
    if field.kind is FieldKind.CHOICE and not field.choices:
        yield ContentTrouble(ContentFault.NO_CHOICES, field.name)
    if field.kind is FieldKind.TABLE:
        yield from _troubles_of_columns(field)


def _troubles_of_columns(table: LetterField) -> Iterator[ContentTrouble]:
    if not table.columns:
        yield ContentTrouble(ContentFault.NO_COLUMNS, table.label)
    if len(table.columns) > MOST_COLUMNS:
        yield ContentTrouble(ContentFault.TOO_MANY, "columns")
    names = [column.name for column in table.columns]
    for name in sorted({each for each in names if names.count(each) > 1}):
        yield ContentTrouble(ContentFault.TWICE, name)
    for column in table.columns:
        if column.kind is FieldKind.TABLE:
            yield ContentTrouble(ContentFault.TABLE_IN_TABLE, column.label)
        else:
            yield from _troubles_of_field(column)
