"""Roots for everybody: the page, the API, the sheet, the path of a file with its receipt in hand."""

import json
import re
from datetime import date

import pypdfium2
import pytest
from django.urls import reverse

from siantar.casework import possession
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.roots import keys, paths, signing
from siantar.roots.models import DailyRoot
from siantar.rules import ed25519
from tests.paper.test_papers import text_of
from tests.people import given_collected, given_file
from tests.roots.conftest import morning, night
from tests.support.codes import codes_on, page_of

pytestmark = pytest.mark.django_db


def test_the_page_explains_shows_and_names_nobody(town, client):
    assert "Belum ada" in client.get("/kinerja/bukti/").content.decode()
    file = given_collected(town)
    night(town)
    page = client.get("/kinerja/bukti/").content.decode()
    statement = json.loads(DailyRoot.objects.get().statement)
    assert statement["root"] in page
    assert keys.signing_key(town.clock).public in page
    assert keys.signing_key(town.clock).seed not in page
    assert "Senin, 23 November 2026" in page
    assert "1 berkas, 9 kejadian, 0 jejak baca" in page
    for personal in ("Siti", file.receipt_number, str(file.pk), "3674026304850003"):
        assert personal not in page
    english = client.get("/kinerja/bukti/?bahasa=en", follow=True).content.decode()
    assert "1 file, 9 events, 0 looks" in english
    assert "Daily roots" in english
    assert reverse("roots") in client.get("/kinerja/").content.decode()


def test_a_row_that_no_key_of_ours_signed_is_shown_as_such(town, client):
    given_file(town)
    night(town)
    DailyRoot.objects.update(signature="A" * 86 + "==")
    page = client.get("/kinerja/bukti/").content.decode()
    assert "tidak cocok dengan kunci kantor" in page
    assert client.get(reverse("root-sheet", args=[town.office.pk, "2026-11-23"])).status_code == 404
    assert client.get("/api/v1/roots/2026-11-23").json()["items"][0]["holds"] is False


def test_the_api_gives_the_roots_of_a_day_and_all_of_them_page_by_page(town, client, monkeypatch):
    given_file(town)
    night(town)
    morning(town)
    night(town)
    answer = client.get("/api/v1/roots/2026-11-24").json()
    (root,) = signing.published_in(json.dumps(answer))
    assert signing.by_its_key(root, {key["id"]: key["public_key"] for key in answer["keys"]})
    assert (root.statement.day, root.statement.days) == (date(2026, 11, 24), 2)
    assert client.get("/api/v1/roots/2026-11-25").status_code == 404
    assert client.get("/api/v1/roots/kemarin").status_code == 422
    monkeypatch.setattr("siantar.faces.api.roots.PAGE", 1)
    first = client.get("/api/v1/roots").json()
    second = client.get(f"/api/v1/roots?cursor={first['next']}").json()
    assert [first["items"][0]["day"], second["items"][0]["day"], second["next"]] == ["2026-11-24", "2026-11-23", None]
    assert client.get("/api/v1/roots?office=x").json()["items"] == []
    assert client.get("/api/v1/roots?office=%00").status_code == 422


def test_the_sheet_carries_the_root_in_a_code_that_is_read(town, client):
    given_file(town)
    night(town)
    response = client.get(reverse("root-sheet", args=[town.office.pk, "2026-11-23"]))
    assert response["Content-Type"] == "application/pdf"
    (code,) = codes_on(page_of(response.content))
    (root,) = signing.published_in(f"dipindai pada 24 November:\n{code.text}\n")
    assert signing.by_its_key(root, keys.public_keys())
    assert root.statement.text() == DailyRoot.objects.get().statement
    text = text_of(response.content)
    assert "Kecamatan Serpong Utara" in text
    assert root.statement.root[:8] in text
    for odd in ("2026-11-22", "besok", "2026-13-99"):
        assert client.get(reverse("root-sheet", args=[town.office.pk, odd])).status_code == 404
    assert client.get(reverse("root-sheet", args=["lain", "2026-11-23"])).status_code == 404


def path_with_pin(client, file):
    return client.post(f"/t/{file.receipt_number}/saya/", {"pin": possession.pin_of(file)})


def test_who_has_the_receipt_takes_the_path_of_the_file_along(town, client, tmp_path, capsys):
    from siantar.project import path_verifying

    file = given_collected(town)
    address = reverse("resident-path", args=[file.receipt_number])
    assert client.get(address).status_code == 403
    path_with_pin(client, file)
    response = client.get(address)
    assert response.status_code == 404
    assert "belum tercakup akar harian" in response.content.decode()
    night(town)
    morning(town)
    given_file(town, "kia")
    night(town)
    path_with_pin(client, file)
    response = client.get(address)
    assert response.status_code == 200
    path = paths.parse(response.content.decode())
    assert path.problems() == []
    assert (path.receipt_number, path.entry.count, path.signed.statement.day) == (file.receipt_number, 9, date(2026, 11, 24))
    for personal in ("Siti", "3674026304850003", "Serpong No"):
        assert personal not in response.content.decode()

    saved = tmp_path / "jalur.json"
    saved.write_bytes(response.content)
    roots = tmp_path / "akar.json"
    roots.write_bytes(client.get("/api/v1/roots").content)
    assert path_verifying.main([str(saved), "--roots", str(roots)]) == 0
    words = capsys.readouterr().out
    assert f"berkas {file.receipt_number} dengan 9 kejadian" in words
    assert "sama dengan yang diterbitkan" in words
    roots.write_text(json.dumps({"items": []}))
    assert path_verifying.main([str(saved), "--roots", str(roots)]) == 1
    assert "bukan yang diterbitkan" in capsys.readouterr().out


SPOILED = {
    "another number": ("receipt_number", lambda _: "K7PQ3M9XABCD", "bukan milik resi ini"),
    "another head": ("entry", lambda value: [*value[:3], "ab" * 32], "tidak tercakup akar hari itu"),
    "fewer events": ("entry", lambda value: [*value[:2], value[2] - 1, value[3]], "tidak tercakup akar hari itu"),
    "another day": ("line", lambda value: value.replace("2026-11-23", "2026-11-21"), "tidak tercakup akar yang"),
    "a longer path": ("line_path", lambda value: [*value, "ab" * 32], "tidak tercakup akar yang"),
    "another statement": ("statement", lambda value: value.replace('"files":1', '"files":7'), "tanda tangan"),
    "another key": ("public_key", lambda _: ed25519.public_half("17" * 32), "tanda tangan"),
    "no key": ("public_key", lambda _: "", "tanda tangan"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_path_that_was_spoiled_is_refused(town, client, tmp_path, capsys, what):
    from siantar.project import path_verifying

    file = given_collected(town)
    night(town)
    path_with_pin(client, file)
    content = client.get(reverse("resident-path", args=[file.receipt_number])).json()
    name, change, words = SPOILED[what]
    content[name] = change(content[name])
    spoiled = tmp_path / "jalur.json"
    spoiled.write_text(json.dumps(content))
    assert path_verifying.main([str(spoiled)]) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"v": "siantar-path-1"}', "[" * 90_000, '{"v": 3}'])
def test_what_is_no_path_is_refused_with_a_sentence(tmp_path, capsys, text):
    from siantar.project import path_verifying

    file = tmp_path / "jalur.json"
    file.write_text(text)
    assert path_verifying.main([str(file)]) == 1
    assert re.search("bukan jalur berkas", capsys.readouterr().err)


def test_the_proof_of_delivery_names_the_root_that_covers_the_handover(town, client):
    file = given_collected(town)
    address = reverse("resident-proof", args=[file.receipt_number])
    path_with_pin(client, file)
    assert "terbit sesudah tengah malam" in text_of(client.get(address).content)
    night(town)
    path_with_pin(client, file)
    pdf = client.get(address).content
    statement, text = json.loads(DailyRoot.objects.get().statement), re.sub(r"\s", "", text_of(pdf))
    assert statement["root"] in text
    assert "9kejadian:" in text
    assert re.sub(r"\s", "", reverse("resident-path", args=[file.receipt_number])) in text
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_who_may_read_a_file_gets_its_path_by_the_api(town, client):
    file = given_collected(town)
    night(town)
    token = issue_token(User.objects.get(username="loket"), town.clock)
    headers = {"authorization": f"Bearer {token}"}
    address = f"/api/v1/applications/{file.receipt_number}/path"
    assert paths.parse(client.get(address, headers=headers).content.decode()).problems() == []
    assert client.get(address).status_code == 401
    assert client.get(f"/api/v1/applications/{given_file(town).receipt_number}/path", headers=headers).status_code == 404


def test_the_demo_may_invent_more_of_its_past(town, data):
    from siantar.demo import sealing

    given_file(town)
    night(town)
    sealing.begin_again()
    assert (DailyRoot.objects.count(), list(data.glob("roots/*"))) == (0, [])
