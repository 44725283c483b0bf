"""A new key of the index while the office works: everything is found at every moment, and nothing is left behind."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import call_command
from django.db import models

from siantar.casework import disclosure, queries
from siantar.casework.consequences import relay_all
from siantar.casework.models import Application, Person
from siantar.delivery import places
from siantar.delivery.models import Place
from siantar.legacy import queries as old_books
from siantar.messaging import inbound, office_settings, preferences
from siantar.messaging.models import ChannelSetting, Choice, Message
from siantar.privacy import key_ring, sealed_names, vault
from siantar.privacy.key_ring import KeyName
from siantar.project import backups, index_rotation, key_rotation
from siantar.reports import rebuilding
from siantar.routing.travel import Point
from siantar.rules.occasions import ChannelKind
from tests.people import OFFICE, SITI_NIK, given_told_file, given_town

pytestmark = pytest.mark.django_db
HOME = places.PlacedAddress("Jl. Mawar 5", "001", "004", "36.74.02.1006")
THERE = Point(-6.26, 106.66)


@pytest.fixture
def town(keys_in_file):
    town = given_town()
    places.put(OFFICE, HOME, THERE, town.clock)
    hook = vault.index(office_settings._HOOK, f"{ChannelKind.SMS}:rahasia")
    ChannelSetting.objects.create(office=town.office, kind=ChannelKind.SMS, sealed=b"", hook_index=hook, on=True)
    return town


def told_file(town) -> Application:
    """A file, its owner already told that it came."""
    file = given_told_file(town)
    relay_all(town.clock)
    assert Message.objects.filter(application=file).exists()
    return file


def all_is_found(town, file: Application) -> bool:
    """Whether NIK, name, address, place and hook lead to what they led to before."""
    by = town.people["loket"]
    file = Application.objects.select_related("person").get(pk=file.pk)
    stored = {bytes(place.key): place for place in Place.objects.all()}
    place = next((stored[key] for key in HOME.keys if key in stored), None)
    choice = Choice.objects.get(application=file)
    address = preferences.address_of(choice)
    return (
        file in queries.search(by, SITI_NIK, at=town.clock)
        and file in queries.search(by, "ami sit", at=town.clock)
        and disclosure.find_person(by, SITI_NIK, town.clock)[0].pk == file.person_id
        and bytes(choice.address_index) in preferences.indexes_of(ChannelKind(choice.channel), address)
        and {bytes(m.receiver_index) for m in Message.objects.filter(choice=choice)} == {bytes(choice.address_index)}
        and place is not None
        and places.opened(place) == THERE
        and office_settings.by_hook(ChannelKind.SMS, "rahasia") == OFFICE
    )


def numbers() -> set[int]:
    return {
        column.number_of(value)
        for column in index_rotation.COLUMNS
        for value in column.model._default_manager.values_list(column.field, flat=True)
        if value
    }


def stored_keys() -> dict[str, str]:
    return json.loads((configured.SIANTAR_DATA / key_ring.FILE).read_text())


def test_all_is_found_under_the_new_key_and_nothing_is_left_under_the_old_one(town):
    file = told_file(town)
    before = list(queries.search(town.people["loket"], "siti", at=town.clock))
    assert (numbers(), all_is_found(town, file)) == ({1}, True)
    output = StringIO()
    call_command("keys", "rotate", "--index", stdout=output)
    assert "nomor 2" in output.getvalue()
    assert (numbers(), stored_keys()["index_from"], all_is_found(town, file)) == ({2}, "2", True)
    assert list(queries.search(town.people["loket"], "siti", at=town.clock)) == before
    assert list(rebuilding.findings()) == []
    again = told_file(town)
    assert (again.person_id, numbers()) == (file.person_id, {2})  # the same NIK is the same person
    call_command("keys", "rotate", "--index", stdout=output)
    assert (numbers(), all_is_found(town, file), all_is_found(town, again)) == ({3}, True, True)


def test_killed_at_any_batch_all_is_found_and_the_next_call_finishes(town, monkeypatch):
    files = [told_file(town) for _ in range(3)]
    monkeypatch.setattr(index_rotation, "BATCH", 1)
    steps = index_rotation.rotate_index(configured.SIANTAR_DATA)
    for _ in range(6):
        next(steps)
        assert all(all_is_found(town, file) for file in files)
    steps.close()  # killed here
    assert numbers() == {1, 2}
    assert "index_from" not in stored_keys()
    late = told_file(town)  # the office went on
    assert late.person_id == files[0].person_id
    assert sum(index_rotation.rotate_index(configured.SIANTAR_DATA))
    assert (numbers(), stored_keys()["index_number"]) == ({2}, "2")  # finished, and no third key begun
    assert all(all_is_found(town, file) for file in [*files, late])


def test_who_wants_no_messages_is_heard_and_nobody_is_told_twice_meanwhile(town):
    file = told_file(town)
    choice = Choice.objects.get(application=file)
    address = preferences.address_of(choice)
    key_rotation.add_key(configured.SIANTAR_DATA, KeyName.INDEX)
    wish = preferences.MessageWish(ChannelKind(choice.channel), address)
    preferences.choose(file, wish, by=town.people["loket"], at=town.clock)
    assert Choice.objects.filter(application=file).count() == 1
    stop = inbound.InboundText(ChannelKind(choice.channel), "wamid.1", address, "berhenti")
    assert inbound.hear(town.office, stop, town.clock) == "stopped"
    assert preferences.choices_of(file) == []


def test_what_was_sealed_or_erased_needs_no_opening(town):
    file = told_file(town)
    Person.objects.filter(pk=file.person_id).update(nik_sealed=b"damaged")
    Application.objects.filter(pk=file.pk).update(name_sealed=b"damaged")
    assert sum(index_rotation.rotate_index(configured.SIANTAR_DATA))
    assert file in queries.search(town.people["loket"], SITI_NIK, at=town.clock)
    assert file in queries.search(town.people["loket"], "aminah", at=town.clock)
    assert old_books.of_person(Person.objects.get(pk=file.person_id)) == []


def test_a_former_key_alone_tells_nothing_of_what_is_kept_now(town, settings):
    told_file(town)
    assert sum(index_rotation.rotate_index(configured.SIANTAR_DATA))
    stored = {bytes(value) for value in Person.objects.values_list("nik_index", flat=True) if value}
    signs = set(Application.objects.values_list("name_signs", flat=True))
    settings.KEYS = {**settings.KEYS, "from": "environment"}  # the ring is the former key alone
    assert vault.index("person.nik", SITI_NIK) not in stored
    assert not any(sealed_names.sign_of("siti") in each for each in signs)


def test_one_that_has_its_like_stays_and_is_said(town):
    file = told_file(town)
    person = Person.objects.get(pk=file.person_id)
    former = bytes(person.nik_index)
    key_rotation.add_key(configured.SIANTAR_DATA, KeyName.INDEX)
    Person.objects.create(id=file.pk, office=town.office, nik_index=vault.index("person.nik", SITI_NIK),
                          created_at=town.clock)  # fmt: skip
    output = StringIO()
    call_command("keys", "rotate", "--index", stdout=output)
    assert "1 tertinggal" in output.getvalue()
    assert bytes(Person.objects.get(pk=person.pk).nik_index) == former
    assert "index_from" not in stored_keys()  # so it is still found
    assert file in queries.search(town.people["loket"], SITI_NIK, at=town.clock)


def test_every_index_there_is_is_rotated():
    columns = {f"{column.model._meta.label}.{column.field}" for column in index_rotation.COLUMNS}
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if (isinstance(field, models.BinaryField) and field.max_length == 32) or field.name == "name_signs"
    }
    assert columns == there


def test_a_backup_forgets_that_a_rotation_was_settled(town, settings):
    key_rotation.add_key(configured.SIANTAR_DATA, KeyName.INDEX)
    key_rotation.settle_index(configured.SIANTAR_DATA)
    here = backups.Installation(configured.SIANTAR_DATA, {}, settings.KEYS, "http://localhost", ())
    keys = backups.keys_of_now(here)
    assert ("index_from" in keys, keys["index_number"]) == (False, "2")
