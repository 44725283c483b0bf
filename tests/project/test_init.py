"""`siantar init`: five questions, a bad answer asked again, nothing that is there touched."""

from __future__ import annotations

import stat

import pytest

from tests.project import fresh
from tests.project.test_backup import ON_POSTGRESQL, new_place

BAD_THEN_GOOD = [
    "99.99.99", "", "pondok jagung utara", "serpong", "serpong utara",  # office
    "", "", "Jl. Raya Serpong 1", "Pakulonan", "1001 Pakulonan, 1002 Pakualam",
    "siantar", "http://kota.go.id", "https://siantar.kota.go.id/",
    "Rina", "rina.kartika", "Rina Kartika", "1234567890", "siantar-demo", fresh.PASSWORD, "lain", fresh.PASSWORD, fresh.PASSWORD,
    "smtp kota", "smtp.kota.go.id:465", "layanan", "layanan@kota.go.id", "", "",
]  # fmt: skip
WHAT_STANDS = """
from siantar.catalogue.models import Service
from siantar.directory.models import Holiday, Office, Ramadan, Region, User
from siantar.messaging import office_settings
from siantar.rules.occasions import ChannelKind
office = Office.objects.get(code="36.74.02")
user = User.objects.get()
channel = office_settings.channel_of(office.code, ChannelKind.EMAIL)
print(office.name, office.address, office.zone, office.number, sep="|")
print(*Region.objects.order_by("code").values_list("name", flat=True), sep="|")
print(Service.objects.filter(office=office).count() > 10, Holiday.objects.exists(), Ramadan.objects.exists())
print(user.username, user.get_full_name(), user.roles, user.check_password("sangat-rahasia-sekali"), sep="|")
print(channel.on, channel.config.get("host"), channel.config.get("security"))
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def database(tmp_path):
    """Settings of an empty database of its own where the suite runs on PostgreSQL."""
    with new_place(tmp_path / "var") as place:
        yield {"SIANTAR_DATABASE_URL": place.environment["SIANTAR_DATABASE_URL"]} if ON_POSTGRESQL else {}


def test_five_questions_make_an_office_and_a_bad_answer_is_asked_again(folder, database):
    (folder / "stik").mkdir()
    typed = "\n".join([*BAD_THEN_GOOD, str(folder / "var" / "x"), str(folder / "tidak-ada"), str(folder / "stik"), ""])
    done = fresh.run(folder, "init", typed=typed, **database)
    assert done.returncode == 0, done.stdout + done.stderr
    for sentence in ("99.99.99 tidak ada di daftar", "Kecamatan kosong tidak ada", "utara tidak ada di daftar", "Ketik kodenya: 36.74.01", "harus diisi", "Bagian Pakulonan", "harus dengan https",
                     "hanya huruf kecil", "seluruhnya terdiri dari angka", "dikenal semua orang", "Keduanya tidak sama",
                     "Server surel smtp kota", "bukan alamat surel", "di dalam folder data", "tidak ada atau tidak dapat"):  # fmt: skip
        assert sentence in done.stdout, sentence
    stands = fresh.run(folder, "shell", "-v0", "-c", WHAT_STANDS, **database)
    assert stands.stdout.splitlines() == [
        "Kecamatan Serpong Utara|Jl. Raya Serpong 1|Asia/Jakarta|2",
        "Banten|Kota Tangerang Selatan|Serpong Utara|Pakulonan|Pakualam",
        "True True True",
        "rina.kartika|Rina Kartika|['administrator']|True",
        "True smtp.kota.go.id tls",
    ], stands.stderr
    assert fresh.run(folder, "doctor", **database).stdout.splitlines()[-1].startswith("Tidak ada masalah.")
    settings = (folder / ".env").read_text()
    for line in ("SIANTAR_BASE_URL='https://siantar.kota.go.id'", "SIANTAR_BEHIND_PROXY=1", f"SIANTAR_BACKUPS='{folder / 'stik'}'"):
        assert line in settings
    for secret in (folder / ".env", folder / "var" / "keys.json"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_nothing_that_is_there_is_touched(folder, database):
    fresh.set_up(folder, settings=database)
    before = {name: (folder / name).read_bytes() for name in (".env", "var/keys.json")}
    again = fresh.run(folder, "init", "--from", folder / "jawaban.toml", **database)
    assert (again.returncode, "sudah ada" in again.stderr) == (1, True)
    (folder / ".env").rename(folder / "env")
    again = fresh.run(folder, "init", "--from", folder / "jawaban.toml", **database)
    assert (again.returncode, "keys.json sudah ada" in again.stderr) == (1, True)
    assert {"var/keys.json": (folder / "var/keys.json").read_bytes(), ".env": (folder / "env").read_bytes()} == before
    if ON_POSTGRESQL:
        (folder / "lain").mkdir()
        other = fresh.run(folder / "lain", "init", "--from", folder / "jawaban.toml", **database)
        assert "sudah berisi tabel" in other.stderr


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"office": "36.99.01"}, "office: Kecamatan 36.99.01 tidak ada di daftar"),
        ({"password": "pendek"}, "password: Kata sandi terlalu pendek"),
        ({"url": "http://kota.go.id"}, "url: Alamat http://kota.go.id harus dengan https"),
        ({"warna": "biru"}, "berisi warna, yang tidak ditanyakan"),
        ({"backups": "/tidak/ada"}, "backups: Folder /tidak/ada"),
    ],
)
def test_a_script_with_a_bad_answer_hears_which_and_leaves_nothing(folder, more, sentence):
    done = fresh.run(folder, "init", "--from", fresh.answers_file(folder, **more))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in folder.rglob("*") if path.is_file()} == {"jawaban.toml"}


def test_questions_that_end_in_the_middle_leave_nothing(folder):
    done = fresh.run(folder, "init", typed="36.74.02\n")
    assert (done.returncode, "tidak ada yang dibuat" in done.stderr) == (1, True)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == []
    assert "SIANTAR_DEMO" in fresh.run(folder, "init", SIANTAR_DEMO="1").stderr
