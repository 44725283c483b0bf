"""Machines see whether it lives, whether it is ready and its figures; the administrator sees the same in plain words."""

from __future__ import annotations

import json
import logging
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings
from django.urls import reverse

from siantar.directory.models import User
from siantar.faces.frame import request_ids
from siantar.messaging.models import Message
from siantar.project import logs, watching
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter, given_file

pytestmark = pytest.mark.django_db


def figures(text: str) -> dict[str, float]:
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if not line.startswith("#")}


def test_living_is_answered_without_the_database_being_ready_only_with_it(monkeypatch):
    client = Client()
    assert client.get("/live").content == b"ok"
    assert client.get("/ready").json() == {"status": "ok", "database": "ok", "disk": "ok"}
    monkeypatch.setattr(watching, "FULL", 10**18)
    assert (client.get("/ready").status_code, client.get("/ready").json()["disk"]) == (503, "full")

    def away(*_args):
        raise OperationalError("gone")

    with connection.execute_wrapper(away):
        assert client.get("/ready").json()["database"] == "away"
        assert client.get("/live").status_code == 200


def test_a_database_of_an_older_version_is_not_ready(monkeypatch):
    monkeypatch.setattr(watching, "_migrated", set())
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["one"])
    assert Client().get("/ready").json()["database"] == "not migrated"


def test_figures_are_for_this_machine_or_who_has_the_token_and_name_nobody(town):
    client = Client()
    given_file(town)
    text = client.get("/metrics").content.decode()
    seen = figures(text)
    assert seen['siantar_relay_waiting{kind="messages"}'] >= 1
    CLOCK.at += timedelta(hours=1)
    assert figures(client.get("/metrics").content.decode())["siantar_relay_lag_seconds"] >= 3600
    for name in ('siantar_messages{kind="waiting"}', "siantar_alerts_open", "siantar_backup_age_seconds", "siantar_roots_late"):
        assert name in seen
    assert text.count("# TYPE siantar_messages gauge") == 1
    assert "Siti" not in text
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    with override_settings(SIANTAR_METRICS_TOKEN="rahasia"):
        far = {"REMOTE_ADDR": "10.1.2.3"}
        assert client.get("/metrics", headers={"Authorization": "Bearer rahasia"}, **far).status_code == 200
        assert client.get("/metrics", headers={"Authorization": "Bearer lain"}, **far).status_code == 404


def test_the_administrator_reads_what_to_do_and_others_do_not_come_in(town, settings, tmp_path):
    page = reverse("system-state")
    User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    text = logged_in("admin").get(page).content.decode()
    assert "Tempat cadangan belum diatur" in text
    assert "Ada yang perlu dikerjakan" in text
    settings.SIANTAR_BACKUPS = tmp_path
    assert "belum berisi cadangan yang utuh" in logged_in("admin").get(page).content.decode()
    given_file(town)
    CLOCK.at += timedelta(minutes=20)
    assert "tertinggal 20 menit" in logged_in("admin").get(page).content.decode()
    assert logged_in("loket").get(page).status_code == 403
    assert Client().get(page).status_code == 302


def logged_in(username: str) -> Client:
    client = Client()
    enter(client, username)
    return client


def line_of(record: logging.LogRecord) -> dict:
    return json.loads(logs.AsJson().format(record))


def test_every_answer_has_an_id_and_the_log_has_the_pattern_never_the_address(town, caplog):
    number = given_file(town).receipt_number
    with caplog.at_level(logging.INFO, logger="siantar.request"):
        answer = Client().get(reverse("resident", args=[number]), headers={"X-Request-Id": "abc-12345678"})
    assert answer["X-Request-Id"] == "abc-12345678"
    line = line_of(next(record for record in caplog.records if record.name == "siantar.request"))
    assert (line["route"], line["method"]) == ("t/<str:typed>/saya/", "GET")
    assert number not in json.dumps(line)
    assert len(Client().get("/live", headers={"X-Request-Id": "x' or 1\t"})["X-Request-Id"]) == 32


def test_a_fault_is_told_by_type_and_place_without_its_words():
    token = request_ids.CURRENT.set("id-of-the-request")
    try:
        raise ValueError("NIK 3674026304850003")
    except ValueError:
        record = logging.LogRecord("siantar.work", logging.ERROR, "x.py", 1, "job %s failed", ("send",), sys.exc_info())
        line = line_of(record)
    finally:
        request_ids.CURRENT.reset(token)
    assert (line["message"], line["fault"], line["request_id"]) == ("job send failed", "ValueError", "id-of-the-request")
    assert "3674026304850003" not in json.dumps(line)
    assert "test_a_fault_is_told" in line["where"][0]


def test_a_slow_statement_is_told_without_what_it_was_asked_for(monkeypatch, caplog):
    assert logs._timed in connection.execute_wrappers
    monkeypatch.setattr(logs, "SLOW_SECONDS", 0)
    with caplog.at_level(logging.WARNING, logger="siantar.slow"):
        Message.objects.filter(problem="3674026304850003").exists()
    line = line_of(caplog.records[-1])
    assert "problem" in line["message"]
    assert "3674026304850003" not in json.dumps(line)


def test_a_line_of_the_console_bears_utc_and_nobody_forges_another():
    forged = "salah\n2026-11-28T00:00:00.000Z INFO siantar semua baik\r\x1b[2K\u2028lagi"
    record = logging.LogRecord("siantar", logging.WARNING, __file__, 1, "kata sandi %s", (forged,), None)
    record.created, record.msecs = 1795824000.25, 250.0
    formatter = logs.AsLine("%(asctime)s %(levelname)s %(name)s %(message)s")
    first, *more = formatter.format(record).split("\n")
    assert first == "2026-11-28T00:00:00.250Z WARNING siantar kata sandi salah"
    assert more == ["    2026-11-28T00:00:00.000Z INFO siantar semua baik\\r\\x1b[2K\\u2028lagi"]
    try:
        raise ValueError(forged)
    except ValueError:
        record.exc_info = sys.exc_info()
    lines = formatter.format(record).splitlines()
    assert all(line.startswith("    ") for line in lines[1:]) and any("Traceback" in line for line in lines[1:])


def test_the_console_writes_such_lines(settings):
    assert settings.LOGGING["formatters"]["line"]["()"] == "siantar.project.logs.AsLine"
