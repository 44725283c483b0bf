"""Where letters are checked: all keys there ever were, one version of the page for phones, typed addresses."""

from __future__ import annotations

import json
import re

import pytest

from siantar.faces.frame import assets
from siantar.letters import genuineness
from siantar.roots import keys
from tests.clock import CLOCK
from tests.letters.cast import given_issued, given_letter_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(settings, tmp_path):
    settings.SIANTAR_DATA = tmp_path
    return given_issued(given_letter_town())


def test_keys_that_were_renewed_are_still_published_and_nothing_private_is(client, letter):
    before = keys.signing_key(CLOCK.at)
    after = keys.renew(CLOCK.at)
    answer = client.get("/surat/kunci.json")
    published = {key["id"]: key["public_key"] for key in answer.json()["keys"]}
    assert set(published) == {before.id, after.id}
    assert before.seed not in answer.text and after.seed not in answer.text
    assert genuineness.is_genuine(letter.statement, letter.signature, published)
    assert not genuineness.is_genuine(letter.statement, letter.signature, {after.id: after.public})


def kept_by(worker: str) -> list[str]:
    return json.loads(re.match(r"self\.SIANTAR=\{version:\"\w+\",files:(\[.*?\])\};", worker)[1])


def test_a_phone_keeps_all_that_reading_a_photo_needs_in_the_language_of_the_page(client):
    worker = client.get("/surat.sw.js").text
    files = kept_by(worker)
    assert "/surat/periksa/" in files and set(assets.needed_ever("public/letter_desk.ts")) <= set(files)
    assert any(file.endswith(".wasm") for file in files) and all(client.get(file).status_code == 200 for file in files)
    client.cookies["django_language"] = "en"
    other = client.get("/surat.sw.js").text
    assert other != worker and kept_by(other) == files
    manifest = client.get("/surat.webmanifest").json()
    assert (manifest["start_url"], manifest["scope"]) == ("/surat/periksa/", "/surat/")


@pytest.mark.parametrize(
    "typed", ["{token}", "siantar.example.go.id/surat/{token}", " https://x.id/surat/{token}#abc.def "]
)
def test_an_address_typed_without_scripts_leads_to_its_letter(client, letter, typed):
    answer = client.get("/surat/", {"alamat": typed.format(token=letter.token)})
    assert answer.url == f"/surat/{letter.token}" and "Surat ini asli" in client.get(answer.url).text


@pytest.mark.parametrize("typed", ["", "/", "é", "x y/", "%00", "a" * 5000 + "/"])
def test_what_is_no_address_leads_to_where_letters_are_checked(client, typed):
    assert client.get("/surat/", {"alamat": typed}).status_code == 302
    assert client.get("/surat/", {"alamat": typed}, follow=True).status_code in {200, 404}
