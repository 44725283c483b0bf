"""Backups go to a second place as well, sealed as they are: S3, SFTP or whatever else rclone (the program) reaches.

What is there is thinned by the same rule as the folder here, but by its own list: a folder that was emptied empties
nothing there. rclone's own settings say how the place is reached and by which key; nothing of them is known here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from siantar.project import backups
from siantar.project.archive import BackupRefused
from siantar.roots import whole_files
from siantar.rules import backups as rules

NOTE, LOCK = "second-place.json", "second-place.lock"  # in the data folder
PATIENT = ("--contimeout", "15s", "--timeout", "60s", "--retries", "2", "--low-level-retries", "3")
NO_FOLDER_THERE = 3  # rclone's exit code for a folder that is not there yet
LONGEST = 12 * 3600.0  # seconds of one act of rclone
NO_PROGRAM = "Program rclone tidak ada. Pasang (`apt install rclone`), atur tempatnya (`rclone config`), lalu ulangi."
AWAY = (
    "Tempat cadangan kedua {place} tidak dapat dipakai: {problem}. Periksa jaringan dan `rclone lsf {place}`, lalu "
    "ulangi: `siantar backup --send`."
)
BUSY = "Cadangan sedang dikirim ke tempat kedua. Tunggu sampai selesai."
NOT_WHOLE = "ukuran {name} di sana tidak sama dengan di sini"


@dataclass(frozen=True, slots=True)
class SentNote:
    """What is known here of the second place: the newest whole backup there, the last try, and why it failed."""

    newest: str = ""
    tried_at: str = ""
    problem: str = ""

    @property
    def newest_at(self) -> datetime | None:
        """When the newest backup there was made."""
        return datetime.fromisoformat(self.newest) if self.newest else None


def send(folder: Path, place: str, at: datetime, zone: tzinfo) -> list[str]:
    """Bring over what is wanted there and not whole yet, the newest first, and thin it; the names brought.

    Raises BackupRefused, with what is there left as it is.
    """
    here = {time: file for time, file in backups.dated(folder).items() if time <= at}
    there = _sizes(place)
    wanted = rules.to_keep({*here, *(time for name in there if (time := backups.time_of(name)) and time <= at)}, zone)
    missing = [here[time] for time in sorted(wanted & here.keys(), reverse=True)]
    missing = [file for file in missing if there.get(file.name) != file.stat().st_size]
    for file in missing:
        _rclone(place, "copyto", str(file), f"{place}/{file.name}")
    there = _sizes(place)
    for file in missing:
        if there.get(file.name) != file.stat().st_size:
            raise BackupRefused(AWAY.format(place=place, problem=NOT_WHOLE.format(name=file.name)))
    over = [name for name in there if (time := backups.time_of(name)) and time <= at and time not in wanted]
    if over:
        _rclone(place, "delete", "--files-from-raw", "-", place, lines="\n".join(over))
    return [file.name for file in missing]


def send_and_note(data: Path, folder: Path, place: str, at: datetime, zone: tzinfo) -> list[str]:
    """The same, one at a time, and keep for `doctor` and pages how it went. Raises BackupRefused."""
    with backups.locked(data / LOCK, BUSY):
        before, newest = noted(data), backups.last_good(folder, at)
        try:
            names = send(folder, place, at, zone)
        except BackupRefused as problem:
            _write(data, SentNote(before.newest, at.isoformat(), str(problem)))
            raise
        _write(data, SentNote(newest.isoformat() if newest else before.newest, at.isoformat()))
    return names


def noted(data: Path) -> SentNote:
    """What was noted at the last try; nothing where there was none, or it cannot be read."""
    try:
        return SentNote(**json.loads((data / NOTE).read_text()))
    except (OSError, ValueError, TypeError):
        return SentNote()


def newest_there(data: Path) -> datetime | None:
    """When the newest backup in the second place was made."""
    return noted(data).newest_at


def _write(data: Path, note: SentNote) -> None:
    whole_files.lay(data / NOTE, json.dumps(asdict(note)), over=True)


def _sizes(place: str) -> dict[str, int]:
    """The backups in the second place: name and bytes."""
    listed = _rclone(place, "lsjson", "--files-only", place, absent="[]")
    rows = {str(row["Name"]): int(row["Size"]) for row in json.loads(listed)}
    return {name: size for name, size in rows.items() if backups.time_of(name)}


def _rclone(place: str, act: str, *words: str, lines: str = "", absent: str = "") -> str:
    """What rclone prints, given `lines` to read; `absent` where the folder is not there yet. Raises BackupRefused."""
    program = shutil.which("rclone")
    if program is None:
        raise BackupRefused(NO_PROGRAM)
    try:
        command = [program, act, *PATIENT, *words]
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as problem:
        raise BackupRefused(AWAY.format(place=place, problem="terlalu lama")) from problem
    if done.returncode == NO_FOLDER_THERE and absent:
        return absent
    if done.returncode:
        reasons = done.stderr.strip().splitlines() or [str(done.returncode)]
        raise BackupRefused(AWAY.format(place=place, problem=reasons[-1][-200:]))
    return done.stdout
