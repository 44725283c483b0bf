"""Everything is exported, or it is written down why not; and every kind of value comes back as it was."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models

from siantar.directory.models import User
from siantar.privacy import vault
from siantar.project import key_rotation
from siantar.project.export import cells, contents, describing, loading, rows
from siantar.project.export.places import SEEDED

PAGE = Path(__file__).parents[2] / "docs" / "developer" / "export.md"
SAMPLES = {
    "AutoField": 7, "BigAutoField": 7, "BigIntegerField": -(2**53), "IntegerField": -3, "PositiveIntegerField": 3,
    "PositiveSmallIntegerField": 3, "BinaryField": bytes(range(256))[::-1][:32], "BooleanField": True, "CharField": "Wí\n\"",
    "SlugField": "ktp-el", "TextField": "satu\u2028dua\r\n", "DateField": date(2026, 11, 27), "TimeField": time(7, 30),
    "DateTimeField": datetime(2026, 11, 27, 1, 2, 3, 4, tzinfo=UTC), "DecimalField": Decimal("12.50"), "FloatField": -6.2601,
    "GenericIPAddressField": "2001:db8::1", "UUIDField": UUID(int=2**127 + 5), "JSONField": {"b": [1, 2.5, None, "é"], "a": True},
}  # fmt: skip
PDF = b"%PDF-1.7\n" + bytes(range(256))


def test_every_table_is_exported_or_it_stands_there_why_not():
    there = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    beside = {"directory_cache", "django_migrations"}  # no models of theirs
    assert set(contents.EXPORTED) | set(contents.NOT_EXPORTED) == there | beside
    assert set(contents.EXPORTED).isdisjoint(contents.NOT_EXPORTED)
    assert all(len(reason) > 20 for reason in contents.NOT_EXPORTED.values())
    assert len(set(contents.EXPORTED)) == len(contents.EXPORTED)
    assert SEEDED - {"django_migrations"} <= set(contents.EXPORTED)


def test_no_table_refers_to_a_later_one_or_to_one_that_stays_behind():
    seen: set[type[models.Model]] = set()
    for table in contents.tables():
        for column in table.columns:
            if column.field.is_relation and column.field.related_model is not table.model:
                assert column.field.related_model in seen, f"{table.name}.{column.name}"
        seen.add(table.model)


def test_columns_have_names_of_their_own_and_none_is_sealed_that_could_be_read():
    sealed = {(column.model, column.field) for column in key_rotation.COLUMNS}
    exported = {(table.model, column.field.name) for table in contents.tables() for column in table.columns}
    assert sealed <= exported
    assert {
        (table.name, column.field.name) for table in contents.tables() for column in table.columns if column.attached
    } == contents.ATTACHED
    for table in contents.tables():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert not [column.name for column in table.columns if "seal" in column.name and column.sealed]


def test_the_description_names_every_column_with_its_type():
    described = {table["table"]: table["columns"] for table in describing.tables()}
    assert described["casework_person"]["nik"] == {"type": "text", "null": True, "sealed": True}
    assert described["casework_application"]["service"] == {
        "type": "integer",
        "null": False,
        "refers_to": "catalogue_service",
    }
    assert described["delivery_proof"]["photo"]["type"] == "file"
    page = PAGE.read_text()
    assert set(re.findall(r"^\| `(.+?)` \| ", page, re.MULTILINE)) >= set(contents.NOT_EXPORTED)
    for kind in {column["type"] for columns in described.values() for column in columns.values()}:
        assert kind in page


def sample(field, shift: int = 0):
    column = cells.plain(field)
    value = SAMPLES[column.get_internal_type()]
    if isinstance(value, str) and getattr(column, "max_length", None):
        return value[: column.max_length]
    return value


def full_row(table, *, empty: bool = False) -> models.Model:
    """A row with something in every column, or in none that may be empty."""
    row = table.model()
    for column in table.columns:
        if empty and column.field.null:
            setattr(row, column.field.attname, None)
        elif column.sealed is None:
            setattr(row, column.field.attname, PDF if column.attached else sample(column.field))
    for column in table.columns:
        if column.sealed and not (empty and column.field.null):
            text = base64.b64encode(PDF).decode() if column.attached else 'Jl. Raya "Serpong" 8\n'
            setattr(row, column.field.attname, vault.seal(*key_rotation.place_of(column.sealed, row), text))
    return row


def seen_in(table, row) -> dict[str, object]:
    """What a row says, seals opened."""
    seen = {}
    for column in table.columns:
        value = getattr(row, column.field.attname)
        if column.sealed and value is not None:
            value = vault.unseal(*key_rotation.place_of(column.sealed, row), value)
        seen[column.name] = bytes(value) if isinstance(value, memoryview) else value
    return seen


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("table", contents.tables(), ids=lambda table: table.name)
def test_a_row_comes_back_as_it_was(table, empty):
    row = full_row(table, empty=empty)
    files: rows.Files = {}
    line = json.loads(json.dumps(rows.written(table, row, files)))
    assert len(files) == sum(column.attached and not (empty and column.field.null) for column in table.columns)
    again = rows.read(table, line, files)
    assert files == {}
    assert seen_in(table, again) == seen_in(table, row)


def table_of(model):
    return next(table for table in contents.tables() if table.model is model)


def test_what_cannot_be_opened_any_more_stays_as_it_was():
    table = next(table for table in contents.tables() if table.name == "casework_person")
    row = full_row(table)
    row.nik_sealed, row.phone_sealed = b"\xfe" + bytes(40), b""
    line = rows.written(table, row, {})
    assert line["nik"] == {"unreadable": base64.b64encode(b"\xfe" + bytes(40)).decode()}
    again = rows.read(table, line, {})
    assert (again.nik_sealed, again.phone_sealed) == (b"\xfe" + bytes(40), b"")


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("username", "x" * 500, "lebih panjang dari"),
        ("username", "a\0b", "NUL"),
        ("username", None, "kosong"),
        ("username", 5, "bukan text"),
        ("is_active", 1, "bukan true or false"),
        ("id", "7", "bukan integer"),
        ("id", True, "bukan integer"),
        ("last_login", "2026-11-27T01:02:03", "bukan time"),
        ("last_login", "kemarin", "bukan time"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_column(column, cell, words):
    table = table_of(User)
    line = rows.written(table, full_row(table), {})
    with pytest.raises(rows.UnfitRow, match=f"kolom {column} .*{words}"):
        rows.read(table, {**line, column: cell}, {})


def test_a_row_of_other_columns_and_a_document_that_is_missing_are_refused():
    table = table_of(User)
    with pytest.raises(rows.UnfitRow, match="kolomnya"):
        rows.read(table, {"id": 1}, {})
    proof = next(table for table in contents.tables() if table.name == "delivery_proof")
    line = rows.written(proof, full_row(proof), {})
    with pytest.raises(rows.UnfitRow, match="yang tidak ada"):
        rows.read(proof, line, {})


@pytest.mark.django_db
def test_a_day_that_a_library_sets_by_itself_is_that_of_the_export():
    user, day = User.objects.create_user("budi"), SAMPLES["DateTimeField"]
    (table,) = [table for table in contents.tables() if table.name == "socialaccount_socialaccount"]
    row = table.model(user=user, provider="kota", uid="9f0c", extra_data={}, last_login=day, date_joined=day)
    loading._store("tables/x", table, [row])
    there = table.model._base_manager.get()
    assert (there.last_login, there.date_joined) == (day, day)
    there.save()
    assert table.model._base_manager.get().last_login != day  # outside of an import the library goes on
