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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Siti Aminah", ["siti", "aminah"]),
        ("  SITI  AMINAH  ", ["siti", "aminah"]),
        ("Nur'aini", ["nuraini"]),
        ("José-María", ["jose", "maria"]),
        ("Straße", ["strasse"]),
        ("A\u200bli", ["ali"]),
        ("\uff21li 2", ["ali", "2"]),
        ("...", []),
    ],
)
def test_a_name_is_compared_by_its_folded_words(name, words):
    assert identity.words_of(name) == words
    assert identity.search_key(name) == "".join(f" {word}" for word in words)


@pytest.mark.parametrize("sign", "'`\u00b4\u2018\u2019\u201b\u2032\u02b9\u02bb\u02bc\u02bf\u02cb\uff07\ua78c\u200b\u00ad")
@pytest.mark.parametrize("name", ["Nur{}aini", "Ma{}ruf Amin", "{}Aisyah", "Sa{}diyah binti Mu{}min"])
def test_whatever_stands_for_an_apostrophe_is_not_in_the_way(name, sign):
    assert identity.search_key(name.replace("{}", sign)) == identity.search_key(name.replace("{}", ""))


def test_a_name_is_kept_with_one_blank_and_no_hidden_signs():
    assert identity.clean_name("  Siti\t Aminah\u200b\x00 ") == "Siti Aminah"
    assert identity.clean_name("Jose\u0301") == "José"


@pytest.mark.parametrize(
    ("nik", "tells_apart"),
    [
        ("3674026304850003", True), ("", False), ("3674026304850000", False), ("1034026304850003", False),
        ("1111111111111111", False), ("1234567890123456", False), ("9876543210987654", False), ("367402630485", False),
    ],
)  # fmt: skip
def test_fillers_tell_nobody_apart(nik, tells_apart):
    assert identity.identifies(nik) is tells_apart


@pytest.mark.parametrize(
    ("stored", "typed", "another"),
    [
        ("Siti Aminah", "SITI AMINAH RAHMAN", False), ("Siti Aminah", "Joko Susilo", True),
        ("Siti Aminah", "Aminah", False), ("Siti", "", True), ("", "", False),
    ],
)  # fmt: skip
def test_another_spelling_is_no_other_person(stored, typed, another):
    assert identity.is_another_name(stored, typed) is another
