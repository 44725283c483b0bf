"""The directory of offices: read back as it was signed, and nothing else; nothing in it that cannot be."""

import json
from dataclasses import replace
from datetime import date

import pytest

from siantar.rules import ed25519, office_directory
from siantar.rules.office_directory import DirectoryEntry, NotADirectory, OfficeDirectory

SEED, OTHER = "0b" * 32, "7e" * 32
PUBLIC = ed25519.public_half(SEED)
SERPONG = DirectoryEntry(2, "36.74.02", "Kecamatan Serpong Utara", "https://serpong.tangsel.go.id")
PAMULANG = DirectoryEntry(6, "36.74.06", "Kecamatan Pamulang", "http://127.0.0.1:8001")
DIRECTORY = OfficeDirectory(3, date(2026, 11, 27), date(2027, 12, 31), "", (SERPONG, PAMULANG))
SIGNED = office_directory.sign(DIRECTORY, SEED)


def test_what_was_signed_is_read_back_and_names_its_key():
    again = office_directory.parse(SIGNED.file_text())
    assert again == SIGNED
    assert again.directory == replace(DIRECTORY, key=ed25519.key_id(PUBLIC))
    assert again.is_by([PUBLIC])
    assert again.is_by([ed25519.public_half(OTHER), PUBLIC])
    assert not again.is_by([ed25519.public_half(OTHER)])
    assert not again.is_by([])
    assert not again.is_by(["", "not hex", PUBLIC[:-2]])


CHANGES = {
    "address": lambda raw: raw["offices"][0].update(address="https://palsu.example"),
    "number": lambda raw: raw["offices"][0].update(number=7),
    "name": lambda raw: raw["offices"][1].update(name="Kecamatan Lain"),
    "gone": lambda raw: raw["offices"].pop(),
    "serial": lambda raw: raw.update(serial=9),
    "end": lambda raw: raw.update(ends_on="2099-01-01"),
    "key": lambda raw: raw.update(key="ffff"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_changed_breaks_the_signature(change):
    raw = json.loads(SIGNED.file_text())
    CHANGES[change](raw["directory"])
    assert not office_directory.parse(json.dumps(raw)).is_by([PUBLIC])


@pytest.mark.parametrize("address", [
    "javascript:alert(1)", "//palsu.example", "http://siantar.kota.go.id", "https://a:b@kota.go.id", "https://kota.go.id/x",
    "https://kota.go.id?x=1", "https://kota.go.id#x", "https://kota.go.id ", "https://", "https://kota..id", "ftp://kota.go.id",
    "https://kota.go.id\\@palsu.example", "https://kota.go.id\n", "http://127.0.0.1.palsu.example", "",
])  # fmt: skip
def test_an_address_is_a_site_and_nothing_more(address):
    with pytest.raises(NotADirectory, match="address"):
        DIRECTORY.with_entry(DirectoryEntry(9, "36.74.09", "Kecamatan Ciputat", address))


def test_numbers_and_codes_are_those_of_one_office():
    for number, code in ((2, "36.74.09"), (9, "36.74.02"), (15_000, "36.74.09"), (-1, "36.74.09")):
        with pytest.raises(NotADirectory):
            DIRECTORY.with_entry(DirectoryEntry(number, code, "Kecamatan Ciputat", "https://ciputat.go.id"))
    moved = DIRECTORY.with_entry(replace(SERPONG, address="https://baru.go.id"))
    assert [entry.address for entry in moved.entries] == ["https://baru.go.id", PAMULANG.address]
    assert DIRECTORY.without("36.74.02").entries == (PAMULANG,)
    with pytest.raises(KeyError):
        DIRECTORY.without("36.74.09")


def test_a_new_office_gets_a_number_nobody_has():
    assert DIRECTORY.free_number("36.74.01") == 1
    assert DIRECTORY.free_number("36.71.02") == 1
    assert DIRECTORY.with_entry(replace(SERPONG, number=1, code="36.71.01")).free_number("36.71.02") == 3
    assert DIRECTORY.free_number("kantor") == 1


@pytest.mark.parametrize("text", [
    "", "{", "[]", "null", "7", '{"directory": 3, "signature": ""}', '{"directory": {}, "signature": ""}', "[" * 100_000,
    SIGNED.file_text().replace("siantar-directory-1", "siantar-directory-9"), SIGNED.file_text().replace('"serial": 3', '"serial": true'),
    SIGNED.file_text().replace('"serial": 3', '"serial": 1e999'), SIGNED.file_text().replace("2027-12-31", "2027-13-31"),
    SIGNED.file_text().replace('"number": 2', '"number": "2"'), SIGNED.file_text().replace('"number": 6', '"number": 2'),
    SIGNED.file_text().replace("36.74.06", "36.74.02"), SIGNED.file_text().replace("Kecamatan Pamulang", "baris\\nkedua"),
])  # fmt: skip
def test_what_is_no_directory_is_none(text):
    with pytest.raises(NotADirectory):
        office_directory.parse(text)
