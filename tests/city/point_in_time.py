"""A mistake in the database of a city is undone: pgBackRest by the very files of deploy/cluster, to the moment before it.

Part of `make cluster-test`; alone: `python -m pytest tests/city/point_in_time.py`. Needs Debian's pgbackrest.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from deploy.cluster import render
from tests.cluster import Cluster, binaries, standing
from tests.project.test_backup import COUNTER_AT_WORK, Place

ADDRESS = "127.36.74.11"
MISTAKE = "SET session_replication_role = replica; DELETE FROM casework_event; DELETE FROM casework_application"


@dataclass(frozen=True)
class Kept:
    """A city's database that pgBackRest keeps, and a Siantar upon it."""

    cluster: Cluster
    place: Place
    conf: Path
    environment: dict[str, str]

    def run(self, *command: object) -> str:
        """As the user of the database."""
        done = subprocess.run(
            [str(each) for each in command], env=self.environment, user=self.cluster.user, cwd="/", capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def pgbackrest(self, *words: str) -> str:
        return self.run("pgbackrest", f"--config-path={self.conf}", "--stanza=siantar", *words)

    def nightly(self, *, leads: bool = True) -> str:
        """What cron does on this machine, beside a Patroni that says who leads."""
        with patroni(200 if leads else 503):
            return self.run("/usr/bin/python3", self.conf / "nightly.py")

    def sql(self, sentence: str) -> list[tuple]:
        with psycopg.connect(self.cluster.url, autocommit=True) as connection:
            cursor = connection.execute(sentence)
            return cursor.fetchall() if cursor.description else []

    def archive(self) -> None:
        """What a minute does by itself: the WAL of now is handed over."""
        segment = self.sql("SELECT pg_walfile_name(pg_switch_wal())")[0][0]
        self.wait_for(f"SELECT last_archived_wal >= '{segment}' FROM pg_stat_archiver")

    def wait_for(self, condition: str) -> None:
        until = time.monotonic() + 30
        while self.sql(condition) != [(True,)]:
            assert time.monotonic() < until, (condition, self.sql("SELECT * FROM pg_stat_archiver"))
            time.sleep(0.05)

    def backups(self) -> list[str]:
        """The kinds of backups in the repository, the oldest first."""
        return [each["type"] for each in json.loads(self.pgbackrest("info", "--output=json"))[0]["backup"]]

    def doctor(self) -> str:
        """What it says, nothing being serious."""
        return self.place.well("doctor")


@contextmanager
def patroni(answers: int):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answers)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((ADDRESS, 8008), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


def of_database(cluster: Cluster, *folders: Path) -> None:
    """These belong to the user of the database."""
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            if cluster.user:
                shutil.chown(path, cluster.user, pwd.getpwnam(cluster.user).pw_gid)


def rendered(cluster: Cluster) -> Path:
    """The files of db1, as render.py makes them for machines of their own, with folders side by side."""
    base = Path(cluster.folder)
    example = render.city_of((Path(render.__file__).parent / "city.env").read_text())
    own = {name: value.replace("CHANGE", "a1b2") for name, value in example.items()} | {
        "DB1": ADDRESS, "DATABASE_FOLDER": cluster.data, "RUN_FOLDER": cluster.folder, "BACKUP_FOLDER": str(base / "conf"),
        "BACKUP_PLACE": str(base / "repository"), "BACKUP_LOGS": str(base / "logs"), "BACKUP_LOCKS": str(base / "locks"),
    }  # fmt: skip
    render.write(own, "db1", base / "conf")
    (base / "repository").mkdir()
    (base / "logs").mkdir()
    of_database(cluster, base / "conf", base / "repository", base / "logs")
    return base / "conf"


@pytest.fixture(scope="module")
def city_database(tmp_path_factory):
    with standing(durable=True) as cluster:
        conf = rendered(cluster)
        lines = dict(line.strip().split(": ", 1) for line in (conf / "patroni.yml").read_text().splitlines() if ": " in line)
        environment = {"PATH": f"{os.environ['PATH']}:{binaries()}", "PGBACKREST_PG1_PORT": str(cluster.port), "PGBACKREST_PG1_USER": "siantar"}
        ours = {name: value for name, value in os.environ.items() if name not in {"SIANTAR_CLOCK", "SIANTAR_BACKUPS"}}
        mine = {
            "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(tmp_path_factory.mktemp("kept") / "var"), "SIANTAR_DATABASE_URL": cluster.url,
            "SIANTAR_PGBACKREST_STANZA": "siantar", "PGBACKREST_CONFIG_PATH": str(conf), "DJANGO_SETTINGS_MODULE": "siantar.project.settings",
        }  # fmt: skip
        database = Kept(cluster, Place({**ours, **mine}), conf, environment)
        database.pgbackrest("stanza-create")
        cluster.configure(f"wal_level = replica\narchive_mode = on\narchive_timeout = 60s\narchive_command = '{lines['archive_command']}'\n")
        yield database


def test_to_the_moment_before_a_mistake(city_database):
    place = city_database.place
    place.well("demo", "--applications", 4)
    place.well("work", "--once", "--no-plans")
    assert "PERHATIAN: pgBackRest belum punya cadangan yang utuh." in city_database.doctor()
    assert (city_database.nightly(leads=False), city_database.backups()) == ("", [])  # a machine that follows
    with subprocess.Popen([sys.executable, "-c", COUNTER_AT_WORK], env=place.environment, stdout=subprocess.PIPE, text=True) as counter:
        assert counter.stdout is not None
        counter.stdout.readline()
        city_database.nightly()
        acknowledged = [int(line) for line in (counter.stdout.readline() for _ in range(20))][-1]
        counter.kill()
    place.well("work", "--once", "--no-plans")
    assert "36.74.02" in place.well("roots")
    before = place.receipts()
    assert before["events"] >= acknowledged
    city_database.nightly()
    assert city_database.backups() == ["full", "incr"]
    ((moment,),) = city_database.sql("SELECT clock_timestamp()::text")
    city_database.sql(MISTAKE)
    city_database.archive()
    assert place.receipts()["events"] == 0
    city_database.cluster.crash()
    city_database.pgbackrest("--delta", "--type=time", f"--target={moment}", "--target-action=promote", "restore")
    city_database.cluster.start()
    city_database.wait_for("SELECT NOT pg_is_in_recovery()")
    assert place.receipts() == before
    city_database.archive()
    examined = city_database.doctor()
    assert "Cadangan pgBackRest terakhir yang utuh berumur 0 jam." in examined
    assert "WAL terakhir diarsipkan 0 menit lalu." in examined
    place.well("verify")
    place.well("rebuild")
    city_database.sql("SELECT pg_stat_reset_shared('archiver')")
    city_database.cluster.configure("archive_command = 'false'\n")
    assert "PERHATIAN: WAL belum pernah diarsipkan" in city_database.doctor()


def test_what_is_erased_is_in_no_backup_after_twelve_months(city_database):
    """The longest that a full backup stays: until the first full one of the month after its 330 days, at the latest."""
    settings = dict(line.split("=", 1) for line in (city_database.conf / "pgbackrest.conf").read_text().splitlines() if "=" in line and line[0] != "#")
    assert settings["repo1-retention-full-type"] == "time"
    assert int(settings["repo1-retention-full"]) + 31 < 365
    assert settings["repo1-cipher-type"] == "aes-256-cbc"
