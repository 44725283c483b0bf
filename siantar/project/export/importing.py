"""`siantar import FILE`: an export into an empty place, of either database. Before Django, which needs keys."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import dj_database_url
from pyrage.x25519 import Identity

from siantar import clock
from siantar.project import archive, backup_keys, backups, restoring
from siantar.project.archive import BackupRefused, Readable
from siantar.project.configuration import Configuration
from siantar.project.export import filling, places
from siantar.project.export.formats import FORMAT, KEYS
from siantar.project.export.places import NewPlace

NO_EXPORT = "{file} bukan ekspor Siantar. Cadangan dipulihkan dengan `siantar restore`. Tidak ada yang diimpor."
OTHER_KEYS = (
    "SIANTAR_FIELD_KEYS di pengaturan bukan kunci di ekspor ini, jadi NIK yang sama tidak akan dikenali lagi. "
    "Kosongkan SIANTAR_FIELD_KEYS dan SIANTAR_SECRET_KEY (kuncinya ada di ekspor), lalu ulangi."
)
DONE = """Diimpor dari ekspor {at} (Siantar {version}): {rows} baris, {files} berkas di folder data.
Alamatnya waktu itu {base_url}: atur SIANTAR_BASE_URL bila masih sama.
Sebelum `siantar serve` di sini, hentikan tempat asalnya: warga tidak boleh dikirimi pesan dari dua tempat.
Sekarang diperiksa dengan `siantar doctor`:"""
VERIFIED = "Sekarang dicocokkan dengan akar harian, `siantar verify`:"


def main(arguments: Sequence[str]) -> int:
    """Import, check, and say so; the exit code."""
    parser = argparse.ArgumentParser(prog="siantar import", description="Impor ekspor ke tempat yang kosong.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", type=Path, help="arsip kunci; tanpa ini kuncinya ditanyakan")
    options = parser.parse_args(arguments)
    environment, configuration = dict(os.environ), Configuration()
    data = configuration.data.resolve()
    try:
        print(bring_in(options.file, options.key, configuration), flush=True)
    except BackupRefused as problem:
        print(problem, file=sys.stderr)
        return 1
    code = _checked("doctor", environment)
    if (data / "roots").is_dir():
        print(VERIFIED, flush=True)
        code = _checked("verify", environment) or code
    return code


def bring_in(file: Path, key: Path | None, configuration: Configuration) -> str:
    """Import into what the configuration names; the words for it. Raises BackupRefused, nothing is there then."""
    place = NewPlace(configuration.data.resolve(), dict(dj_database_url.parse(configuration.database())))
    if not file.is_file():
        raise BackupRefused(restoring.ABSENT.format(file=file))
    restoring.refuse_training(configuration)
    try:
        places.prepare(place)
        identity = backup_keys.identity(restoring.key_text(key))
        about = _looked_through(file, identity, place.staging)
        _require_keys(place.staging / KEYS, configuration)
        filling.fill(file, identity, about, place, clock.now())
    except OSError as problem:
        sentence = restoring.NO_ROOM if problem.errno in backups.FULL else restoring.UNWRITABLE
        raise BackupRefused(sentence.format(folder=place.data, problem=problem)) from problem
    finally:
        shutil.rmtree(place.staging, ignore_errors=True)
    return _in_words(about)


def _looked_through(file: Path, identity: Identity, staging: Path) -> dict[str, Any]:
    """The whole archive read and compared before anything is made; its list, and the keys laid in `staging`."""

    def visit(name: str, content: Readable) -> None:
        if name == KEYS:
            archive.lay(staging, name, content)

    with file.open("rb") as source:
        about = archive.walk(source, [identity], visit)
    if about.get("format") != FORMAT or not (staging / KEYS).exists():
        raise BackupRefused(NO_EXPORT.format(file=file))
    return about


def _require_keys(file: Path, configuration: Configuration) -> None:
    keys = json.loads(file.read_text())
    own = configuration.field_keys if configuration.secret_key else ""
    if own and own != f"{keys['field']}:{keys['index']}":
        raise BackupRefused(OTHER_KEYS)


def _in_words(about: dict[str, Any]) -> str:
    when = f"{datetime.fromisoformat(about['at']):%d-%m-%Y pukul %H.%M (UTC%z)}"
    files = sum(1 for name in about["entries"] if name.startswith("files/"))
    return DONE.format(**{**about, "at": when, "rows": sum(about["rows"].values()), "files": files})


def _checked(command: str, environment: dict[str, str]) -> int:
    """A command in a process of its own, which sees the place as it is now."""
    return subprocess.run([sys.executable, "-m", "siantar.project", command], env=environment, check=False).returncode
