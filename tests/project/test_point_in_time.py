"""What `siantar doctor` and the status page say of pgBackRest; the true one is walked by `make cluster-test`."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from deploy.cluster import render
from siantar.directory.models import User
from siantar.project import point_in_time, state
from siantar.project.point_in_time import Archived

ON_POSTGRESQL = bool(os.environ.get("SIANTAR_DATABASE_URL"))
SEGMENT = "00000001000000000000000A"
pytestmark = pytest.mark.django_db


@pytest.fixture
def held(town, settings, tmp_path, monkeypatch):
    """A pgbackrest that answers what the test writes down, for a database that hands over its WAL."""
    settings.SIANTAR_PGBACKREST_STANZA = "kota"
    program = tmp_path / "pgbackrest"
    program.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/asked\ncat {tmp_path}/answer; [ ! -e {tmp_path}/fails ] || exit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(point_in_time, "archived", lambda: Archived(SEGMENT, town.clock - timedelta(minutes=3)))
    monkeypatch.setattr(point_in_time.connection, "vendor", "postgresql")
    return tmp_path


def backup(end, *, error=False) -> dict:
    return {"timestamp": {"start": end.timestamp() - 60, "stop": end.timestamp()}, "error": error, "type": "full"}


def answer(held: Path, *backups: dict, segment=SEGMENT, code=0, message="ok") -> None:
    archive = [{"database": {"id": 1, "repo-key": 1}, "id": "15-1", "max": segment, "min": segment}]
    stanza = {"archive": archive, "backup": list(backups), "name": "kota", "status": {"code": code, "message": message}}
    (held / "answer").write_text(json.dumps([stanza]))


def sentences(town) -> list[tuple[str, bool]]:
    return list(point_in_time.lines(town.clock))


def test_the_age_of_the_last_good_backup_and_of_the_last_wal(held, town):
    answer(held, backup(town.clock - timedelta(hours=26)), backup(town.clock - timedelta(hours=1), error=True))
    assert sentences(town) == [
        ("Cadangan pgBackRest terakhir yang utuh berumur 26 jam.", False),
        ("WAL terakhir diarsipkan 3 menit lalu.", False),
    ]
    assert (held / "asked").read_text().split() == ["--stanza=kota", "--output=json", "--log-level-console=off", "info"]


@pytest.mark.parametrize(
    ("hours", "archived", "segment", "warning"),
    [
        (26.1, Archived(SEGMENT, 3), SEGMENT, "berumur 26 jam. Baca catatan cadangan malam"),
        (1, Archived(SEGMENT, 16), SEGMENT, "Arsip WAL tertinggal 16 menit"),
        (1, Archived("", None), SEGMENT, "WAL belum pernah diarsipkan"),
        (1, Archived(SEGMENT, 3), "000000010000000000000009", f"WAL {SEGMENT} tidak ada di arsip"),
        (1, Archived(SEGMENT, 3), None, f"WAL {SEGMENT} tidak ada di arsip"),
    ],
)
def test_what_is_old_or_lacks_is_a_warning(held, town, monkeypatch, hours, archived, segment, warning):
    sent = Archived(archived.segment, archived.at and town.clock - timedelta(minutes=archived.at))
    monkeypatch.setattr(point_in_time, "archived", lambda: sent)
    answer(held, backup(town.clock - timedelta(hours=hours)), segment=segment)
    (words,) = [sentence for sentence, warns in sentences(town) if warns]
    assert warning in words


def test_what_cannot_be_read_is_said_with_what_to_do(held, town, monkeypatch):
    answer(held, code=2, message="no valid backups")
    assert sentences(town)[0] == ("pgBackRest belum punya cadangan yang utuh. Jalankan `pgbackrest --stanza=kota backup`.", True)
    answer(held, code=1, message="missing stanza path")
    assert sentences(town) == [("Cadangan pgBackRest tidak dapat dibaca: missing stanza path. Jalankan `pgbackrest --stanza=kota info`.", True)]
    for torn in ("", "[]", "[{}]", "null", '[{"backup": [{}], "archive": [], "status": {}}]'):
        (held / "answer").write_text(torn)
        ((words, warns),) = sentences(town)
        assert warns and "tidak dapat dibaca" in words
    (held / "answer").write_text("ERROR: [103]: unable to find a valid repository\nmore")
    (held / "fails").touch()
    assert "ERROR: [103]: unable to find a valid repository. Jalankan" in sentences(town)[0][0]
    (held / "pgbackrest").write_text("#!/bin/sh\nexec sleep 60\n")
    monkeypatch.setattr(point_in_time, "LONGEST", 0.2)
    assert "tidak menjawab" in sentences(town)[0][0]
    monkeypatch.setenv("PATH", "/nowhere")
    assert sentences(town) == [("pgBackRest tidak terpasang di sini. Pasang: apt install pgbackrest.", True)]


def test_doctor_status_page_figures_and_the_administrator_s_first_page_say_so(held, town, client):
    answer(held, backup(town.clock - timedelta(hours=30)))
    output = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("siantar.project.management.commands.doctor.Command._following", lambda *_: [])
        patch.setattr("siantar.project.durability.unsafe_settings", lambda: [])
        call_command("doctor", stdout=output)
    assert "PERHATIAN: Cadangan pgBackRest terakhir yang utuh berumur 30 jam." in output.getvalue()
    assert "WAL terakhir diarsipkan 3 menit lalu.\n" in output.getvalue()
    (line,) = [line for line in state.state_lines(town.clock) if line.name == "Cadangan"]
    assert not line.well and "berumur 30 jam" in line.sentence and "3 menit lalu" in line.sentence
    figures = {figure.name: figure.value for figure in state.gauges(town.clock)}
    assert (figures["siantar_backup_age_seconds"], figures["siantar_wal_age_seconds"]) == (30 * 3600, 180)
    client.force_login(User.objects.create_superuser("pengelola", password="rahasia-uji"))
    assert "berumur 30 jam" in client.get(reverse("admin:index")).content.decode()


def test_nothing_is_said_without_the_setting(held, town, settings):
    settings.SIANTAR_PGBACKREST_STANZA = ""
    assert sentences(town) == []
    assert not (held / "asked").exists()


@pytest.mark.skipif(ON_POSTGRESQL, reason="what is said where the database is a file")
def test_beside_sqlite_the_setting_is_a_mistake(town, settings):
    settings.SIANTAR_PGBACKREST_STANZA = "kota"
    ((words, warns),) = sentences(town)
    assert warns and "hanya untuk PostgreSQL" in words


@pytest.mark.skipif(not ON_POSTGRESQL, reason="PostgreSQL counts what it hands over")
def test_postgresql_tells_what_it_handed_over(town):
    assert point_in_time.archived() == Archived("", None)


@pytest.mark.parametrize(
    ("nights", "kind"),
    [
        ([], "full"),
        ([("full", 1)], "incr"),
        ([("full", 8), ("incr", 1)], "diff"),
        ([("full", 15), ("diff", 7), ("incr", 1)], "diff"),
        ([("full", 15), ("diff", 6), ("incr", 1)], "incr"),
        ([("full", 27), ("diff", 1)], "full"),
    ],
)
def test_what_kind_of_backup_a_night_makes(nights, kind, town, tmp_path):
    """On the 26th: a full one a month, a differential one a week, else what changed."""
    text = (Path(render.__file__).parent / "database/nightly.py").read_text()
    script: dict = {"__name__": "nightly"}
    exec(compile(text, "nightly.py", "exec"), script)
    now = town.clock.replace(month=11, day=26)
    backups = [{**backup(now - timedelta(days=days)), "type": each} for each, days in nights]
    assert script["kind"](backups, now) == kind
    assert script["kind"]([{**each, "error": True} for each in backups], now) == "full"
