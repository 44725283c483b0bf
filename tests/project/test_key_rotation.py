"""A new key while the office works: all stays readable at every moment, also where the rotation was killed."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import models

from siantar.casework import disclosure, possession
from siantar.casework.models import Application
from siantar.messaging import preferences
from siantar.messaging.models import Choice
from siantar.privacy import key_ring, sealed_box, vault
from siantar.privacy.looks import Reader
from siantar.project import key_rotation
from siantar.reports import rebuilding
from tests.people import SITI_NIK, given_told_file, given_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(keys_in_file):
    return given_town()


def all_is_readable(file: Application) -> bool:
    file = Application.objects.select_related("person").get(pk=file.pk)
    personal = disclosure.open_quietly(file)
    choice = Choice.objects.get(application=file)
    return (
        personal.nik == SITI_NIK
        and personal.address.line == "Jl. Raya Serpong No. 8"
        and len(possession.pin_of(file)) == 6
        and preferences.address_of(choice).endswith("81234567890")
    )


def numbers() -> set[int]:
    return {
        bytes(value)[0]
        for column in key_rotation.COLUMNS
        for value in column.model._default_manager.values_list(column.field, flat=True)
        if value
    }


def test_everything_is_sealed_with_the_new_key_and_reads_as_before(town, settings):
    file = given_told_file(town)
    letterbox = sealed_box.public_key()
    output = StringIO()
    call_command("keys", "rotate", stdout=output)
    assert "nomor 2" in output.getvalue()
    assert numbers() == {2}
    assert all_is_readable(file)
    stored = json.loads((settings.SIANTAR_DATA / key_ring.FILE).read_text())
    assert stored["field_1"] == stored["phones"] == stored["push"] == configured.SIANTAR_FIELD_KEY
    assert sealed_box.public_key() == letterbox
    assert oct((settings.SIANTAR_DATA / key_ring.FILE).stat().st_mode)[-3:] == "600"
    assert list(rebuilding.findings()) == []
    file_again = given_told_file(town)
    call_command("keys", "rotate", stdout=output)
    assert numbers() == {3}
    assert all_is_readable(file)
    assert all_is_readable(file_again)


def test_killed_at_any_batch_all_stays_readable_and_the_next_call_finishes(town, monkeypatch):
    files = [given_told_file(town) for _ in range(3)]
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    steps = key_rotation.rotate_fields(configured.SIANTAR_DATA)
    for _ in range(5):
        next(steps)
        assert all(all_is_readable(file) for file in files)
    steps.close()  # killed here
    assert numbers() == {1, 2}
    late = given_told_file(town)  # the office went on
    assert sum(key_rotation.rotate_fields(configured.SIANTAR_DATA))
    assert numbers() == {2}  # finished, and no third key begun
    assert all(all_is_readable(file) for file in [*files, late])


def test_what_was_changed_meanwhile_is_not_overwritten(town):
    file = given_told_file(town)
    key_rotation.add_key(configured.SIANTAR_DATA)
    column = next(each for each in key_rotation.COLUMNS if each.field == "address_sealed" and each.model is Application)
    stale = Application.objects.get(pk=file.pk)
    Application.objects.filter(pk=file.pk).update(address_sealed=vault.seal(column.place, file.pk, "{}"))
    key_rotation._renew(column, stale)
    assert Application.objects.get(pk=file.pk).address_sealed[0] == 2
    reader = Reader(None, town.clock, "resident:page")
    assert disclosure.open_file(Application.objects.select_related("person").get(pk=file.pk), reader).address.line == ""


def test_every_sealed_column_there_is_is_rotated():
    columns = {f"{column.model._meta.label}.{column.field}" for column in key_rotation.COLUMNS}
    sealed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField) and "sealed" in field.name
    }
    assert columns == sealed


def test_keys_of_the_environment_are_not_rotated(settings):
    settings.KEYS = {**settings.KEYS, "from": "environment"}
    with pytest.raises(CommandError, match="SIANTAR_FIELD_KEYS"):
        call_command("keys", "rotate")


def test_a_new_key_of_sessions_logs_nobody_out(town, settings):
    call_command("keys", "rotate", sessions=True, stdout=StringIO())
    stored = json.loads((settings.SIANTAR_DATA / key_ring.FILE).read_text())
    assert (stored["secret_former"], stored["secret"] != "x" * 50) == ("x" * 50, True)


@pytest.mark.parametrize("cipher", ["aes-256-gcm", "chacha20-poly1305"])
def test_the_cipher_is_exchanged_while_serving_and_back(town, cipher):
    file = given_told_file(town)
    call_command("keys", "rotate", "--cipher", cipher, stdout=StringIO())
    ring = key_ring.current()
    assert (ring.newest, ring.ciphers) == (2, {2: cipher})
    assert (numbers(), all_is_readable(file)) == ({2}, True)
    sealed = bytes(Application.objects.get(pk=file.pk).pin_sealed)
    body = vault.CIPHERS[cipher](bytes.fromhex(ring.keys[2])).decrypt(
        sealed[1:13], sealed[13:], f"{possession.PIN_PLACE}:{file.pk}".encode()
    )
    assert body.decode() == possession.pin_of(file)  # by the named cipher indeed
    with pytest.raises(vault.Unreadable):
        vault.unseal(possession.PROOF_PLACE, file.pk, sealed)
    call_command("keys", "rotate", stdout=StringIO())  # the cipher stays where none is named
    assert key_ring.current().ciphers == {2: cipher, 3: cipher}
    call_command("keys", "rotate", "--cipher", vault.FIRST_CIPHER, stdout=StringIO())
    assert (numbers(), all_is_readable(file)) == ({4}, True)
    assert key_ring.current().ciphers == {2: cipher, 3: cipher, 4: vault.FIRST_CIPHER}


def test_a_cipher_waits_for_the_rotation_that_was_killed(town):
    file = given_told_file(town)
    key_rotation.add_key(configured.SIANTAR_DATA)
    with pytest.raises(CommandError, match="Panggil lagi"):
        call_command("keys", "rotate", "--cipher", "aes-256-gcm", stdout=StringIO())
    assert (numbers(), all_is_readable(file)) == ({2}, True)
    call_command("keys", "rotate", "--cipher", "aes-256-gcm", stdout=StringIO())
    assert (numbers(), key_ring.current().ciphers) == ({3}, {3: "aes-256-gcm"})
