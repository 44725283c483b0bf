"""One tolerant reading of telephone numbers: nothing is dialled that was not typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules.phone import PhoneReading, e164, read_phone

SITI = "+6281234567890"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890", "0812-3456-7890", "0812 3456 7890", "0812.3456.7890", "(0812) 3456-7890", "62812 3456 7890",
        "+62 812-3456-7890", "0062 812 3456 7890", "+62(812)34567890", "６２８１２３４５６７８９０", "0812–3456–7890",
        "\u200e0812 3456 7890\u200b", " 081234567890\t", "0812 3456 7890.", "(+62) 81234567890",
    ],
)  # fmt: skip
def test_one_number_however_it_is_written(typed):
    assert read_phone(typed).numbers == (SITI,), typed
    assert not read_phone(typed).odd


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("0812-3456-7890 (istri)", "istri"), ("0812-3456-7890 istri", "istri"), ("istri: 0812-3456-7890", "istri"),
        ("0812-3456-7890 (telp sesudah jam 5)", "telp sesudah jam 5"), ("WA 0812-3456-7890", "WA"),
        ("0812-3456-7890 tetangga rumah 2", "tetangga rumah 2"), ("0812-3456-7890 [anak]", "anak"),
    ],
)  # fmt: skip
def test_words_are_a_remark_and_never_dialled(typed, remark):
    assert read_phone(typed) == PhoneReading((SITI,), remark)


@pytest.mark.parametrize(
    "typed", ["5376543", "14022", "1234567890123456", "0", "000", "08", "0812", "81234567890123456", "110", "999999999999999"]
)
def test_what_cannot_be_called_is_no_number(typed):
    reading = read_phone(typed)
    assert reading.numbers == ()
    assert reading.odd is (len(typed) >= 5)
    assert reading.remark == typed


@pytest.mark.parametrize("typed", [
    "O812 3456 7890", "o81234567890", "0812 3456 789O", "0812345678l", "08I2 3456 7890", "0812 3456 78l0", "0812345678|0", "+62812345678OO", "62O81234567",
])  # fmt: skip
def test_a_letter_taken_for_a_digit_makes_no_other_number(typed):
    assert read_phone(typed) == PhoneReading((), typed, odd=True)


@pytest.mark.parametrize("typed", ["wa081234567890", "Ilo 081234567890", "toko081234567890", "081234567890lantai 2", "081234567890 I", "081234567890 (O)"])
def test_words_at_a_number_are_words_also_when_they_begin_so(typed):
    assert read_phone(typed).numbers == (SITI,)


@pytest.mark.parametrize("between", [" / ", ", ", "; ", " atau ", "/", " dan ", "\n"])
def test_two_numbers_in_one_field_are_two(between):
    assert read_phone(f"081234567890{between}0813-9999-0000").numbers == (SITI, "+6281399990000")


def test_fixed_lines_with_their_area():
    assert read_phone("62 21 537 6543").numbers == ("+62215376543",)
    assert read_phone("(021) 537-6543").numbers == ("+62215376543",)
    assert read_phone("021-5376543 ext 12") == PhoneReading(("+62215376543",), "ext 12")


@given(st.text(max_size=60))
def test_never_more_digits_than_were_typed(typed):
    digits = "".join(str(int(letter)) for letter in typed if letter.isdecimal())
    for number in read_phone(typed).numbers:
        national = re.sub(r"^\+62", "", number).lstrip("+")
        assert national in digits or number.lstrip("+") in digits or national.lstrip("0") in digits


@given(st.integers(8_100_000_000, 8_999_999_999_9), st.sampled_from(["0", "62", "+62", "0062"]), st.text("abcde ()", max_size=12))
def test_every_mobile_number_is_read_with_any_words_behind_it(national, prefix, words):
    assert e164(f"{prefix}{national} {words}") == f"+62{national}"
