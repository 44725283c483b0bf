"""An office is lost with its disk and comes back from one sealed file: all that was recorded, and it goes on at once."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ON_POSTGRESQL = os.environ.get("SIANTAR_DATABASE_URL", "").startswith("postgres")
GUIDE = Path(__file__).parents[2] / "docs" / "kantor" / "cadangan.md"
WHAT_RESIDENTS_HAVE = """
import json
from django.test import Client
from django.urls import reverse
from siantar.casework import possession
from siantar.casework.models import Application, EventRow
client = Client(SERVER_NAME="localhost")
receipts = [
    [file.receipt_number, possession.pin_of(file), client.get(reverse("track", args=[file.receipt_number])).status_code]
    for file in Application.objects.order_by("pk")
]
print(json.dumps({"events": EventRow.objects.count(), "receipts": receipts}))
"""
COUNTER_AT_WORK = """
import django
django.setup()
from siantar import clock
from siantar.casework import intake
from siantar.casework.models import EventRow
from siantar.catalogue.models import Service
from siantar.directory.models import User
from siantar.directory.staff import actor_of
from siantar.rules.identifiers import uuid7
officer = User.objects.get(username="loket")
service = Service.objects.filter(office=officer.office).first()
while True:
    at = clock.now()
    intake.hand_in(intake.HandIn(uuid7(at), service, "Siti Aminah"), by=actor_of(officer, at), at=at)
    print(EventRow.objects.count(), flush=True)
"""


@dataclass(frozen=True)
class Place:
    """Where an installation is, or will be."""

    environment: dict[str, str]

    @property
    def data(self) -> Path:
        return Path(self.environment["SIANTAR_DATA"])

    def siantar(self, *arguments: object, typed: str = "", **more) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "siantar.project", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, input=typed, capture_output=True, text=True, check=False, **more)

    def well(self, *arguments: object, **more) -> str:
        """What a command that goes well prints."""
        done = self.siantar(*arguments, **more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *arguments: object, **more) -> str:
        """The sentence of a command that is refused, which is all that stands there."""
        done = self.siantar(*arguments, **more)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def receipts(self) -> dict[str, object]:
        return json.loads(self.well("shell", "-v0", "-c", WHAT_RESIDENTS_HAVE))


@contextmanager
def new_place(data: Path) -> Iterator[Place]:
    """An empty place, with an empty database of its own where the suite runs on PostgreSQL."""
    environment = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(data)}
    environment.pop("SIANTAR_BACKUPS", None)
    environment.pop("SIANTAR_CLOCK", None)
    environment["DJANGO_SETTINGS_MODULE"] = "siantar.project.settings"
    if not ON_POSTGRESQL:
        environment.pop("SIANTAR_DATABASE_URL", None)
        yield Place(environment)
        return
    server = os.environ["SIANTAR_DATABASE_URL"]
    name = re.sub(r"\W", "_", f"{data.parent.name}_{data.name}_{os.getpid()}").lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield Place({**environment, "SIANTAR_DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl()})
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@dataclass(frozen=True)
class Office(Place):
    """An office at work, with the keys of its backups and one backup."""

    stick: Path
    paper: str

    @property
    def key(self) -> Path:
        return self.stick / "kunci-kantor.txt"

    @property
    def backup(self) -> Path:
        return self.stick / "cadangan.age"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    stick = folder / "stik"
    stick.mkdir()
    with new_place(folder / "var") as place:
        place.well("demo", "--applications", 8)
        place.well("work", "--once", "--no-plans")
        (place.data / "peta").mkdir()
        (place.data / "peta" / "jalan.bin").write_bytes(bytes(range(256)) * 40)
        printed = place.well("backup", "--keys", stick / "kunci-kantor.txt")
        office = Office(place.environment, stick, re.search(r"AGE-SECRET-KEY-1\n(?:  [ A-Z0-9]+\n)+", printed)[0])
        place.well("backup", office.backup)
        yield office


@pytest.fixture
def elsewhere(tmp_path):
    """Where nothing is yet."""
    with new_place(tmp_path / "var") as place:
        yield place


def files_of(place: Place) -> set[str]:
    return {str(path.relative_to(place.data)) for path in place.data.rglob("*") if path.is_file()} if place.data.exists() else set()


def is_empty(place: Place) -> bool:
    """Whether nothing at all was put there."""
    if not ON_POSTGRESQL:
        return files_of(place) == set()
    with psycopg.connect(place.environment["SIANTAR_DATABASE_URL"]) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    return files_of(place) == set() and tables == (0,)


def test_a_lost_office_comes_back_whole_from_stick_and_paper(office, elsewhere):
    words = elsewhere.well("restore", office.backup, typed=office.paper)
    assert re.search(r"Isinya \d+ permohonan, \d+ kejadian, \d+ arsip", words)
    assert elsewhere.receipts() == office.receipts()
    assert {status for *_, status in elsewhere.receipts()["receipts"]} == {200}
    assert elsewhere.well("doctor").splitlines()[-1].startswith("Tidak ada masalah.")
    assert (elsewhere.data / "peta" / "jalan.bin").read_bytes() == (office.data / "peta" / "jalan.bin").read_bytes()
    assert json.loads((elsewhere.data / "keys.json").read_text()) == json.loads((office.data / "keys.json").read_text())
    assert (elsewhere.data / "keys.json").stat().st_mode & 0o077 == 0
    elsewhere.well("demo", "--applications", 1)
    elsewhere.well("work", "--once", "--no-plans")
    assert elsewhere.well("doctor").splitlines()[-1].startswith("Tidak ada masalah.")
    assert "dibaca kembali" in elsewhere.well("backup", office.stick / "dari-tempat-baru.age")


def test_the_drill_of_the_guide_brings_the_office_back(office, elsewhere):
    text = GUIDE.read_text()
    drill = text[text.index("## Bila disk rusak") :]
    commands = re.findall(r"^ {4,}siantar (.+)$", drill, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["restore", "migrate", "doctor", "serve"]
    for command in commands[:-1]:  # a server goes on until it is stopped
        words = elsewhere.well(*command.replace("/media/STIK", str(office.stick)).split(), typed=office.paper.lower())
    assert words.splitlines()[-1].startswith("Tidak ada masalah.")
    assert elsewhere.receipts() == office.receipts()


def test_a_backup_taken_while_acts_are_recorded_is_one_moment_of_the_office(office, elsewhere):
    file = office.stick / "sambil-kerja.age"
    with subprocess.Popen([sys.executable, "-c", COUNTER_AT_WORK], env=office.environment, stdout=subprocess.PIPE, text=True) as counter:
        before = int(counter.stdout.readline())
        words = office.well("backup", file)
        counter.kill()
    events = int(re.search(r"(\d+) kejadian", words)[1])
    assert before <= events <= office.receipts()["events"]
    assert before < office.receipts()["events"]  # it did go on meanwhile
    elsewhere.well("restore", file, "--key", office.key)
    assert elsewhere.receipts()["events"] == events
    elsewhere.well("work", "--once", "--no-plans")  # what was not followed yet at that moment
    assert elsewhere.well("doctor").splitlines()[-1].startswith("Tidak ada masalah.")


def test_the_key_is_not_in_the_office_nor_is_anything_readable_in_a_backup(office):
    private = next(line for line in office.key.read_text().splitlines() if line.startswith("AGE"))
    for path in office.data.rglob("*"):
        assert not path.is_file() or private.encode() not in path.read_bytes()
    content = office.backup.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"SQLite format" not in content
    assert b"casework_event" not in content
    assert office.backup.stat().st_mode & 0o077 == 0


def test_keys_are_made_once_and_never_beside_the_data(office, elsewhere):
    assert "tidak diganti" in office.refused("backup", "--keys", office.stick / "lain.txt")
    assert not (office.stick / "lain.txt").exists()
    assert "tidak boleh disimpan" in elsewhere.refused("backup", "--keys", elsewhere.data / "kunci.txt")
    backups = {**elsewhere.environment, "SIANTAR_BACKUPS": str(office.stick)}
    assert "tidak boleh disimpan" in replace(elsewhere, environment=backups).refused("backup", "--keys", office.stick / "lain.txt")
    assert "Kunci cadangan belum dibuat" in elsewhere.refused("backup", office.stick / "lain.age")
    assert not (office.stick / "lain.age").exists()


def test_another_key_and_a_slip_of_the_pen_open_nothing(office, elsewhere):
    other = "AGE-SECRET-KEY-1GGZDUACMF3T70E4ZUUWDXRKZYG2L7WL6AY6TXMYWFP9VQN4Q5MRQPPJD4S"
    assert "bukan kunci cadangan ini" in elsewhere.refused("restore", office.backup, typed=other)
    assert "salah ketik" in elsewhere.refused("restore", office.backup, typed=office.paper[:-4])
    assert "salah ketik" in elsewhere.refused("restore", office.backup, typed="")
    assert "tidak terbaca" in elsewhere.refused("restore", office.backup, "--key", office.stick / "tidak-ada.txt")
    assert "tidak ada" in elsewhere.refused("restore", office.stick / "tidak-ada.age", "--key", office.key)
    assert is_empty(elsewhere)


def flipped(content: bytes, place: float) -> bytes:
    at = min(int(len(content) * place), len(content) - 1)
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: flipped(whole, 0.5),
        lambda whole: flipped(whole, 1.0),
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: whole[: -(len(whole) % 65536)],
        lambda whole: whole + b"x",
        lambda whole: whole[:300],
        lambda whole: whole[:0],
        lambda whole: b"bukan cadangan" + whole,
    ],
)
def test_a_damaged_or_shortened_backup_restores_nothing(office, elsewhere, tmp_path, damage):
    file = tmp_path / "rusak.age"
    file.write_bytes(damage(office.backup.read_bytes()))
    assert "rusak, terpotong, atau diubah" in elsewhere.refused("restore", file, "--key", office.key)
    assert is_empty(elsewhere)


def test_nothing_is_overwritten(office, elsewhere):
    before = office.receipts()
    assert "tidak kosong" in office.refused("restore", office.backup, "--key", office.key)
    assert office.receipts() == before
    elsewhere.data.mkdir()
    (elsewhere.data / "catatan.txt").write_text("milik orang")
    assert "catatan.txt" in elsewhere.refused("restore", office.backup, "--key", office.key)
    assert files_of(elsewhere) == {"catatan.txt"}
    (elsewhere.data / "catatan.txt").unlink()
    address = office.environment.get("SIANTAR_DATABASE_URL", f"sqlite:///{office.data}/siantar.sqlite3")
    into_theirs = replace(elsewhere, environment={**elsewhere.environment, "SIANTAR_DATABASE_URL": address})
    assert "tidak ada yang ditimpa" in into_theirs.refused("restore", office.backup, "--key", office.key)
    assert office.receipts() == before
    assert files_of(elsewhere) == set()
    content = office.backup.read_bytes()
    assert "tidak ditimpa" in office.refused("backup", office.backup)
    assert office.backup.read_bytes() == content
    assert "folder data" in office.refused("backup", office.data / "di-sini.age")


def test_a_backup_of_another_database_or_for_other_keys_says_what_to_set(office, elsewhere, tmp_path):
    if ON_POSTGRESQL:
        other = {name: value for name, value in elsewhere.environment.items() if name != "SIANTAR_DATABASE_URL"}
        assert "SIANTAR_DATABASE_URL" in replace(elsewhere, environment=other).refused("restore", office.backup, "--key", office.key)
    keys = {"SIANTAR_SECRET_KEY": "x" * 50, "SIANTAR_FIELD_KEYS": f"{'ab' * 32}:{'cd' * 32}"}
    strange = replace(elsewhere, environment={**elsewhere.environment, **keys})
    assert "SIANTAR_FIELD_KEYS" in strange.refused("restore", office.backup, "--key", office.key)
    assert is_empty(elsewhere)


def test_killed_in_the_middle_it_leaves_no_half_backup_and_the_next_goes_well(office):
    big = office.data / "besar.bin"
    with big.open("wb") as out:
        out.truncate(400_000_000)
    file = office.stick / "mati-lampu.age"
    unfinished = file.with_name(file.name + ".sebagian")
    command = [sys.executable, "-m", "siantar.project", "backup", str(file)]
    with subprocess.Popen(command, env=office.environment) as backup:
        while backup.poll() is None and not (unfinished.exists() and unfinished.stat().st_size > 1_000_000):
            pass
        backup.send_signal(signal.SIGKILL)
    assert backup.returncode == -signal.SIGKILL
    assert unfinished.exists()
    assert not file.exists()
    assert [path for path in office.data.iterdir() if path.name.startswith(".cadangan-")]
    big.unlink()
    assert "utuh" in office.well("backup", file)
    assert not unfinished.exists()
    assert [path for path in office.data.iterdir() if path.name.startswith(".cadangan-")] == []


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(office):
    big = office.data / "besar.bin"
    big.write_bytes(os.urandom(30_000_000))
    file = office.stick / "penuh.age"
    limit = (20_000_000, 20_000_000)
    try:
        sentence = office.refused("backup", file, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit))
    finally:
        big.unlink()
    assert "Tempat penuh" in sentence
    assert not file.exists()
    assert not file.with_name(file.name + ".sebagian").exists()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite needs no program")
def test_postgresql_s_own_programs_are_asked_for_by_name(office, elsewhere, tmp_path):
    without = replace(office, environment={**office.environment, "PATH": str(tmp_path)})
    assert "postgresql-client" in without.refused("backup", office.stick / "tanpa.age")
    bare = replace(elsewhere, environment={**elsewhere.environment, "PATH": str(tmp_path)})
    assert "pg_restore" in bare.refused("restore", office.backup, "--key", office.key)
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    old.chmod(0o755)
    assert "versi 9" in without.refused("backup", office.stick / "lama.age")
    assert not [path for path in office.stick.iterdir() if path.name.startswith(("tanpa", "lama"))]
