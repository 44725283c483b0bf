"""`siantar restore FILE`: out of a backup, into an empty place only. Before Django, which needs keys to start."""

from __future__ import annotations

import argparse
import errno
import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import dj_database_url

from siantar.project import archive, backup_keys, snapshots
from siantar.project.archive import BackupRefused
from siantar.project.configuration import Configuration
from siantar.project.snapshots import Database

STAGING = ".pulih"
NOT_EMPTY = (
    "Folder {folder} tidak kosong (ada {name}), jadi tidak ada yang ditimpa. Pulihkan ke folder lain yang kosong: "
    "atur SIANTAR_DATA ke sana, lalu ulangi."
)
ABSENT = "Cadangan {file} tidak ada. Apakah stiknya terpasang?"
OTHER_ENGINE = (
    "Cadangan ini berasal dari {engine}, sedangkan pengaturan di sini {ours}. Atur SIANTAR_DATABASE_URL "
    "({how}), lalu ulangi."
)
HOW = {"sqlite": "kosongkan untuk SQLite", "postgresql": "alamat PostgreSQL yang kosong"}
OTHER_KEYS = (
    "SIANTAR_FIELD_KEYS di pengaturan bukan kunci data di cadangan ini, jadi NIK dan alamat tidak akan terbaca. "
    "Kosongkan SIANTAR_FIELD_KEYS dan SIANTAR_SECRET_KEY (kuncinya ada di cadangan), lalu ulangi."
)
NO_ROOM = "Tempat penuh, jadi tidak ada yang dipulihkan. Kosongkan tempat di {folder}, lalu ulangi."
UNWRITABLE = "Tidak ada yang dipulihkan: {problem}."
NOT_FOR_TRAINING = (
    "Ini tempat latihan (SIANTAR_TRAINING=1), jadi tidak ada data sungguhan yang dimasukkan. "
    "Kosongkan SIANTAR_TRAINING dan pilih SIANTAR_DATA yang lain, lalu ulangi."
)
ASK = "Ketik kunci pemulihan dari kertas, baris demi baris; atau letak arsip kunci kantor.\n> "
LENGTH = 74  # characters of a key
DONE = """Dipulihkan dari cadangan {at} (Siantar {version}).
Isinya {applications} permohonan, {events} kejadian, {files} arsip.
Alamatnya waktu itu {base_url}: atur SIANTAR_BASE_URL bila masih sama.
Berikutnya: `siantar migrate`, lalu `siantar retention` (menghapus lagi yang habis masa simpannya), lalu
`siantar doctor`, lalu `siantar serve`."""


def main(arguments: Sequence[str]) -> int:
    """Restore, and say so; the exit code."""
    parser = argparse.ArgumentParser(prog="siantar restore", description="Pulihkan cadangan ke tempat yang kosong.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", type=Path, help="arsip kunci kantor; tanpa ini kuncinya ditanyakan")
    options = parser.parse_args(arguments)
    try:
        print(restore(options.file, options.key, Configuration()))
    except BackupRefused as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def restore(file: Path, key: Path | None, configuration: Configuration) -> str:
    """Restore into what the configuration names; the words for it. Raises BackupRefused, nothing changed then."""
    data = configuration.data
    database: Database = dict(dj_database_url.parse(configuration.database()))
    if not file.is_file():
        raise BackupRefused(ABSENT.format(file=file))
    refuse_training(configuration)
    require_empty(data)
    snapshots.require_empty(database)
    identity = backup_keys.identity(key_text(key))
    staging = data / STAGING
    try:
        shutil.rmtree(staging, ignore_errors=True)  # of a restoring that was killed
        staging.mkdir(parents=True, mode=0o700)
        with file.open("rb") as source:
            about = archive.read(source, [identity], staging)
        _require_fit(about, database, configuration)
        snapshots.check(about["engine"], staging / "database" / about["engine"], about["counts"])
        _put_in_place(about, staging, data, database)
    except OSError as problem:
        sentence = NO_ROOM if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else UNWRITABLE
        raise BackupRefused(sentence.format(folder=data, problem=problem)) from problem
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    when = f"{datetime.fromisoformat(about['at']):%d-%m-%Y pukul %H.%M (UTC%z)}"
    return DONE.format(**{**about, "at": when}, **about["counts"], files=len(about["entries"]) - 1)


def refuse_training(configuration: Configuration) -> None:
    """Nobody practises with true files. Raises BackupRefused."""
    if configuration.training:
        raise BackupRefused(NOT_FOR_TRAINING)


def require_empty(data: Path) -> None:
    """Raise BackupRefused where the folder holds anything."""
    there = sorted(path.name for path in data.iterdir()) if data.is_dir() else []
    if names := [name for name in there if name not in {"lost+found", STAGING}]:
        raise BackupRefused(NOT_EMPTY.format(folder=data, name=names[0]))


def key_text(key: Path | None) -> str:
    """From the key file, or from who is asked: the words on paper, or where the file is."""
    typed = "" if key else _typed()
    file = key or Path(typed)
    try:
        return file.read_text() if key or file.is_file() else typed
    except (OSError, UnicodeDecodeError) as problem:
        raise BackupRefused(f"Arsip kunci {file} tidak terbaca. Apakah stiknya terpasang?") from problem


def _typed() -> str:
    """What is typed, in as many lines as the paper has; an empty line, or the end, is the end."""
    text = _line(ASK)
    while text.upper().startswith("AGE-") and len("".join(text.split())) < LENGTH and (line := _line("> ")):
        text += line
    return text


def _line(prompt: str) -> str:
    """A line of the keyboard; empty at its end."""
    try:
        return input(prompt).strip()
    except EOFError:
        return ""


def _require_fit(about: dict[str, Any], database: Database, configuration: Configuration) -> None:
    ours, engine = snapshots.engine_of(database), about["engine"]
    if ours != engine:
        raise BackupRefused(OTHER_ENGINE.format(engine=engine, ours=ours, how=HOW[engine]))
    keys = about["keys"]
    own = configuration.field_keys if configuration.secret_key else ""
    if own and own != f"{keys['field']}:{keys['index']}":
        raise BackupRefused(OTHER_KEYS)


def _put_in_place(about: dict[str, Any], staging: Path, data: Path, database: Database) -> None:
    """Database first, for it is all or nothing; then the files, then the keys."""
    snapshots.put_back(database, staging / "database" / about["engine"])
    files = staging / "data"
    for path in sorted(files.iterdir()) if files.is_dir() else []:
        path.rename(data / path.name)
    keys = data / "keys.json"
    with open(keys, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        json.dump(about["keys"], out)
    os.sync()
