"""The worker backs up every night, thins what is old, and an operator hears when it did not."""

from __future__ import annotations

import fcntl
import logging
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from siantar.directory.models import User
from siantar.project import backup_keys, backup_schedule, backups
from siantar.project.jobs import JOBS
from tests.people import given_file

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 26, 18, 30, tzinfo=UTC)  # half past one in the office


@pytest.fixture
def folder(tmp_path, settings, town):
    """A folder for backups and a data folder with keys; one file handed in."""
    given_file(town)
    settings.SIANTAR_DATA = tmp_path / "var"
    settings.SIANTAR_DATA.mkdir()
    settings.SIANTAR_BACKUPS = tmp_path / "stik"
    settings.SIANTAR_BACKUPS.mkdir()
    backup_keys.make(tmp_path / "kunci.txt", settings.SIANTAR_DATA, [])
    return settings.SIANTAR_BACKUPS


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def nightly(at: datetime) -> None:
    job = next(job for job in JOBS if job.name == "back_up")
    job.do(at)


def examine() -> tuple[str, bool]:
    """What `doctor` says of backups, and whether as a warning."""
    output = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("siantar.project.management.commands.doctor.Command._following", lambda *_: [])
        try:
            call_command("doctor", stdout=output)
        except SystemExit:
            pytest.fail(output.getvalue())
    lines = [line for line in output.getvalue().splitlines() if "adangan" in line]
    return "\n".join(lines), any(line.startswith("PERHATIAN: ") for line in lines)


def test_a_backup_a_night_named_by_its_time(folder):
    nightly(NIGHT)
    nightly(NIGHT + timedelta(hours=1))
    nightly(NIGHT + timedelta(hours=20))
    assert names(folder) == ["siantar-20261126T183000Z.age"]
    nightly(NIGHT + timedelta(hours=24))
    assert names(folder) == ["siantar-20261126T183000Z.age", "siantar-20261127T183000Z.age"]


def test_without_a_folder_nothing_is_done_and_nothing_said(folder, settings):
    settings.SIANTAR_BACKUPS = None
    nightly(NIGHT)
    assert names(folder) == []
    assert examine() == ("", False)


def test_what_no_rule_keeps_goes_and_nothing_else_is_touched(folder):
    for day in range(1, 60):
        (folder / f"siantar-{NIGHT - timedelta(days=day):%Y%m%dT%H%M%S}Z.age").touch()
    theirs = ["siantar-sebelum-pindah.age", "foto.jpg", "siantar-20991231T000000Z.age"]
    for name in [*theirs, "siantar-20261125T183000Z.age.sebagian"]:
        (folder / name).touch()
    nightly(NIGHT)
    mine = [name for name in names(folder) if name not in theirs]
    assert len(mine) == len(names(folder)) - len(theirs)
    assert mine[-7:] == [f"siantar-202611{day}T183000Z.age" for day in range(20, 27)]
    assert mine[:-7] == [f"siantar-{day}T183000Z.age" for day in ("20260929", "20261030", "20261107", "20261114")]


def test_the_age_of_the_last_good_one_is_told_and_a_warning_after_26_hours(folder, town, tmp_path):
    assert examine() == (f"PERHATIAN: Folder cadangan {folder} belum berisi cadangan yang utuh. Jalankan `siantar backup` dan baca hasilnya.", True)
    (folder / "siantar-20991231T000000Z.age").touch()
    assert examine()[1]
    nightly(town.clock)
    town.tick(26 * 60)
    assert examine() == (f"Cadangan terakhir yang utuh berumur 26 jam ({folder}).", False)
    town.tick(1)
    assert examine()[1]
    folder.rename(tmp_path / "dicabut")
    assert "tidak ada" in examine()[0]
    assert examine()[1]


def test_the_administrator_s_first_page_says_so_too(folder, town, client, settings):
    client.force_login(User.objects.create_superuser("pengelola", password="rahasia-uji"))
    nightly(town.clock)
    town.tick(27 * 60)
    page = client.get(reverse("admin:index")).content.decode()
    assert f"Cadangan terakhir yang utuh berumur 27 jam ({folder}). Jalankan" in page
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "The last whole backup is 27 hours old" in client.get(reverse("admin:index")).content.decode()
    settings.SIANTAR_BACKUPS = None
    assert "whole backup" not in client.get(reverse("admin:index")).content.decode()


def test_a_stick_that_is_away_is_told_to_the_log_and_tried_again(folder, tmp_path, caplog):
    folder.rename(tmp_path / "dicabut")
    with caplog.at_level(logging.ERROR, "siantar.backup"):
        nightly(NIGHT)
    assert "Apakah stik atau disknya terpasang?" in caplog.text
    assert not folder.exists()
    (tmp_path / "dicabut").rename(folder)
    nightly(NIGHT)
    assert len(names(folder)) == 1


def test_two_at_once_do_not_meet(folder, settings):
    here = backup_schedule.this_installation()
    with (settings.SIANTAR_DATA / backups.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(backups.BackupRefused, match="sedang dibuat"):
            backups.back_up(here, folder / "lain.age", NIGHT)
    assert names(folder) == []


def test_what_the_disk_refuses_is_told_to_the_log_and_ends_no_other_job(folder, settings, monkeypatch, caplog):
    def worn_out(_here, *_more) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(backups, "_seal", worn_out)
    with caplog.at_level(logging.ERROR, "siantar.backup"):
        nightly(NIGHT)
    assert re.search(r"Cadangan .+\.age tidak dibuat: .*Input/output error", caplog.text)
    assert names(folder) == []
    assert not [path for path in settings.SIANTAR_DATA.iterdir() if path.name.startswith(".cadangan-")]


def test_a_backup_that_cannot_be_read_back_gets_no_name(folder, monkeypatch):
    write = backups.archive.write

    def on_a_worn_stick(out, *more) -> None:
        write(out, *more)
        out.seek(-100, 2)
        out.write(b"\0" * 50)

    monkeypatch.setattr(backups.archive, "write", on_a_worn_stick)
    nightly(NIGHT)
    assert names(folder) == []
