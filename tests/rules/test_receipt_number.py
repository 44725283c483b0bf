import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_2

from siantar.rules import receipt_number as rn
from siantar.rules.receipt_number import ALPHABET, NumberKind

offices = st.integers(0, rn.HIGHEST_OFFICE)
entropies = st.integers(0, 2**40 - 1)
kinds = st.sampled_from(list(NumberKind))


@given(offices, entropies, kinds)
def test_a_number_tells_its_office_and_kind(office, entropy, kind):
    number = rn.issue(office, kind=kind, entropy=entropy)
    assert rn.parse(number) == rn.Number(number, kind, office)
    assert len(number) == 12 + len(kind.value)


def test_there_is_room_for_every_subdistrict_of_the_nation():
    assert rn.HIGHEST_OFFICE > 3 * 7285


@given(offices, entropies, st.sampled_from(["lower", "dashes", "blanks"]))
def test_what_people_type_is_understood(office, entropy, manner):
    number = rn.issue(office, entropy=entropy)
    typed = {"lower": number.lower(), "dashes": "-".join(number), "blanks": f" {rn.grouped(number)} "}[manner]
    assert rn.parse(typed).text == number


@pytest.mark.parametrize(("typed", "meant"), [("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("S", "5"), ("u", "V")])
def test_look_alikes_are_accepted(typed, meant):
    number = next(n for n in (rn.issue(2, entropy=e * 7919) for e in itertools.count()) if meant in n)
    assert rn.parse(number.replace(meant, typed)).text == number


def test_every_single_error_is_caught_at_every_place_for_every_pair_of_letters():
    """Linear code: the difference of two letters at a place decides alone, so all differences are all errors."""
    for kind in NumberKind:
        number = rn.issue(777, kind=kind, entropy=123456789012)
        for place in range(len(kind.value), len(number)):
            for letter in ALPHABET:
                if letter != number[place]:
                    with pytest.raises(rn.Mistyped):
                        rn.parse(number[:place] + letter + number[place + 1 :])


def test_every_swap_of_neighbours_is_caught_for_every_pair_of_letters():
    for place in range(11):
        for first, second in itertools.permutations(ALPHABET, 2):
            payload = _with_pair(place, first, second)
            swapped = payload[:place] + payload[place + 1] + payload[place] + payload[place + 2 :]
            rn.parse(payload)
            with pytest.raises(rn.Mistyped):
                rn.parse(swapped)


def _with_pair(place: int, first: str, second: str) -> str:
    """A valid number with the two letters at place, place + 1; another place is bent until the check fits."""
    bend = 0 if place > 1 else 5
    for letter in ALPHABET:
        body = ["3"] * 12
        body[place], body[place + 1], body[bend] = first, second, letter
        try:
            return rn.parse("".join(body)).text
        except rn.Mistyped:
            continue
    raise AssertionError("the check character must reach every residue")


@pytest.mark.parametrize(
    "typed", ["", "8991234567890", "halo", "💌💌💌💌💌💌💌💌💌💌💌💌", "1" * 500, "٣٣٣٣٣٣٣٣٣٣٣٣", "ß23456789ABC"]
)
def test_groceries_and_nonsense_are_not_numbers(typed):
    with pytest.raises(rn.NotANumber):
        rn.parse(typed)


def test_numbers_are_read_in_groups_of_four():
    assert rn.grouped("K7PQ3M9X2ABC") == "K7PQ 3M9X 2ABC"
    assert rn.grouped("BK7PQ3M9X2ABC") == "B K7PQ 3M9X 2ABC"


def test_two_numbers_are_never_alike():
    assert len({rn.issue(5) for _ in range(2000)}) == 2000


@given(st.text(ALPHABET, min_size=11, max_size=11))
def test_the_quick_check_agrees_with_the_library(body):
    check = mod_37_2.calc_check_digit(body, ALPHABET)
    assert rn.parse_receipt(body + check) == body + check
    for letter in set(ALPHABET) - {check}:
        with pytest.raises(rn.Mistyped):
            rn.parse_receipt(body + letter)
