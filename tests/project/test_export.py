"""An office moves: all it holds goes into one file in open formats, and stands equal in another place, on either database."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pyrage
import pytest
from pyrage.x25519 import Identity

from siantar.project import archive, backup_keys
from siantar.project.export.places import SEEDED
from tests.project.test_backup import ON_POSTGRESQL, Place, files_of, flipped, new_place

AUDIT = "tables/directory_auditentry/"
ONE_ROW_IN_EVERY_TABLE = """
import collections, datetime
later = {
    "alerts_alertrule": {"turn": 0.9, "section": 0.6, "camat": 0.3},
    "delivery_appointment": {"ends_at": datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)},
    "shelf_keepingrule": {"first_reminder": 1, "last_reminder": 2, "keep": 3},
}
from siantar.project.export import contents
from tests.house.test_export import full_row
for table in contents.tables():
    if table.model._base_manager.exists():
        continue
    row, taken = full_row(table), collections.Counter()
    for column in table.columns:
        if column.field.related_model is table.model:
            setattr(row, column.field.attname, None)
        elif column.field.is_relation:
            model, taken[column.field.related_model] = column.field.related_model, taken[column.field.related_model] + 1
            others = list(model._base_manager.order_by("pk")[: taken[model]])
            setattr(row, column.field.attname, getattr(others[-1], column.field.target_field.attname))
    for name, value in later.get(table.name, {}).items():
        setattr(row, name, value)
    table.model._base_manager.bulk_create([full_row_sealed_again(table, row)])
"""
SEALED_AGAIN = """
from siantar.privacy import vault
from siantar.project import key_rotation
import base64
from tests.house.test_export import PDF
def full_row_sealed_again(table, row):
    for column in table.columns:
        if column.sealed:
            text = base64.b64encode(PDF).decode() if column.attached else "rahasia"
            setattr(row, column.field.attname, vault.seal(*key_rotation.place_of(column.sealed, row), text))
    return row
"""
A_LETTER_IN_PLACE_OF_A_LATER_ONE = """
import uuid
from siantar.casework.models import Application
from siantar.letters.models import OfficeLetter
later = OfficeLetter.objects.get()
later.pk, later.token, later.number = uuid.UUID(int=later.pk.int - 1), "lain", "lain"
later.application = Application.objects.order_by("pk").last()
later.replaces_id = uuid.UUID(int=later.pk.int + 1)
OfficeLetter.objects.bulk_create([later])
"""
STOPPED = """
import os, signal, sys
from siantar.project import archive
from siantar.project.export import places
whole = {module}.{function}
times = iter(range({times}))
def until_killed(*arguments):
    {before}
    if next(times, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    {after}
{module}.{function} = until_killed
sys.argv = ["siantar", *sys.argv[1:]]
from siantar.project.commands import main
main()
"""


@dataclass(frozen=True)
class Moved:
    """An export on a stick, with the key that opens it."""

    file: Path
    key: Path

    def about(self) -> dict:
        with self.file.open("rb") as source:
            return archive.walk(source, [backup_keys.identity(self.key.read_text())], lambda _name, _content: None)

    def contents(self) -> dict[str, bytes]:
        entries = {}
        with self.file.open("rb") as source:
            archive.walk(source, [backup_keys.identity(self.key.read_text())], lambda name, content: entries.update({name: content.read()}))
        return entries


@contextmanager
def sqlite_place(data: Path) -> Iterator[Place]:
    environment = {name: value for name, value in os.environ.items() if name not in {"SIANTAR_BACKUPS", "SIANTAR_CLOCK", "SIANTAR_DATABASE_URL"}}
    yield Place({**environment, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(data), "DJANGO_SETTINGS_MODULE": "siantar.project.settings"})


@pytest.fixture(scope="module")
def stick(tmp_path_factory):
    return tmp_path_factory.mktemp("stik")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that began on SQLite, with a year behind it."""
    with sqlite_place(tmp_path_factory.mktemp("office") / "var") as place:
        place.well("demo", "--applications", 12)
        for _turn in range(2):  # the second follows what the first recorded
            place.well("work", "--once", "--no-plans")
        place.well("roots")
        (place.data / "peta").mkdir()
        (place.data / "peta" / "jalan.bin").write_bytes(bytes(range(256)) * 40)
        yield place


@pytest.fixture(scope="module")
def moved(office, stick):
    office.well("backup", "--keys", stick / "kunci.txt")
    words = office.well("export", stick / "kantor.age")
    assert re.search(r"\d+ baris, \d+ dokumen. Sudah dibaca kembali dan utuh.", words)
    return Moved(stick / "kantor.age", stick / "kunci.txt")


@pytest.fixture
def elsewhere(tmp_path):
    """Where nothing is yet; on PostgreSQL where the suite runs on it."""
    with new_place(tmp_path / "var") as place:
        yield place


def export_of(place: Place, file: Path, key: Path) -> Moved:
    place.well("export", file)
    return Moved(file, key)


def differing(ours: Moved, other: Moved) -> set[str]:
    mine, theirs = ours.about()["entries"], other.about()["entries"]
    return {name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name)}


def is_empty(place: Place) -> bool:
    """No row that migrations did not put there, no file but what a killed import may leave."""
    left = {name for name in files_of(place) if not name.startswith(".cadangan-impor")}
    if not ON_POSTGRESQL:
        return left <= {"keys.json"} | {name for name in left if not name.endswith(".sqlite3")}
    with psycopg.connect(place.environment["SIANTAR_DATABASE_URL"]) as connection:
        names = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return not any(connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in names if name not in SEEDED)


def without_ages(words: str) -> list[str]:
    """What `doctor` says, but for what is about the moment or about how the database of the tests is set."""
    lines = [line for line in words.splitlines() if "menunggu" not in line and "basis data disetel" not in line]
    return [line.removesuffix(" 1 hal perlu perhatian.") for line in lines]


def test_an_office_stands_equal_elsewhere_and_goes_on(office, moved, elsewhere, stick, tmp_path):
    words = elsewhere.well("import", moved.file, "--key", moved.key)
    assert "Cocok dengan akar harian." in words
    assert elsewhere.receipts() == office.receipts()
    assert {status for *_, status in elsewhere.receipts()["receipts"]} == {200}
    assert without_ages(elsewhere.well("doctor")) == without_ages(office.well("doctor"))
    assert elsewhere.well("verify") == office.well("verify")
    assert (elsewhere.data / "peta" / "jalan.bin").read_bytes() == bytes(range(256)) * 40
    assert (elsewhere.data / "keys.json").stat().st_mode & 0o077 == 0
    assert not list(elsewhere.data.glob(".cadangan*"))
    again = export_of(elsewhere, stick / f"lagi-{tmp_path.name}.age", moved.key)
    assert {name.startswith(AUDIT) for name in differing(moved, again)} == {True}  # that it was imported and exported
    before, after = (each.contents()[f"{AUDIT}000001.jsonl"].splitlines() for each in (moved, again))
    assert after[: len(before)] == before
    assert [json.loads(line)["what"] for line in after[len(before) :]] == ["imported", "exported"]
    elsewhere.well("demo", "--applications", 2)  # no number is given twice
    elsewhere.well("work", "--once", "--no-plans")
    assert elsewhere.well("doctor").splitlines()[-1].startswith("Tidak ada masalah.")


def test_and_back_from_where_it_went(moved, elsewhere, stick, tmp_path):
    elsewhere.well("import", moved.file, "--key", moved.key)
    there = export_of(elsewhere, stick / f"sana-{tmp_path.name}.age", moved.key)
    with sqlite_place(tmp_path / "pulang") as home:
        home.well("import", there.file, "--key", there.key)
        back = export_of(home, stick / f"pulang-{tmp_path.name}.age", moved.key)
    assert {name.startswith(AUDIT) for name in differing(there, back)} == {True}


def test_every_table_goes_along_with_its_numbers(office, moved, elsewhere, stick, tmp_path):
    with sqlite_place(tmp_path / "penuh") as full:
        full.well("import", moved.file, "--key", moved.key)
        full.well("shell", "-v0", "-c", SEALED_AGAIN + ONE_ROW_IN_EVERY_TABLE)
        full.well("shell", "-v0", "-c", A_LETTER_IN_PLACE_OF_A_LATER_ONE)
        with closing(sqlite3.connect(full.data / "siantar.sqlite3")) as database, database:
            database.execute("UPDATE sqlite_sequence SET seq = 4711 WHERE name = 'directory_delegation'")
        here = export_of(full, stick / f"penuh-{tmp_path.name}.age", moved.key)
    assert [name for name, count in here.about()["rows"].items() if not count] == []
    done = elsewhere.siantar("import", here.file, "--key", here.key)  # doctor has something to say about such rows
    assert done.stdout.startswith("Diimpor dari ekspor"), done.stderr
    again = export_of(elsewhere, stick / f"penuh-lagi-{tmp_path.name}.age", moved.key)
    assert {name.startswith(AUDIT) for name in differing(here, again)} == {True}
    numbers, after = here.about()["last_ids"], again.about()["last_ids"]
    assert numbers["directory_delegation"] == 4711
    assert {name for name in numbers | after if numbers.get(name) != after.get(name)} == {"directory_auditentry"}


@pytest.mark.parametrize(
    ("module", "function", "times", "first", "is_there"),
    [
        ("archive", "_content_of", 20, False, False),  # while it loads, after it was looked through
        ("places", "put_files", 0, False, False),
        ("places", "put_files", 0, True, False),
        *([] if ON_POSTGRESQL else [("places", "put_database", 0, False, False), ("places", "put_database", 0, True, True)]),
    ],
)
def test_killed_anywhere_it_leaves_nothing_or_everything(moved, elsewhere, module, function, times, first, is_there):
    times += len(moved.about()["entries"]) + 1 if module == "archive" else 0
    call = "done = whole(*arguments)"
    before, after = (call, "return done") if first else ("pass", "return whole(*arguments)")
    program = STOPPED.format(module=module, function=function, times=times, before=before, after=after)
    command = [sys.executable, "-c", program, "import", str(moved.file), "--key", str(moved.key)]
    killed = subprocess.run(command, env=elsewhere.environment, capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stdout + killed.stderr
    if is_there:
        assert "tidak ada yang ditimpa" in elsewhere.refused("import", moved.file, "--key", moved.key)
    else:
        assert is_empty(elsewhere)
        elsewhere.well("import", moved.file, "--key", moved.key)
    assert elsewhere.well("doctor").splitlines()[-1].startswith("Tidak ada masalah.")
    assert "Cocok dengan akar harian." in elsewhere.well("verify")


def test_nothing_is_imported_where_something_is(office, moved, elsewhere):
    assert "tidak ada yang ditimpa" in office.refused("import", moved.file, "--key", moved.key)
    elsewhere.data.mkdir()
    (elsewhere.data / "catatan.txt").write_text("milik orang")
    assert "catatan.txt" in elsewhere.refused("import", moved.file, "--key", moved.key)
    assert files_of(elsewhere) == {"catatan.txt"}
    (elsewhere.data / "catatan.txt").unlink()
    elsewhere.well("demo")
    before = elsewhere.receipts()
    assert "tidak ada yang ditimpa" in elsewhere.refused("import", moved.file, "--key", moved.key)
    assert elsewhere.receipts() == before


@pytest.mark.parametrize("damage", [lambda whole: flipped(whole, 0.5), lambda whole: flipped(whole, 1.0), lambda whole: whole[:-1], lambda whole: whole[:300]])
def test_a_damaged_export_imports_nothing(moved, elsewhere, tmp_path, damage):
    file = tmp_path / "rusak.age"
    file.write_bytes(damage(moved.file.read_bytes()))
    assert "rusak, terpotong, atau diubah" in elsewhere.refused("import", file, "--key", moved.key)
    assert files_of(elsewhere) == set()


def tampered(moved: Moved, file: Path, change, **about) -> Path:
    """An export made by somebody else's program: whole by its list, but not as ours."""
    entries = [(name, change(name, content)) for name, content in moved.contents().items()]
    with file.open("wb") as out:
        whole = {name: value for name, value in moved.about().items() if name != "entries"}
        archive.write(out, entries, {**whole, **about}, [backup_keys.identity(moved.key.read_text()).to_public()])
    return file


def test_a_file_that_leads_out_of_the_folder_is_laid_nowhere(moved, elsewhere, tmp_path):
    away = tmp_path / "di-luar.txt"
    file, keys = tmp_path / "licik.age", moved.contents()["keys.json"]
    whole = {name: value for name, value in moved.about().items() if name != "entries"} | {"rows": {}}
    with file.open("wb") as out:
        entries = [("keys.json", keys), (f"files/{away}", b"x")]
        archive.write(out, entries, whole, [backup_keys.identity(moved.key.read_text()).to_public()])
    assert "rusak, terpotong, atau diubah" in elsewhere.refused("import", file, "--key", moved.key)
    assert not away.exists()
    assert is_empty(elsewhere)


def longer_name(name: str, content: bytes) -> bytes:
    return content.replace(b'"username":"', b'"username":"' + b"x" * 200, 1) if name.startswith("tables/directory_user/") else content


def lost_office(name: str, content: bytes) -> bytes:
    return b"" if name.startswith("tables/casework_person/") else content


def same(_name: str, content: bytes) -> bytes:
    return content


@pytest.mark.parametrize(
    ("change", "about", "words"),
    [
        (longer_name, {}, r"tables/directory_user/000001.jsonl, baris 1: kolom username lebih panjang dari"),
        (lost_office, {}, r"Tidak ada yang diimpor|tidak ada yang diimpor"),
        (same, {"migrations": ["lain.0001"]}, "susunan tabelnya lain"),
        (same, {"format": "siantar-export-9"}, "bukan ekspor Siantar"),
        (same, {"rows": {"casework_person": 1}}, "berubah selagi dibaca"),
        (lambda name, content: content[:-2] if name.startswith("tables/casework_event/") else content, {}, "bukan satu objek JSON"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_imported(moved, elsewhere, tmp_path, change, about, words):
    file = tampered(moved, tmp_path / "lain.age", change, **about)
    assert re.search(words, elsewhere.refused("import", file, "--key", moved.key))
    assert is_empty(elsewhere)
    assert files_of(elsewhere) == set()
    if change is longer_name:  # it broke off latest, with rows in the database: what is right goes in afterwards
        elsewhere.well("import", moved.file, "--key", moved.key)


def test_other_keys_of_the_environment_are_refused(moved, elsewhere):
    keys = {"SIANTAR_SECRET_KEY": "x" * 50, "SIANTAR_FIELD_KEYS": f"{'ab' * 32}:{'cd' * 32}"}
    strange = replace(elsewhere, environment={**elsewhere.environment, **keys})
    assert "SIANTAR_FIELD_KEYS" in strange.refused("import", moved.file, "--key", moved.key)
    assert files_of(elsewhere) == set()


def test_backup_and_export_are_told_apart(office, moved, elsewhere, stick):
    office.well("backup", stick / "cadangan.age")
    assert "siantar restore" in elsewhere.refused("import", stick / "cadangan.age", "--key", moved.key)
    assert "siantar import" in elsewhere.refused("restore", moved.file, "--key", moved.key)
    assert "siantar import" in office.refused("verify", moved.file, "--key", moved.key)


def test_whom_the_operator_names_reads_it_without_siantar(office, stick, tmp_path):
    theirs = Identity.generate()
    assert "age-keygen" in office.refused("export", stick / "salah.age", "--to", "AGE-SECRET-KEY-1")
    office.well("export", stick / "untuk-kota.age", "--to", str(theirs.to_public()))
    content = pyrage.decrypt((stick / "untuk-kota.age").read_bytes(), [theirs])
    (tmp_path / "isi.tar").write_bytes(content)
    with tarfile.open(tmp_path / "isi.tar") as tar:
        tar.extractall(tmp_path / "isi", filter="data")
    tables = json.loads((tmp_path / "isi" / "tables.json").read_text())
    people = [
        json.loads(line)
        for part in sorted((tmp_path / "isi" / "tables" / "casework_person").glob("*.jsonl"))
        for line in part.read_text().splitlines()
    ]
    assert len(people) == json.loads((tmp_path / "isi" / "daftar.json").read_text())["rows"]["casework_person"] > 20
    assert all(set(person) == set(next(each for each in tables if each["table"] == "casework_person")["columns"]) for person in people)
    assert {len(person["nik"]) for person in people if person["nik"]} == {16}
    events = b"".join(part.read_bytes() for part in (tmp_path / "isi" / "tables" / "casework_event").glob("*.jsonl"))
    assert b'"handed_in"' in events
    assert not (stick / "salah.age").exists()
    assert "tidak ditimpa" in office.refused("export", stick / "untuk-kota.age")
    assert "folder data" in office.refused("export", office.data / "di-sini.age")
    assert not list(office.data.glob(".cadangan*"))
