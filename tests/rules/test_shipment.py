"""Numbers of shipments: what S10 promises holds for every number, and what is no number is refused with its reason."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siantar.rules import shipment
from siantar.rules.shipment import NotAShipment, NumberForm, ShipmentFault

LETTERS = st.text(string.ascii_uppercase, min_size=2, max_size=2)
SERIALS = st.text(string.digits, min_size=8, max_size=8)
S10, FREE = NumberForm.S10, NumberForm.FREE


def fault_of(typed: str, form: NumberForm) -> ShipmentFault:
    with pytest.raises(NotAShipment) as refused:
        shipment.read(typed, form)
    return refused.value.fault


@pytest.mark.parametrize("number", ["RR473124829GB", "EE123456785ID", "RA000000005ID", "CP000000080ID"])
def test_numbers_of_the_standard_are_taken(number):
    """The first is the example that post offices publish; the two last have the checks 11 (5) and 10 (0)."""
    assert shipment.read(number, S10) == number


@given(LETTERS, SERIALS, LETTERS, st.data())
def test_every_number_is_taken_however_typed_and_no_single_wrong_digit_is(service, serial, country, data):
    number = f"{service}{serial}{shipment.check_digit(serial)}{country}"
    assert shipment.read(number, S10) == number
    assert shipment.read(f" {number[:2].lower()} {number[2:6]} {number[6:11]}-{number[11:].lower()} ", S10) == number
    place, other = data.draw(st.integers(2, 9)), data.draw(st.sampled_from(string.digits))
    wrong = number[:place] + other + number[place + 1 :]
    if other != number[place] and shipment.check_digit(wrong[2:10]) != int(number[10]):
        assert fault_of(wrong, S10) is ShipmentFault.CHECK_DIGIT
    alone = str((int(number[10]) + data.draw(st.integers(1, 9))) % 10)
    assert fault_of(number[:10] + alone + number[11:], S10) is ShipmentFault.CHECK_DIGIT


@given(st.text(max_size=60))
def test_nothing_typed_breaks_it_and_what_is_taken_is_kept_as_it_is(typed):
    for form in NumberForm:
        try:
            number = shipment.read(typed, form)
        except NotAShipment:
            continue
        assert shipment.read(number, form) == number
        assert 5 <= len(number) <= shipment.LONGEST and number.isascii() and number == number.upper()


@pytest.mark.parametrize(
    ("typed", "form", "fault"),
    [
        ("", FREE, "empty"), ("  ", S10, "empty"), ("1234", FREE, "length"), ("A" * 36, FREE, "length"),
        ("GX 1'; DROP", FREE, "signs"), ("nomor?1", FREE, "signs"), ("12345\u0661", FREE, "signs"),
        ("EE12345678ID", S10, "shape"), ("EE123456784ID", S10, "check_digit"), ("E1123456785ID", S10, "shape"),
        ("https://x.id/lacak/1", FREE, "signs"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_its_reason(typed, form, fault):
    assert fault_of(typed, form) == fault


@pytest.mark.parametrize(
    ("link", "good"),
    [
        ("https://pos.example/lacak/{nomor}", True), ("https://pos.example/?awb={nomor}&x=1", True),
        ("http://pos.example/{nomor}", False), ("https://pos.example/", False), ("javascript:alert({nomor})", False),
        ("https://pos.example/{nomor}{nomor}", False), ('https://pos.example/"{nomor}', False),
        ("https://{nomor}", False), ("https://pos.example/ {nomor}", False), (f"https://x/{'a' * 300}{{nomor}}", False),
    ],
)  # fmt: skip
def test_only_https_addresses_with_the_place_of_the_number_are_links(link, good):
    assert shipment.is_link(link) is good
    assert bool(shipment.link_of(link, "GX/1")) is good
    assert "{nomor}" not in shipment.link_of(link, "GX/1") and "GX/1" not in shipment.link_of(link, "GX/1")
