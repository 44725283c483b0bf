"""A receipt of an office elsewhere: sent there by a directory that the operator trusts, and by no other."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from siantar.casework.consequences import relay_all
from siantar.directory import elsewhere, tokens
from siantar.directory.models import HeldDirectory, Office, User
from siantar.project import directory_following
from siantar.project.directory_following import NotFetched
from siantar.rules import ed25519, office_directory, receipt_number
from siantar.rules.office_directory import DirectoryEntry, OfficeDirectory
from siantar.rules.vocabulary import Kind
from tests.people import given_file
from tests.providers import Provider, serving

pytestmark = pytest.mark.django_db
SEED, STRANGER = "0b" * 32, "7e" * 32
OURS = DirectoryEntry(2, "36.74.02", "Kecamatan Serpong Utara", "http://localhost:8000")
PAMULANG = DirectoryEntry(6, "36.74.06", "Kecamatan Pamulang", "https://pamulang.go.id")
NUMBER = receipt_number.issue(6, entropy=12345)
THERE = f"https://pamulang.go.id/t/{NUMBER}"


def directory(serial: int = 3, *entries: DirectoryEntry, ends_on: date = date(2027, 12, 31), seed: str = SEED) -> str:
    offices = entries or (OURS, PAMULANG)
    return office_directory.sign(OfficeDirectory(serial, date(2026, 11, 1), ends_on, "", offices), seed).file_text()


@pytest.fixture(autouse=True)
def keeper(settings):
    """The operator trusts one key."""
    settings.SIANTAR_DIRECTORY_KEYS = ed25519.public_half(SEED)
    settings.SIANTAR_BASE_URL = OURS.address
    return settings


@pytest.fixture
def informed(town):
    elsewhere.take(directory(), town.clock)
    return town


def as_staff(client, name: str):
    client.force_login(User.objects.get(username=name))
    return client


def test_a_resident_is_shown_where_the_file_is(client, informed):
    answer = client.post("/", {"resi": f"resi saya {receipt_number.grouped(NUMBER)}"}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Kecamatan Pamulang" in page
    assert f'href="{THERE}"' in page
    english = client.get(f"/t/{NUMBER}", headers={"Cookie": "django_language=en"}).content.decode()
    assert "Another office" in english
    assert f'href="{THERE}"' in english


def test_the_api_answers_with_the_address(client, informed):
    answer = client.get(f"/api/v1/track/{NUMBER}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() | {"title": ""} == {
        "type": "/docs/problems#not_here", "title": "", "status": 404, "code": "not_here", "office": "Kecamatan Pamulang", "address": THERE,
    }  # fmt: skip
    token = tokens.issue_token(User.objects.get(username="loket"), informed.clock)
    answer = client.get(f"/api/v1/applications/{NUMBER}", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"], answer.json()["address"]) == (404, "not_here", THERE)


def test_an_officer_who_searches_or_scans_it_is_told_where_it_is(client, informed):
    page = as_staff(client, "loket").post("/berkas/", {"q": NUMBER}).content.decode()
    assert "Kecamatan Pamulang" in page
    assert f'href="{THERE}"' in page
    outcome = informed.tell("loket", Kind.MADE_READY, NUMBER)
    assert (outcome.result, outcome.code) == ("refused", "not_here")
    scanned = client.post(reverse("hand-over"), {"scan": NUMBER}).content.decode()
    assert "dilayani di Siantar kantor lain" in scanned


def test_our_own_numbers_are_ours_whatever_the_directory_says(client, town):
    file = given_file(town)
    elsewhere.take(directory(3, replace(OURS, code="99.99.02", address="https://lain.go.id")), town.clock)
    assert client.get(f"/api/v1/track/{file.receipt_number}").status_code == 200
    unknown = receipt_number.issue(Office.objects.get(code="36.74.02").number)
    assert client.get(f"/api/v1/track/{unknown}").json()["code"] == "unknown_receipt"
    (problem,) = directory_following.health(town.clock).problems
    assert "menyebut 99.99.02 untuk nomor 2" in problem


def test_an_office_nobody_names_is_said_to_be_unknown(client, informed):
    nobody = receipt_number.issue(77)
    assert client.get(f"/api/v1/track/{nobody}").json()["code"] == "unknown_receipt"
    page = client.get(f"/t/{nobody}").content.decode()
    assert "Resi ini dari kantor lain" in page
    assert "https://" not in page.partition("<main")[2]


def test_without_a_key_nothing_is_trusted(client, informed, keeper):
    keeper.SIANTAR_DIRECTORY_KEYS = ""
    assert client.get(f"/api/v1/track/{NUMBER}").json()["code"] == "unknown_receipt"
    assert client.get("/api/v1/directory").status_code == 404
    with pytest.raises(NotFetched, match="SIANTAR_DIRECTORY_KEYS belum diisi"):
        directory_following.take(directory(9), informed.clock)


def test_a_forged_directory_is_refused_and_what_was_here_stays(client, informed):
    raw = json.loads(directory(4))
    raw["directory"]["offices"][1]["address"] = "https://palsu.example"
    for text in (json.dumps(raw), directory(4, seed=STRANGER)):
        with pytest.raises(NotFetched, match="tidak ditandatangani"):
            directory_following.take(text, informed.clock)
    assert client.get(f"/api/v1/track/{NUMBER}").json()["address"] == THERE


def test_who_writes_into_the_database_sends_nobody_anywhere(client, town):
    raw = json.loads(directory())
    raw["directory"]["offices"][1]["address"] = "https://palsu.example"
    HeldDirectory.objects.create(content=json.dumps(raw), signature=raw["signature"], received_at=town.clock, asked_at=town.clock, pk=1)
    elsewhere._recent.clear()
    assert client.get(f"/api/v1/track/{NUMBER}").json()["code"] == "unknown_receipt"
    elsewhere.take(directory(), town.clock)  # the true one with the same signature holds at once
    assert client.get(f"/api/v1/track/{NUMBER}").json()["address"] == THERE


def test_an_older_directory_never_replaces_a_newer(informed):
    before = HeldDirectory.objects.get().content
    for text in (directory(2), directory(3, OURS)):
        with pytest.raises(NotFetched, match="tidak lebih baru"):
            directory_following.take(text, informed.clock)
    assert HeldDirectory.objects.get().content == before
    elsewhere.take(before, informed.tick())  # the same may come again
    moved = replace(PAMULANG, address="https://baru.go.id")
    elsewhere.take(directory(4, OURS, moved), informed.clock)
    assert elsewhere.serving(NUMBER, informed.clock) == moved
    with pytest.raises(NotFetched, match="tidak lebih baru"):
        directory_following.take(before, informed.clock)


def test_another_keeper_begins_anew(informed, keeper):
    keeper.SIANTAR_DIRECTORY_KEYS = f"{ed25519.public_half(STRANGER)}"
    assert elsewhere.serving(NUMBER, informed.clock) is None
    elsewhere.take(directory(1, seed=STRANGER), informed.clock)
    assert elsewhere.serving(NUMBER, informed.clock) == PAMULANG
    keeper.SIANTAR_DIRECTORY_KEYS = f"{ed25519.public_half(SEED)}:{ed25519.public_half(STRANGER)}"  # while keys are renewed
    elsewhere.take(directory(5), informed.clock)
    assert elsewhere.held().serial == 5


def test_past_its_last_day_it_sends_nobody_and_doctor_says_so(client, town, capsys):
    elsewhere.take(directory(ends_on=town.clock.date() + timedelta(days=20)), town.clock)
    relay_all(town.clock)
    call_command("doctor")
    assert "PERHATIAN: direktori kantor berakhir" in capsys.readouterr().out
    town.clock += timedelta(days=20)
    assert client.get(f"/api/v1/track/{NUMBER}").json()["code"] == "not_here"
    town.clock += timedelta(days=1)
    assert client.get(f"/api/v1/track/{NUMBER}").json()["code"] == "unknown_receipt"
    (remark,) = directory_following.health(town.clock).remarks
    assert "tidak lagi diarahkan" in remark
    with pytest.raises(NotFetched, match="sudah lewat"):
        directory_following.take(directory(9, ends_on=town.clock.date() - timedelta(days=1)), town.clock)


def test_doctor_names_what_the_directory_has_wrong(town):
    assert directory_following.health(town.clock).remarks == (directory_following.NONE,)
    elsewhere.take(directory(3, replace(OURS, address="https://lama.go.id"), PAMULANG), town.clock)
    (problem,) = directory_following.health(town.clock).problems
    assert "mengarahkan resi 36.74.02 ke https://lama.go.id" in problem
    elsewhere.take(directory(4), town.clock)
    assert directory_following.health(town.clock) == directory_following.Health((), ())


@pytest.fixture
def published(keeper):
    """Another installation that hands a directory out."""
    keeper.SIANTAR_OUTBOUND_ALLOW = frozenset({"127.0.0.1"})
    with serving(Provider(lambda _call: (200, {}, json.loads(directory())))) as provider:
        keeper.SIANTAR_DIRECTORY_URL = provider.url
        yield provider


def test_it_is_fetched_once_a_day_and_whatever_else_comes_changes_nothing(town, published):
    assert directory_following.follow(town.clock) == 1
    assert [call.path for call in published.calls] == ["/api/v1/directory"]
    assert elsewhere.serving(NUMBER, town.clock) == PAMULANG
    assert directory_following.follow(town.tick(60)) == 0
    assert len(published.calls) == 1
    day = timedelta(days=1)
    for answer in [(503, {}, {}), (200, {}, {"items": []}), (200, {}, json.loads(directory(9, seed=STRANGER))), (302, {"Location": "/"}, {})]:
        published.next.append(answer)
        town.clock += day
        assert directory_following.follow(town.clock) == 0
        assert elsewhere.held().serial == 3
    published.stop()
    town.clock += 7 * day
    assert directory_following.follow(town.clock) == 0
    (remark,) = directory_following.health(town.clock).remarks
    assert "terakhir diambil" in remark


def test_it_is_handed_on_as_it_was_signed(client, informed):
    answer = client.get("/api/v1/directory")
    assert answer.content.decode() == directory()


def test_nothing_is_fetched_from_inside(town, published, keeper):
    keeper.SIANTAR_OUTBOUND_ALLOW = frozenset()
    assert directory_following.follow(town.clock) == 0
    assert published.calls == []


def run(capsys, *words: object) -> str:
    call_command("directory", *map(str, words))
    return capsys.readouterr().out


def test_the_keeper_makes_signs_and_hands_out(town, tmp_path, capsys, keeper):
    key, file = tmp_path / "kunci.json", tmp_path / "direktori.json"
    public = run(capsys, "key", key).split()[-1]
    assert key.stat().st_mode & 0o077 == 0
    keeper.SIANTAR_DIRECTORY_KEYS = public
    own = run(capsys, "own").strip()
    assert own == 'siantar directory add direktori.json 36.74.02 http://localhost:8000 "Kecamatan Serpong Utara" --number 2'
    run(capsys, "add", file, "36.74.02", "http://localhost:8000", "Kecamatan Serpong Utara", "--number", 2)
    assert "36.71.02 bernomor 1 di resinya" in run(capsys, "add", file, "36.71.02", "https://a.go.id/", "Kecamatan Benda")
    assert "36.71.02 bernomor 1 di resinya" in run(capsys, "add", file, "36.71.02", "https://b.go.id", "Kecamatan Benda")
    run(capsys, "add", file, "36.71.03", "https://c.go.id", "Kecamatan Neglasari")
    run(capsys, "remove", file, "36.71.03")
    with pytest.raises(CommandError, match="tidak ditandatangani"):
        run(capsys, "check", file)
    with pytest.raises(CommandError, match="tidak ditandatangani"):
        run(capsys, "take", file)
    assert "nomor seri 1, 2 kantor" in run(capsys, "sign", file, "--key", key)
    assert "https://b.go.id" in run(capsys, "check", file)
    assert "nomor seri 1 dipakai" in run(capsys, "take", file)
    assert "nomor seri 2" in run(capsys, "sign", file, "--key", key, "--days", 30)
    assert "nomor seri 2 dipakai" in run(capsys, "take", file)
    assert "Kecamatan Benda" in run(capsys, "show")


@pytest.mark.parametrize(("words", "sentence"), [
    (("key", "direktori.json"), "sudah ada"),
    (("add", "direktori.json", "36.74.09", "http://kota.go.id", "Kecamatan Ciputat"), "Tidak jadi"),
    (("add", "tidak/ada.json", "36.74.09", "https://kota.go.id", "Kecamatan Ciputat"), "Apakah stiknya terpasang"),
    (("remove", "direktori.json", "36.74.09"), "tidak ada di"),
    (("sign", "direktori.json", "--key", "tidak-ada.json"), "tidak berisi kunci"),
    (("sign", "direktori.json", "--key", "direktori.json"), "rusak"),
    (("check", "tidak-ada.json"), "tidak terbaca"),
    (("take", "tidak-ada.json"), "tidak terbaca"),
    (("take", "http://kunci:rahasia@kota.go.id/"), "tidak diizinkan"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_changes_nothing(town, tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "direktori.json"
    file.write_text(directory())
    with pytest.raises(CommandError, match=sentence):
        call_command("directory", *words)
    assert file.read_text() == directory()
    assert [path.name for path in tmp_path.iterdir()] == ["direktori.json"]
