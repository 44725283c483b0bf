"""`siantar doctor` says which sealed values cannot be read, what a rotation left, and which odd reading nobody explains."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import call_command

from siantar.casework.models import Application, Person
from siantar.directory.models import User
from siantar.privacy import vault
from siantar.privacy.key_ring import KeyName
from siantar.privacy.models import OddReading
from siantar.project import index_rotation, key_rotation, sealed_health
from siantar.rights import odd_readings
from tests.people import OFFICE, given_told_file, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(keys_in_file):
    return given_town()


def doctor(*options: str) -> tuple[str, bool]:
    """What the command prints, and whether it calls something serious."""
    output = StringIO()
    try:
        call_command("doctor", *options, stdout=output)
    except SystemExit:
        return output.getvalue(), True
    return output.getvalue(), False


def test_all_well_is_said_of_what_opens(town):
    given_told_file(town)
    assert sealed_health.unreadable(whole=False) == sealed_health.unreadable(whole=True) == []
    words, _serious = doctor()
    assert "tidak terbaca" not in words


def test_a_damaged_value_is_serious_and_named_without_its_content(town):
    file = given_told_file(town)
    sealed = bytes(file.name_sealed)
    Application.objects.filter(pk=file.pk).update(name_sealed=sealed[:-1] + bytes([sealed[-1] ^ 1]))
    words, serious = doctor()
    assert serious
    assert f"casework.Application.name_sealed: 1 dari 1 isian yang dicoba rusak dan tidak terbaca, antara lain {file.pk}" in words
    assert "Aminah" not in words


def test_a_key_that_is_not_there_is_said_by_its_number(town):
    file = given_told_file(town)
    sealed = bytes(Person.objects.get(pk=file.person_id).nik_sealed)
    Person.objects.filter(pk=file.person_id).update(nik_sealed=bytes([7]) + sealed[1:])
    (sentence,) = sealed_health.unreadable(whole=False)
    assert "casework.Person.nik_sealed" in sentence and "kunci nomor 7" in sentence and "keys.json" in sentence


def test_a_sample_is_spread_over_all_and_whole_opens_each(town, monkeypatch):
    files = sorted((given_told_file(town) for _ in range(5)), key=lambda file: file.pk)
    monkeypatch.setattr(sealed_health, "SAMPLE", 2)
    Application.objects.filter(pk=files[4].pk).update(pin_sealed=b"")  # none there
    Application.objects.filter(pk=files[1].pk).update(pin_sealed=vault.seal("other.place", files[1].pk, "1"))
    assert sealed_health.unreadable(whole=False) == []  # of five, the first and the fourth
    (sentence,) = sealed_health.unreadable(whole=True)
    assert "casework.Application.pin_sealed: 1 dari 4" in sentence
    assert doctor("--whole")[1]


def test_an_unfinished_rotation_is_to_be_finished(town):
    given_told_file(town)
    assert sealed_health.unfinished() == []
    key_rotation.add_key(configured.SIANTAR_DATA)
    key_rotation.add_key(configured.SIANTAR_DATA, KeyName.INDEX)
    fields, indexes = sealed_health.unfinished()
    assert "`siantar keys rotate`" in fields and "`siantar keys rotate --index`" in indexes
    assert fields in doctor()[0]
    assert sum(key_rotation.rotate_fields(configured.SIANTAR_DATA))
    assert sum(index_rotation.rotate_index(configured.SIANTAR_DATA))
    assert sealed_health.unfinished() == []


@pytest.mark.parametrize(("days", "is_said"), [(4, False), (5, False), (6, True)])
def test_odd_reading_without_a_word_is_said_after_some_days(town, days, is_said):
    day = town.clock.date() - timedelta(days=days)
    reader = User.objects.get(username="pemeriksa")
    OddReading.objects.create(
        office=town.office, day=day, reader=reader, sign="night", times=3, first_at=town.clock, last_at=town.clock
    )
    assert bool(odd_readings.overdue(town.clock)) is is_said
    words, _serious = doctor()
    assert (f"{OFFICE}: 1 pembacaan data yang tidak biasa belum diberi keterangan" in words) is is_said
    OddReading.objects.update(settled_at=town.clock, word="piket", settled_by=reader)
    assert odd_readings.overdue(town.clock) == []
