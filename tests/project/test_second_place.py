"""Backups in a second place: real rclone against a real S3 and a real SFTP server on loopback."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from siantar.project import backup_schedule, second_place
from siantar.project.archive import BackupRefused
from tests.clock import CLOCK, ahead_of_the_machine
from tests.project.test_backup_schedule import examine
from tests.support.ports import free_port

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
RCLONE = Path(sys.executable).parent / "rclone"
KEY, SECRET = "kunci-uji", "rahasia-uji"


def name_of(days: int) -> str:
    return f"siantar-{NOW - timedelta(days=days, minutes=30):%Y%m%dT%H%M%S}Z.age"


class Far:
    """A server of another house: `folder` is what lies there, `place` how rclone names it."""

    def __init__(self, kind: str, base: Path, monkeypatch) -> None:
        self.base, self.kind = base, kind
        self.folder = base / "cadangan" / "kantor"
        (base / "cadangan").mkdir(parents=True)
        self.port = free_port()
        self.place = "jauh:cadangan/kantor"
        obscured = subprocess.run([RCLONE, "obscure", SECRET], capture_output=True, text=True, check=True).stdout.strip()
        settings = {
            "s3": {"TYPE": "s3", "PROVIDER": "Rclone", "ENDPOINT": f"http://127.0.0.1:{self.port}", "ACCESS_KEY_ID": KEY, "SECRET_ACCESS_KEY": SECRET},
            "sftp": {"TYPE": "sftp", "HOST": "127.0.0.1", "PORT": str(self.port), "USER": KEY, "PASS": obscured},
        }[kind]
        for name, value in settings.items():
            monkeypatch.setenv(f"RCLONE_CONFIG_JAUH_{name}", value)
        monkeypatch.setenv("RCLONE_CONFIG", str(base / "none.conf"))
        monkeypatch.setenv("PATH", f"{RCLONE.parent}:{os.environ['PATH']}")

    @contextmanager
    def standing(self):
        """While it is there."""
        words = {"s3": ["--auth-key", f"{KEY},{SECRET}"], "sftp": ["--user", KEY, "--pass", SECRET]}[self.kind]
        command = [RCLONE, "serve", self.kind, "--addr", f"127.0.0.1:{self.port}", *words, "--dir-cache-time", "0s", "--config", "/dev/null", self.base]
        with (self.base.parent / "far.log").open("a") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            self._wait(server)
            yield self
        finally:
            server.terminate()
            server.wait(20)

    def _wait(self, server: subprocess.Popen) -> None:
        for _ in range(300):
            assert server.poll() is None, (self.base.parent / "far.log").read_text()
            with socket.socket() as line:
                line.settimeout(1)
                if line.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            with suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
        raise AssertionError("the far end did not answer")

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.is_dir() else []


@pytest.fixture
def folder(tmp_path) -> Path:
    """The folder of backups here, with those of ten nights; what is in them is nobody's business on the way."""
    here = tmp_path / "stik"
    here.mkdir()
    for days in range(10):
        (here / name_of(days)).write_bytes(os.urandom(50_000 + days))
    (tmp_path / "var").mkdir()
    return here


@pytest.fixture(params=["s3", "sftp"])
def far(request, tmp_path, monkeypatch):
    return Far(request.param, tmp_path / "jauh" / "server", monkeypatch)


def send(folder: Path, far: Far, at: datetime = NOW) -> list[str]:
    return second_place.send_and_note(folder.parent / "var", folder, far.place, at, ZONE)


def test_what_is_kept_here_is_there_byte_by_byte_the_newest_first(folder, far):
    with far.standing():
        names = send(folder, far)
        assert names[0] == name_of(0) and len(names) >= 7
        assert far.names() == sorted(names)
        assert all((far.folder / name).read_bytes() == (folder / name).read_bytes() for name in names)
        assert send(folder, far) == []
    assert second_place.newest_there(folder.parent / "var") == NOW - timedelta(minutes=30)


def test_what_was_torn_on_the_way_goes_again(folder, far):
    with far.standing():
        send(folder, far)
        (far.folder / name_of(1)).write_bytes(b"half")
        assert send(folder, far) == [name_of(1)]
        assert (far.folder / name_of(1)).read_bytes() == (folder / name_of(1)).read_bytes()


def test_a_folder_that_was_emptied_here_empties_nothing_there(folder, far):
    with far.standing():
        send(folder, far)
        before = far.names()
        shutil.rmtree(folder)
        folder.mkdir()
        send(folder, far, NOW + timedelta(hours=3))
        assert far.names() == before


def test_there_too_only_what_a_rule_keeps_stays_and_what_is_others_is_left_alone(folder, far):
    theirs = ["foto.jpg", "siantar-lama.age", "siantar-20991231T000000Z.age"]
    with far.standing():
        far.folder.mkdir()
        for name in [*theirs, *(name_of(days) for days in range(1, 60))]:
            (far.folder / name).write_bytes(b"x" * 10)
        send(folder, far)
        left = [name for name in far.names() if name not in theirs]
        assert set(theirs) <= set(far.names())
        assert left[-7:] == sorted(name_of(days) for days in range(7))
        assert len(left) == 11


def test_a_place_that_is_away_is_told_in_words_and_changes_nothing(folder, far):
    before = sorted(path.name for path in folder.iterdir())
    with far.standing():
        send(folder, far)
    (folder / name_of(-1)).write_bytes(b"new")
    with pytest.raises(BackupRefused, match="tidak dapat dipakai"):
        send(folder, far, NOW + timedelta(days=1))
    note = second_place.noted(folder.parent / "var")
    assert "siantar backup --send" in note.problem and SECRET not in note.problem
    assert second_place.newest_there(folder.parent / "var") == NOW - timedelta(minutes=30)  # still there
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, name_of(-1)])


def test_two_at_once_do_not_meet(folder, far):
    with (folder.parent / "var" / second_place.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(BackupRefused, match="sedang dikirim"):
            send(folder, far)


def test_without_the_program_it_says_what_to_install(folder, far, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(BackupRefused, match="apt install rclone"):
        send(folder, far)


@pytest.fixture
def office(folder, far, settings, monkeypatch):
    """An installation that names both places, here and to the processes it begins."""
    named = {"SIANTAR_DATA": folder.parent / "var", "SIANTAR_BACKUPS": folder, "SIANTAR_BACKUPS_ALSO": far.place}
    for name, value in named.items():
        setattr(settings, name, value)
        monkeypatch.setenv(name, str(value))
    monkeypatch.setenv("SIANTAR_CLOCK", str(ahead_of_the_machine(CLOCK.at).total_seconds()))
    yield far
    for begun in backup_schedule._sending:
        begun.kill()
        begun.wait(20)
    backup_schedule._sending.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("far", ["s3"], indirect=True)
def test_the_worker_begins_it_beside_other_work_and_the_doctor_says_how_it_went(office, folder, town):
    newest = folder / f"siantar-{town.clock - timedelta(hours=2):%Y%m%dT%H%M%S}Z.age"
    newest.write_bytes(b"the newest")
    assert "belum berisi cadangan" in examine()[0]
    with office.standing():
        backup_schedule.send_to_second_place(town.clock)
        (begun,) = backup_schedule._sending
        backup_schedule.send_to_second_place(town.clock)
        assert backup_schedule._sending == [begun]  # one at a time
        assert begun.wait(120) == 0
        assert newest.name in office.names()
        backup_schedule.send_to_second_place(town.clock)
        assert backup_schedule._sending == [begun]  # nothing new to bring
    assert f"Cadangan terakhir di tempat kedua berumur 2 jam ({office.place})." in examine()[0]
    town.tick(27 * 60)
    (folder / f"siantar-{town.clock - timedelta(hours=1):%Y%m%dT%H%M%S}Z.age").write_bytes(b"later")
    assert "berumur 29 jam" in examine()[0] and examine()[1]


@pytest.mark.django_db
@pytest.mark.parametrize("far", ["sftp"], indirect=True)
def test_what_failed_is_tried_again_after_an_hour(office, folder, town):
    with pytest.raises(BackupRefused):
        second_place.send_and_note(folder.parent / "var", folder, office.place, town.clock, ZONE)
    backup_schedule.send_to_second_place(town.clock + timedelta(minutes=59))
    assert backup_schedule._sending == []
    assert "tidak dapat dipakai" in examine()[0]
    backup_schedule.send_to_second_place(town.clock + timedelta(minutes=61))
    assert len(backup_schedule._sending) == 1
