from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import identity
from siantar.rules.identity import NikWarning

TODAY = date(2026, 11, 23)


def test_a_womans_birth_day_carries_forty_more():
    assert identity.hint_of("3674026304850003", today=TODAY) == identity.NikHint("36.74.02", True, date(1985, 4, 23))
    assert identity.hint_of("3674021708100001", today=TODAY) == identity.NikHint("36.74.02", False, date(2010, 8, 17))


@pytest.mark.parametrize(
    ("nik", "warnings"),
    [
        ("", ()),
        ("3674026304850003", ()),
        ("367402630485000", (NikWarning.LENGTH,)),
        ("36740263O4850003", (NikWarning.NOT_DIGITS,)),
        ("3674029904850003", (NikWarning.BIRTH_DATE,)),
    ],
)
def test_oddities_are_warned_about_and_never_refused(nik, warnings):
    assert identity.warnings_about(nik) == warnings


@given(st.text())
def test_any_text_is_survived(text):
    identity.warnings_about(identity.digits_of(text))
    identity.masked_name(text)


def test_a_masked_name_shows_initials_only():
    assert identity.masked_name("Siti Aminah") == "S*** A*****"
    assert identity.masked_name("Suharto") == "S******"


@pytest.mark.parametrize(
    ("coded", "born"),
    [("311226", date(1926, 12, 31)), ("261126", date(2026, 11, 26)), ("271126", date(1926, 11, 27)), ("010100", date(2000, 1, 1))],
)
def test_the_youngest_birth_date_that_is_not_in_the_future(coded, born):
    assert identity.hint_of(f"367402{coded}0003", today=date(2026, 11, 26)).born_on == born
