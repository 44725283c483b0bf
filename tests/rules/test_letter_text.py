"""The text of a kind of letter as data: stored and read back, refused where it could not be printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.letters.seeding import seeded_contents
from siantar.rules.letter.content import (
    BUILT_IN,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_COLUMNS,
    MOST_MONTHS,
    ContentFault,
    ContentTrouble,
    FieldKind,
    LetterField,
    as_data,
    read_content,
    troubles_of,
)
from siantar.rules.letter.samples import name_for, sample_values
from siantar.rules.letter.values import judge

SEEDS = {code: read_content({**entry, "name": ""}) for code, entry in seeded_contents().items()}
SKTM = SEEDS["sktm"]


@pytest.mark.parametrize("code", SEEDS)
def test_a_stored_text_reads_back_as_it_was(code):
    assert read_content(as_data(SEEDS[code])) == SEEDS[code]


@pytest.mark.parametrize("code", SEEDS)
def test_every_text_that_comes_along_can_be_published(code):
    assert troubles_of(SEEDS[code]) == []


@pytest.mark.parametrize("code", SEEDS)
@pytest.mark.parametrize("longest", [False, True])
def test_a_sample_is_something_that_could_have_been_typed(code, longest):
    content = SEEDS[code]
    values, troubles = judge(content, sample_values(content, longest=longest))
    assert troubles == {}
    assert all(values[field.name] for field in content.fields)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": " "}, ContentFault.MISSING),
        ({"title": "S" * (LONGEST_TITLE + 1)}, ContentFault.TOO_LONG),
        ({"closing": "S" * (LONGEST_TEXT + 1)}, ContentFault.TOO_LONG),
        ({"opening": "Kepada {entah}"}, ContentFault.UNKNOWN_PLACEHOLDER),
        ({"closing": "{keluarga}"}, ContentFault.TABLE_IN_SENTENCE),
        ({"sentences": ()}, ContentFault.UNUSED_FIELD),
        ({"sentences": ("Kalimat.",) * 21}, ContentFault.TOO_MANY),
        ({"months": MOST_MONTHS + 1}, ContentFault.BAD_MONTHS),
        ({"months": -1}, ContentFault.BAD_MONTHS),
        ({"paper": "a5"}, ContentFault.BAD_PAPER),
        ({"fields": (*SKTM.fields, SKTM.fields[0])}, ContentFault.TWICE),
        ({"fields": (*SKTM.fields, LetterField("tanggal", "Tanggal"))}, ContentFault.BAD_NAME),
        ({"fields": (*SKTM.fields, LetterField("Nama Lain", "Nama"))}, ContentFault.BAD_NAME),
        ({"fields": (*SKTM.fields, LetterField("macam", "Macam", FieldKind.CHOICE))}, ContentFault.NO_CHOICES),
        ({"fields": (*SKTM.fields, LetterField("daftar", "Daftar", FieldKind.TABLE))}, ContentFault.NO_COLUMNS),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_with_its_reason(change, fault):
    assert fault in {trouble.kind for trouble in troubles_of(replace(SKTM, **change))}


def test_an_unknown_name_is_said():
    content = replace(SKTM, closing="Demikian {nama_ibu}.")
    assert ContentTrouble(ContentFault.UNKNOWN_PLACEHOLDER, "nama_ibu") in troubles_of(content)


@given(st.text(max_size=80), st.sets(st.sampled_from(["nama", "nama_2", "isian", "tanggal"])))
def test_whatever_a_new_field_is_called_it_gets_a_name_of_its_own(label, taken):
    name = name_for(label, taken)
    plain = replace(SKTM, fields=(*SKTM.fields, LetterField(name_for(label, {each.name for each in SKTM.fields}), "Isian")))
    assert name not in taken | BUILT_IN
    assert troubles_of(plain) == []


@pytest.mark.parametrize(
    ("label", "taken", "name"),
    [
        ("Nama Ibu", (), "nama_ibu"), ("Nama Ibu", ("nama_ibu", "nama_ibu_2"), "nama_ibu_3"), (" 3 Saksi! ", (), "isian_3_saksi"),
        ("", (), "isian"), ("", ("isian",), "isian_2"), ("Tanggal", (), "tanggal_2"), ("A" * 40, (), "a" * 32), ("N" * 31 + " x", (), "n" * 31),
    ],
)  # fmt: skip
def test_a_new_field_is_named_after_its_label(label, taken, name):
    assert name_for(label, taken) == name


def table(*columns: LetterField) -> list[ContentTrouble]:
    """What is wrong with a table of these columns, and with nothing else."""
    fields = (*SKTM.fields, LetterField("daftar", "Daftar", FieldKind.TABLE, columns=columns))
    return [trouble for trouble in troubles_of(replace(SKTM, fields=fields)) if trouble.kind is not ContentFault.UNUSED_FIELD]


def columns(count: int) -> list[LetterField]:
    return [LetterField(f"kolom_{place}", f"Kolom {place}") for place in range(count)]


def test_a_table_is_refused_for_its_columns_and_says_for_which():
    assert table(*columns(MOST_COLUMNS)) == []
    assert table() == [ContentTrouble(ContentFault.NO_COLUMNS, "Daftar")]
    assert table(*columns(MOST_COLUMNS + 1)) == [ContentTrouble(ContentFault.TOO_MANY, "columns")]
    first, second = columns(2)
    assert table(first, second, first, first) == [ContentTrouble(ContentFault.TWICE, "kolom_0")]
    inner = LetterField("dalam", "Tabel di dalam", FieldKind.TABLE, columns=(first,))
    assert table(first, inner) == [ContentTrouble(ContentFault.TABLE_IN_TABLE, "Tabel di dalam")]
    assert table(first, replace(second, label=" ")) == [ContentTrouble(ContentFault.MISSING, "kolom_1")]
