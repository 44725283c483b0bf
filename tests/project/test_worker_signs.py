"""A background worker says that it lives and what it is at; who minds it hears so over HTTP, in figures and in plain words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import timedelta
from io import StringIO
from threading import Event

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from siantar.directory import worker_signs
from siantar.directory.models import User, WorkerSign
from siantar.project import request_counts, state, work_signs
from siantar.project.request_counts import RequestCounts
from siantar.rules.vocabulary import Role
from tests.clock import CLOCK
from tests.people import OFFICE, enter
from tests.project.test_backup import new_place
from tests.project.test_watching import figures

pytestmark = pytest.mark.django_db
LOOKS = 400  # a twentieth of a second apart: a process that lives gives its first sign at once


@pytest.fixture
def sign(monkeypatch):
    """The sign of a worker on `app1`, given at this moment."""
    monkeypatch.setattr(work_signs.connection, "close", lambda: None)  # the test's own
    return work_signs.WorkState(worker_signs.first_sign(work_signs.uuid7(CLOCK.at), "app1", CLOCK.at), lambda: CLOCK.at)


def troubles() -> list[str]:
    return list(state.worker_troubles(CLOCK.at))


def test_a_worker_that_falls_silent_is_named_with_its_machine(town, sign):
    assert troubles() == []  # none ever worked: what waits is said by those who follow
    sign.tell()
    CLOCK.at += timedelta(seconds=90)
    assert troubles() == []
    CLOCK.at += timedelta(seconds=90)
    assert "app1" in troubles()[0] and "3 menit" in troubles()[0]
    output = StringIO()
    call_command("doctor", stdout=output)
    assert "PERHATIAN: siantar work di app1 tidak terdengar" in output.getvalue()
    User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    client = Client()
    enter(client, "admin")
    assert "siantar work di app1" in client.get(reverse("system-state")).content.decode()
    assert figures(client.get("/metrics").content.decode())['siantar_worker_age_seconds{machine="app1"}'] == 180
    CLOCK.at += timedelta(days=1)
    other = work_signs.WorkState(worker_signs.first_sign(work_signs.uuid7(CLOCK.at), "app2", CLOCK.at), lambda: CLOCK.at)
    other.tell()
    assert (troubles(), WorkerSign.objects.count()) == ([], 1)  # a machine given up long ago is forgotten


def test_a_worker_that_is_stuck_in_a_job_says_so_itself(sign):
    with sign.doing("back_up"):
        CLOCK.at += timedelta(minutes=50)
        sign.tell()
        assert (troubles(), sign.well()[0]) == ([], True)
        CLOCK.at += timedelta(minutes=20)
        sign.tell()
        assert "70 menit mengerjakan back_up" in troubles()[0]
        assert sign.well() == (False, {"status": "unready", "job": "back_up", "seconds": 70 * 60})
    sign.tell()
    assert (troubles(), sign.well()[0]) == ([], True)


def answer_of(port: int, path: str) -> tuple[int, dict]:
    try:
        answer = urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
    except urllib.error.HTTPError as refused:
        return refused.code, json.loads(refused.read())
    return answer.status, json.loads(answer.read())


def test_over_http_it_is_ready_only_while_its_signs_are_written(sign):
    def away(*_args):
        raise OperationalError("gone")

    with work_signs.answering(sign, "127.0.0.1", 0) as port:
        assert answer_of(port, "/ready") == (503, {"status": "unready", "database": "away"})
        with connection.execute_wrapper(away):
            sign.tell()
        assert answer_of(port, "/ready")[0] == 503
        sign.tell()
        assert answer_of(port, "/ready") == (200, {"status": "ok", "job": "", "seconds": 0})
        CLOCK.at += timedelta(minutes=3)
        assert (answer_of(port, "/ready")[0], answer_of(port, "/live")[0], answer_of(port, "/x")[0]) == (503, 200, 404)


def test_a_worker_of_its_own_process_gives_signs_and_answers(tmp_path):
    with new_place(tmp_path / "var") as place:
        place.well("migrate", "-v0")
        environment = {**place.environment, "PYTHONUNBUFFERED": "1"}
        script = WORKER
        with subprocess.Popen([sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, text=True) as worker:
            try:
                port = int(worker.stdout.readline())
                looks = (answer_of(port, "/ready") for _ in range(LOOKS))
                assert next(filter(lambda answer: answer[0] == 200 or Event().wait(0.05), looks), None) == (200, {"status": "ok", "job": "", "seconds": 0})
            finally:
                worker.terminate()
        assert worker.returncode == 0
        assert place.well("shell", "-v0", "-c", SIGNS).strip() == os.uname().nodename[:64]


WORKER = """
import django
django.setup()
from contextlib import contextmanager
from django.core.management import call_command
from siantar.project import work_signs
from siantar.project.management.commands import work
work.JOBS = ()
answering = work_signs.answering
@contextmanager
def said(*arguments):
    with answering(*arguments) as port:
        print(port)
        yield port
work_signs.answering = said
call_command("work", "--no-plans", "--port", "0")
"""
SIGNS = "from siantar.directory.models import WorkerSign; print(WorkerSign.objects.get().machine)"


def test_requests_are_counted_by_page_and_status_and_name_nobody(town, monkeypatch):
    monkeypatch.setattr(request_counts, "_counts", None)
    client = Client()
    client.get("/live")
    client.get("/live")
    client.get("/t/tidak-ada-sama-sekali/apa/pun")
    client.get(reverse("system-state"))
    text = client.get("/metrics").content.decode()
    seen = {name: count for name, count in figures(text).items() if name.startswith("siantar_requests_total")}
    assert seen == {
        'siantar_requests_total{page="process-live",status="2xx"}': 2,
        'siantar_requests_total{page="other",status="4xx"}': 1,
        'siantar_requests_total{page="system-state",status="3xx"}': 1,
    }
    assert "# TYPE siantar_requests_total counter" in text


def test_processes_add_up_and_one_in_the_place_of_a_dead_one_goes_on(monkeypatch):
    monkeypatch.setattr(request_counts, "ROWS", 3)
    table = RequestCounts(("counter",))

    def child() -> None:
        process = os.fork()
        if not process:
            for _ in range(10):
                table.add("counter", 200)
            os._exit(0)
        os.waitpid(process, 0)

    for _ in range(5):  # more processes than rows, one after the other
        child()
    table.add("counter", 503)
    table.add("of-nobody", 200)
    assert list(table.totals()) == [("other", "2xx", 1), ("counter", "2xx", 50), ("counter", "5xx", 1)]
