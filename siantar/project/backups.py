"""A backup of database and data folder while the office works: made beside its name, read back, and only then named.

So a file under its final name is whole, and power that fails in between leaves none.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyrage.x25519 import Identity, Recipient

from siantar.project import archive, backup_keys, snapshots
from siantar.project.archive import BackupRefused
from siantar.project.snapshots import Database
from siantar.roots import whole_files
from siantar.rules import backups as rules

UNFINISHED, SCRATCH, LOCK = ".sebagian", ".cadangan-", "backup.lock"
NAME = re.compile(r"siantar-(\d{8}T\d{6})Z\.age")
STAMP = "%Y%m%dT%H%M%S"
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
BUSY = "Cadangan lain sedang dibuat. Tunggu sampai selesai, lalu ulangi."
THERE = "{file} sudah ada dan tidak ditimpa. Beri nama lain."
NO_FOLDER = "Folder {folder} tidak ada. Apakah stik atau disknya terpasang? Bila ya, buat dulu foldernya."
INSIDE = (
    "Cadangan tidak boleh disimpan di folder data ({folder}): bila disknya rusak, keduanya hilang. "
    "Pilih stik atau disk lain."
)
NO_ROOM = "Tempat penuh, jadi cadangan {file} tidak dibuat. Kosongkan tempat di sana dan di folder data, lalu ulangi."
UNREADABLE = "Cadangan {file} tidak dibuat: {problem}. Perbaiki itu, lalu ulangi."


@dataclass(frozen=True, slots=True)
class Installation:
    """What is backed up: folder, database, keys (wherever they are set); not what can be made anew."""

    data: Path
    database: Database
    keys: dict[str, str]
    base_url: str
    leave_out: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """A finished backup, and what was read back from it."""

    file: Path
    size: int
    files: int
    events: int
    applications: int


def back_up(here: Installation, file: Path, at: datetime) -> Backup:
    """Back up into a new file and check it by restoring it. Raises BackupRefused, and leaves nothing behind then."""
    with told_in_words(file), alone(here.data) as scratch:
        require_place(here, file)
        return _back_up(here, file, scratch, at)


@contextmanager
def told_in_words(file: Path) -> Iterator[None]:
    """What the disk says while `file` is made, as a sentence: BackupRefused."""
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL:
            raise BackupRefused(NO_ROOM.format(file=file)) from problem
        raise BackupRefused(UNREADABLE.format(file=file, problem=problem)) from problem


def _back_up(here: Installation, file: Path, scratch: Path, at: datetime) -> Backup:
    recipients = backup_keys.recipients(here.data)
    witness = Identity.generate()  # opens this backup to check it; never written, gone when the process ends
    unfinished = file.with_name(file.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    try:
        about = _seal(here, unfinished, scratch, at, [*recipients, witness.to_public()])
        _restore_to_check(unfinished, witness, scratch / "kembali", about)
        os.rename(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)
    whole_files.flush(file.parent)
    return Backup(file, file.stat().st_size, len(about["entries"]) - 1, **about["counts"])


def back_up_into(here: Installation, folder: Path, at: datetime, zone: tzinfo) -> Backup:
    """One more backup in the folder of backups, named by its time; then those that no rule keeps any more go."""
    if not folder.is_dir():
        raise BackupRefused(NO_FOLDER.format(folder=folder))
    backup = back_up(here, folder / f"siantar-{at.astimezone(UTC):{STAMP}}Z.age", at)
    files = dated(folder)
    wanted = rules.to_keep((time for time in files if time <= at), zone)
    for time, file in files.items():
        if time <= at and time not in wanted:
            file.unlink()
    for left in folder.glob(f"siantar-*.age{UNFINISHED}"):
        left.unlink(missing_ok=True)
    return backup


def last_good(folder: Path, at: datetime) -> datetime | None:
    """When the last backup of the folder was made; names of the future (a clock that was wrong) are not believed."""
    return max((time for time in dated(folder) if time <= at), default=None)


def dated(folder: Path) -> dict[datetime, Path]:
    """The backups of a folder by when they were made."""
    return {time: file for file in folder.glob("siantar-*.age") if (time := time_of(file.name))}


def time_of(name: str) -> datetime | None:
    """When the backup of this name was made; none where it is no backup's name."""
    if match := NAME.fullmatch(name):
        with suppress(ValueError):
            return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
    return None


def require_place(here: Installation, file: Path) -> None:
    """Raise BackupRefused where `file` may not be made."""
    if not file.parent.is_dir():
        raise BackupRefused(NO_FOLDER.format(folder=file.parent))
    if file.resolve().is_relative_to(here.data.resolve()):
        raise BackupRefused(INSIDE.format(folder=here.data))
    if file.exists():
        raise BackupRefused(THERE.format(file=file))


@contextmanager
def locked(file: Path, busy: str) -> Iterator[None]:
    """Nobody else meanwhile, in any process. Raises BackupRefused with the sentence `busy` where somebody is at it."""
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise BackupRefused(busy) from problem
        yield


@contextmanager
def alone(data: Path) -> Iterator[Path]:
    """A folder for what lies open for a moment, inside the data folder, where it lies open anyhow; no other beside."""
    with locked(data / LOCK, BUSY):
        for left in data.glob(f"{SCRATCH}*"):  # of a backup that was killed
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=data) as scratch:
            yield Path(scratch)


def keys_of_now(here: Installation) -> dict[str, str]:
    """The keys as they are by now: they may have been rotated since this process began.

    Without `index_from`: the database that goes with them may be of before the last index was brought along.
    """
    file = here.data / "keys.json"
    keys = {name: key for name, key in here.keys.items() if name != "from"}
    now = {**keys, **json.loads(file.read_text())} if keys == here.keys and file.exists() else keys
    return {name: key for name, key in now.items() if name != "index_from"}


def _seal(
    here: Installation, unfinished: Path, scratch: Path, at: datetime, recipients: list[Recipient]
) -> dict[str, Any]:
    engine, snapshot = snapshots.engine_of(here.database), scratch / "database"
    counts = snapshots.take(here.database, snapshot)
    about = {
        "at": at.isoformat(timespec="seconds"),
        "version": version("siantar"),
        "engine": engine,
        "counts": counts,
        "base_url": here.base_url,
        "keys": keys_of_now(here),  # after the snapshot: a rotation only adds to them
    }
    entries = [(f"database/{engine}", snapshot), *files_of(here)]
    with open(unfinished, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        archive.write(out, entries, about, recipients)
        out.flush()
        os.fsync(out.fileno())
    snapshot.unlink()
    return {**about, "entries": entries}


def _restore_to_check(unfinished: Path, witness: Identity, into: Path, about: dict[str, Any]) -> None:
    with unfinished.open("rb") as source:
        again = archive.read(source, [witness], into)
    snapshots.check(about["engine"], into / "database" / about["engine"], about["counts"])
    if [name for name, _path in about["entries"]] != list(again["entries"]):
        raise BackupRefused(archive.DAMAGED)


def files_of(here: Installation) -> list[tuple[str, Path]]:
    """Every file of the data folder by its name in the archive; not the database and the keys, which go apart."""
    data = here.data.resolve()
    out = {path.resolve() for path in here.leave_out} | {data / name for name in (LOCK, "keys.json", "lost+found")}
    if snapshots.engine_of(here.database) == "sqlite":
        name = Path(here.database["NAME"]).resolve()
        out |= {name.with_name(name.name + end) for end in ("", "-wal", "-shm", "-journal")}
    files = []
    for folder, folders, names in os.walk(data):
        place = Path(folder)
        folders[:] = [name for name in sorted(folders) if place / name not in out and not name.startswith(SCRATCH)]
        files += [place / name for name in sorted(names) if place / name not in out and (place / name).is_file()]
    return [(f"data/{file.relative_to(data)}", file) for file in files]
