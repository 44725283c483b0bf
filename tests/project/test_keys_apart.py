"""New keys of couriers' phones, of pushing to browsers and of roots: what was made with the former ones goes on."""

from __future__ import annotations

import base64
import json
import os
from datetime import timedelta
from io import StringIO

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from siantar.delivery import badge
from siantar.directory.models import AuditEntry, User
from siantar.faces.counter import drafts
from siantar.messaging import preferences
from siantar.messaging.channels import webpush
from siantar.messaging.channels.webpush import vapid
from siantar.messaging.models import Choice
from siantar.messaging.preferences import MessageWish
from siantar.privacy import key_ring, sealed_box
from siantar.privacy.key_ring import KeyName
from siantar.roots import keys as root_keys
from siantar.rules import ed25519
from siantar.rules.access import Actor
from siantar.rules.occasions import ChannelKind
from siantar.rules.vocabulary import Kind, Role
from tests.clock import CLOCK
from tests.faces.test_badge import code_at, drives
from tests.messaging.test_channels import run, subscription
from tests.people import HEAD, OFFICE, given_told_file, given_town
from tests.providers import push_service, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(keys_in_file):
    return given_town()


def rotate(which: str) -> str:
    output = StringIO()
    call_command("keys", "rotate", f"--{which}", stdout=output)
    assert AuditEntry.objects.order_by("-pk").first().more["keys"].startswith(which)
    return output.getvalue()


def letter(text: str, letterbox: str) -> str:
    """As a phone seals it (`frontend/courier/vault.ts`)."""
    server = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(letterbox))
    mine, nonce = ec.generate_private_key(ec.SECP256R1()), os.urandom(12)
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"siantar letter").derive(mine.exchange(ec.ECDH(), server))
    point = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point + nonce + AESGCM(key).encrypt(nonce, text.encode(), None)).decode()


def test_what_a_phone_sealed_before_opens_after_and_new_things_are_of_the_new_key(town):
    before, old_box = sealed_box.phone_key("7", "2026-11-23"), sealed_box.public_key()
    assert sealed_box.phone_key_id("2026-11-23") == "2026-11-23"
    on_its_way = letter("482913", old_box)
    assert "nomor 2" in rotate("phones")
    assert sealed_box.opened(on_its_way) == "482913"
    assert sealed_box.public_key() != old_box
    assert sealed_box.opened(letter("111111", sealed_box.public_key())) == "111111"
    assert sealed_box.phone_key("7", "2026-11-23") == before  # what lies on the phone opens
    id = sealed_box.phone_key_id("2026-11-23")
    assert (id, sealed_box.phone_key("7", id) != before) == ("2026-11-23.2", True)
    assert sealed_box.phone_key("7", "2026-11-23.99999999999999999999")  # whatever a phone asks for
    with pytest.raises(sealed_box.NotALetter):
        sealed_box.opened(letter("482913", old_box)[:-8] + "AAAAAAA=")


def test_the_phone_of_a_courier_gets_the_new_key_with_its_next_call_and_the_old_one_for_what_it_keeps(town, client):
    drives(town, CLOCK.at)
    client.force_login(User.objects.get(username="kurir1"))
    first = client.get("/kurir/hari-ini/").json()
    rotate("phones")
    second = client.get(f"/kurir/hari-ini/?kunci={first['key']['id']}").json()
    assert second["key"]["id"] == f"{first['key']['id']}.2"
    assert second["old_keys"] == {first["key"]["id"]: first["key"]["secret"]}
    assert second["letterbox"] != first["letterbox"]
    assert second["badge"]["secret"] != first["badge"]["secret"]


def test_a_badge_of_the_former_key_is_good_for_the_day_and_no_longer(town):
    today = drives(town, CLOCK.at)
    morning = code_at(today, CLOCK.at)
    secret = badge.badge_of(str(today.courier_id), today.day + timedelta(days=1))
    rotate("phones")
    assert badge.bearer(morning, CLOCK.at).pk == today.courier_id
    assert badge.bearer(code_at(today, CLOCK.at), CLOCK.at).pk == today.courier_id
    tomorrow = drives(town, CLOCK.at + timedelta(days=1))
    forged = badge.written(secret, badge.minute_of(CLOCK.at + timedelta(days=1)))
    with pytest.raises(badge.NotProven):  # whoever has the former key makes no badge of another day
        badge.bearer(forged, CLOCK.at + timedelta(days=1))
    genuine = code_at(tomorrow, CLOCK.at + timedelta(days=1))
    assert badge.bearer(genuine, CLOCK.at + timedelta(days=1)).pk == today.courier_id


def test_the_code_of_a_courier_is_known_after_a_new_key_of_the_index(town):
    today = drives(town, CLOCK.at)
    morning = code_at(today, CLOCK.at)
    rotate("index")
    assert code_at(today, CLOCK.at) != morning
    assert badge.bearer(morning, CLOCK.at).pk == today.courier_id


def test_what_was_typed_at_the_counter_opens_after_a_new_key_of_the_index(town):
    officer = User.objects.get(username="loket")
    before = drafts.key_of(officer)
    rotate("index")
    after = drafts.key_of(officer)
    secrets, owners = after.secret.split(), after.owner.split()
    assert (secrets[1:], owners[1:]) == ([before.secret], [before.owner])
    assert secrets[0] != before.secret and {len(base64.b64decode(secret)) for secret in secrets} == {32}
    rotate("index")
    assert drafts.key_of(officer).secret.split()[1] == secrets[0]


def signer_of(call) -> str:
    """The public key of the one who really signed a call to a push service."""
    token, public = call.headers["authorization"].removeprefix("vapid t=").split(", k=")
    point = base64.urlsafe_b64decode(public + "=" * (-len(public) % 4))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    head, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    r, s = (int.from_bytes(part, "big") for part in (raw[:32], raw[32:]))
    key.verify(encode_dss_signature(r, s), head.encode(), ec.ECDSA(hashes.SHA256()))
    return public


def test_each_browser_is_pushed_to_with_the_key_it_subscribed_with(town):
    with serving(push_service()) as service:
        old_public = vapid.public_key()
        given_told_file(town, also=[MessageWish(ChannelKind.WEBPUSH, subscription(service.url)[0])])
        run(town)
        assert "nomor 2" in rotate("push")
        assert vapid.public_key() != old_public
        typed = {**json.loads(subscription(service.url)[0]), "server": vapid.public_key()}
        typed["endpoint"] += "2"
        newer = given_told_file(town, also=[MessageWish(ChannelKind.WEBPUSH, json.dumps(typed))])
        run(town)
        older = Choice.objects.filter(channel=ChannelKind.WEBPUSH).exclude(application=newer).get().application
        town.tell("loket", Kind.WENT_MISSING, older.receipt_number, reason="tidak di rak")
        run(town)
        signers = [(call.path[-1], signer_of(call) == old_public) for call in service.calls]
        assert signers == [("1", True), ("2", False), ("1", True)]


def renewed(typed: str, former: str, file) -> int:
    wish = MessageWish(ChannelKind.WEBPUSH, typed)
    return preferences.renew(file, former, wish, by=Actor("resident", OFFICE, frozenset({Role.RESIDENT})))


def test_a_browser_that_comes_back_is_pushed_to_with_the_new_key_for_all_its_files(town):
    with serving(push_service()) as service:
        former, stranger = subscription(service.url)[0], subscription(service.url)[0]
        wishes = [MessageWish(ChannelKind.WEBPUSH, former)]
        first, second = (given_told_file(town, also=wishes) for _ in range(2))
        ended = given_told_file(town, also=wishes)
        preferences.withdraw(ended, by=HEAD, at=town.clock)
        run(town)
        rotate("push")
        typed = json.dumps({**json.loads(former), "server": vapid.public_key(), "endpoint": json.loads(former)["endpoint"] + "2"})
        assert renewed(typed, stranger, first) == 0  # another browser's secrets move nothing
        consents = list(Choice.objects.order_by("pk").values_list("application", "rank", "consent_at", "withdrawn_at"))
        assert renewed(typed, former, first) == 2
        assert renewed(typed, former, first) == 0  # the answer was lost: nothing twice
        assert list(Choice.objects.order_by("pk").values_list("application", "rank", "consent_at", "withdrawn_at")) == consents
        service.calls.clear()
        for file in (first, second, ended):
            town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="tidak di rak")
        run(town)
        assert {(call.path[-1], signer_of(call)) for call in service.calls} == {("2", vapid.public_key())}
        for bad in ("", "x", "{}"):
            with pytest.raises(preferences.NoSuchAddress):
                renewed(typed, bad, first)


@pytest.mark.parametrize("server", [7, "abc", None, ["x"], "A" * 2000])
def test_a_page_that_names_no_key_of_ours_subscribed_with_the_first(town, server):
    typed = {**json.loads(subscription("https://push.example.com")[0]), "server": server}
    address = webpush.address_of(json.dumps(typed))
    assert address is None or "server" not in json.loads(address)


def test_a_new_key_of_roots_is_endorsed_by_the_one_before(town):
    first = root_keys.signing_key(town.clock)
    assert "kinerja/bukti" in rotate("roots")
    newest, former = root_keys.all_keys()
    assert (former.public, former.seed, newest.public != first.public) == (first.public, "", True)
    assert ed25519.is_signed(root_keys.endorsed(newest.public), newest.endorsement, first.public)


@pytest.mark.parametrize("which", ["index", "phones", "push", "sessions"])
def test_keys_of_the_environment_are_not_rotated(town, settings, which):
    settings.KEYS = {**settings.KEYS, "from": "environment"}
    with pytest.raises(CommandError, match="SIANTAR_FIELD_KEYS"):
        call_command("keys", "rotate", f"--{which}")


@pytest.mark.parametrize("job", KeyName)
def test_a_number_that_no_byte_holds_is_refused(town, settings, job):
    file = configured.SIANTAR_DATA / key_ring.FILE
    file.write_text(json.dumps({**json.loads(file.read_text()), f"{job}_number": "255"}))
    with pytest.raises(CommandError, match="255"):
        call_command("keys", "rotate", *([] if job is KeyName.FIELD else [f"--{job}"]))
