"""Scans as they really come: whatever stands around it, the one valid number is the number."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from siantar.rules import reading, receipt_number
from siantar.rules.receipt_number import ALPHABET, Mistyped, NotANumber, NumberKind
from tests.support.vectors import PROOF, scan_forms

numbers = st.builds(
    lambda kind, office, entropy: receipt_number.issue(office, kind=kind, entropy=entropy),
    st.sampled_from(list(NumberKind)), st.integers(0, receipt_number.HIGHEST_OFFICE), st.integers(0, 2**40 - 1),
)  # fmt: skip
signs = st.text("~*<>|{}\x02\x03\x04\x1d\r\n\t /?=&£§#:;,.\u200e\u00a0", max_size=6)


@given(numbers, signs, signs, st.sampled_from(["", "]C1", "]Q2\\000026", "]A0", "]c1"]))
def test_signs_of_a_scanner_around_a_number_are_forgiven(number, before, behind, mark):
    assert reading.read(f"{before}{mark}{number}{behind}").number.text == number


@given(numbers, st.integers(0, 31))
def test_every_way_a_number_comes_in_is_read(number, way):
    forms = scan_forms(number)[:-2]
    assert reading.read(forms[way % len(forms)]).number.text == number


@given(
    numbers, st.integers(0, 11), st.sampled_from(ALPHABET), st.sampled_from(["{}", "*{}*", "]C1{}", "~{}~", "{}\r\n"])
)
def test_one_wrong_character_is_a_slip_of_the_hand_and_never_another_number(number, place, letter, form):
    place += len(number) - 12
    assume(number[place] != letter)
    with pytest.raises(Mistyped):
        reading.read(form.format(number[:place] + letter + number[place + 1 :]))


@given(st.integers(0, receipt_number.HIGHEST_OFFICE), st.integers(0, 2**40 - 1), st.sampled_from([*NumberKind][1:]))
def test_the_letter_of_a_kind_is_no_mark_of_a_scanner(office, entropy, kind):
    """A slip in a bundle's number may leave a valid receipt behind its letter: it stays a slip."""
    receipt = receipt_number.issue(office, entropy=entropy)
    with pytest.raises(Mistyped):
        reading.read(f"{kind}{receipt}")
    assert reading.read(f"{kind}{receipt}/{receipt}").number.text == receipt


@given(numbers, numbers, st.sampled_from(["", " ", "\n", "#", "/", "~"]))
def test_two_labels_in_one_scan_are_never_taken_for_one(first, second, between):
    assume(first != second)
    with pytest.raises(reading.SeveralNumbers):
        reading.read(first + between + second)


@pytest.mark.parametrize(
    "text", [PROOF, PROOF.upper(), f"#{PROOF}", f"https://x/t/N#{PROOF}", f"\x02{PROOF}\x03", f" {PROOF}~"]
)
def test_the_proof_is_read_whatever_the_scanner_made_of_it(text):
    assert reading.proof_of(text) == PROOF


@given(numbers, st.sampled_from(["#{}", "£{}", "§{}", "#{}\r\n", "/?fbclid=IwAR0x_9#{}", "#{},"]), st.booleans())
def test_the_proof_comes_along_with_its_number(number, behind, capitals):
    address = f"https://siantar.example/t/{number}{behind.format(PROOF)}"
    scan = reading.read(address.swapcase() if capitals else address)
    assert (scan.number.text, scan.proof) == (number, PROOF)


@given(st.integers(0, 999_999), st.sampled_from([" ", "-", ".", " - "]))
def test_a_pin_is_its_six_digits(pin, between):
    digits = f"{pin:06d}"
    assert reading.pin_of(f"PIN {digits[:3]}{between}{digits[3:]}") == digits


@pytest.mark.parametrize("typed", ["", "07392", "0739211", "0739 21 1", "abc"])
def test_what_is_no_pin_stays_as_typed(typed):
    assert reading.pin_of(typed) == typed


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    try:
        scan = reading.read(text)
    except (NotANumber, Mistyped):
        return
    assert receipt_number.parse(scan.number.text) == scan.number


@pytest.mark.parametrize(
    "text", ["", "halo", "8991234567890", "3674026304850003", "https://example.org/x", "/petugas/ABC-1-DEF", "💌" * 12]
)
def test_groceries_identity_numbers_and_words_are_no_numbers_of_ours(text):
    with pytest.raises(NotANumber):
        reading.read(text)


@given(numbers)
def test_another_kind_is_named_as_what_it_is(number):
    kind = receipt_number.parse(number).kind
    for wanted in NumberKind:
        if wanted is kind:
            assert reading.read_kind(number, wanted).number.kind is kind
        else:
            with pytest.raises(reading.OtherKind) as refusal:
                reading.read_kind(number, wanted)
            assert refusal.value.number.text == number


def test_a_number_in_a_sentence_comes_before_what_words_make_by_chance():
    number = receipt_number.issue(71, entropy=1)
    sentence = f"resi saya {receipt_number.grouped(number)} sudah sampai mana ya bu"
    assert reading.numbers_in(sentence)[0].text == number
