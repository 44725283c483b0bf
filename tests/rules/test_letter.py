"""The pure parts of letters, for whatever is typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from siantar.letters.seeding import seeded_contents
from siantar.rules.letter import numbering, words
from siantar.rules.letter.content import BUILT_IN, FieldKind, filled, placeholders, read_content, troubles_of
from siantar.rules.letter.genuine import LetterStatement
from siantar.rules.letter.numbering import NumberParts, TemplateTrouble, number_of, template_trouble
from siantar.rules.letter.signature import Capacity, Position, signature_block
from siantar.rules.letter.values import judge

SEEDS = seeded_contents()
DAYS = st.dates(date(1, 1, 1), date(9000, 12, 31))


@pytest.mark.parametrize("code", SEEDS)
def test_every_letter_of_the_seed_can_be_published(code):
    assert troubles_of(read_content(SEEDS[code])) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"sentences": ["{siapa}"]}, "unknown_placeholder"),
        ({"title": " "}, "missing"),
        ({"paper": "a3"}, "bad_paper"),
        ({"initials": ["section", "secretary", "head", "head"]}, "too_many_initials"),
        ({"fields": [{"name": "x", "label": "X"}, {"name": "x", "label": "X"}]}, "twice"),
        ({"fields": [{"name": "kota", "label": "Kota"}]}, "bad_name"),
        ({"fields": [{"name": "x", "label": "X", "listed": False}]}, "unused_field"),
        ({"fields": [{"name": "x", "label": "X", "kind": "choice"}]}, "no_choices"),
        ({"fields": [{"name": "x", "label": "X", "kind": "table"}]}, "no_columns"),
    ],
)
def test_what_is_wrong_with_a_text_is_named(change, kind):
    plain = {"title": "S", "classification": "1", "opening": "o", "fields": [], "sentences": [], "closing": "c"}
    assert kind in {trouble.kind for trouble in troubles_of(read_content(plain | change))}


@given(st.text(), st.dictionaries(st.from_regex("[a-z]{1,4}", fullmatch=True), st.text()))
@example("{a} {b}", {"a": "{b}", "b": "x"})
def test_a_value_is_put_in_once_and_never_read_again(text, values):
    left = [name for name in placeholders(text) if name not in values]
    out = filled(text, values)
    if not values:
        assert out == text
    if not any("{" in value or "}" in value for value in values.values()):
        assert placeholders(out) == left or "{" in text.replace("{", "", 1)


def test_braces_in_a_value_stay_braces():
    assert filled("{a} {b}", {"a": "{b}", "b": "x"}) == "{b} x"


@given(st.integers(0, 10**15 - 1))
def test_numbers_in_words_differ_as_the_numbers_do(number):
    text = words.in_words(number)
    assert text and text == " ".join(text.split())
    assert text != words.in_words((number + 1) % 10**15)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "nol"), (11, "sebelas"), (15, "lima belas"), (100, "seratus"), (120, "seratus dua puluh"), (1000, "seribu"),
     (2026, "dua ribu dua puluh enam"), (101_000, "seratus satu ribu"), (1_001_000, "satu juta seribu")],
)  # fmt: skip
def test_numbers_in_words(number, text):
    assert words.in_words(number) == text


@given(DAYS, st.integers(0, 240))
def test_so_many_months_later_is_never_another_month(day, months):
    later = words.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(st.lists(st.tuples(st.integers(1, 99999), DAYS), min_size=2, max_size=6), st.sampled_from(
    [numbering.DEFAULT, "{seq:3}/{unit}/{month}/{year}", "B/{code}/{seq}-{year}"]))  # fmt: skip
def test_numbers_of_a_year_never_meet(parts, template):
    assert template_trouble(template, by_code=False) is None
    keys = {(seq, day.year) for seq, day in parts}
    numbers = {number_of(template, NumberParts("1.2", seq, "K", date(day.year, 1, 1))) for seq, day in parts}
    assert len(numbers) == len(keys)


@pytest.mark.parametrize(
    ("template", "by_code", "trouble"),
    [("{year}", False, TemplateTrouble.NO_SEQ), ("{seq}", False, TemplateTrouble.NO_YEAR), ("{seq}{year}", True, TemplateTrouble.NO_CODE),
     ("{seq}{year}{x}", False, TemplateTrouble.UNKNOWN_PART), ("{seq}{year}{", False, TemplateTrouble.UNKNOWN_PART),
     ("{seq}{year}" + "x" * 80, False, TemplateTrouble.TOO_LONG), ("{seq}{seq}{year}", False, TemplateTrouble.NO_SEQ)],
)  # fmt: skip
def test_a_template_that_makes_no_numbers_is_refused(template, by_code, trouble):
    assert template_trouble(template, by_code=by_code) is trouble


TITLES = {Position.HEAD: "CAMAT X", Position.SECRETARY: "SEKRETARIS KECAMATAN", Position.SECTION: "KEPALA SEKSI Y"}


@pytest.mark.parametrize(
    ("position", "capacity", "lines"),
    [
        (Position.HEAD, Capacity.OWN, [(0, "CAMAT X,")]),
        (Position.HEAD, Capacity.PLH, [(0, "Plh. CAMAT X,")]),
        (Position.SECRETARY, Capacity.OWN, [(0, "a.n. CAMAT X"), (1, "SEKRETARIS KECAMATAN,")]),
        (Position.SECRETARY, Capacity.PLT, [(0, "a.n. CAMAT X"), (1, "Plt. SEKRETARIS KECAMATAN,")]),
        (
            Position.SECTION,
            Capacity.OWN,
            [(0, "a.n. CAMAT X"), (1, "SEKRETARIS KECAMATAN"), (1, "u.b."), (2, "KEPALA SEKSI Y,")],
        ),
    ],
)
def test_who_stands_under_a_letter(position, capacity, lines):
    assert [(line.level, line.text) for line in signature_block(position, TITLES, capacity)] == lines


@given(st.builds(LetterStatement, st.text(), st.dates(), st.text(), st.text(), st.text(), st.text(), st.text()))
def test_a_statement_is_read_as_it_was_written(statement):
    assert LetterStatement.parse(statement.text()) == statement


@given(st.text())
def test_no_text_breaks_the_reading_of_a_statement(text):
    assume(not text.startswith('["1"'))
    with pytest.raises(ValueError):
        LetterStatement.parse(text)


@given(st.data())
def test_whatever_is_typed_is_judged(data):
    content = read_content(SEEDS[data.draw(st.sampled_from(sorted(SEEDS)))])
    typed = {}
    for field in content.fields:
        if field.kind is FieldKind.TABLE:
            row = st.dictionaries(st.sampled_from([column.name for column in field.columns]), st.text(max_size=20))
            typed[field.name] = data.draw(st.lists(row, max_size=3))
        else:
            typed[field.name] = data.draw(st.text(max_size=30))
    values, troubles = judge(content, typed)
    assert set(values) == {field.name for field in content.fields} and set(troubles) <= set(values)
    again, same = judge(content, values)
    assert (again, same) == (values, troubles)
    assert BUILT_IN.isdisjoint(values)
