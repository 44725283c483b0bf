"""The database that records is away: tracking pages come from one that follows, all else is told to come again."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys

import pytest
from django.db import InternalError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory

from siantar.casework import following
from siantar.faces.public import page
from siantar.project.acknowledging import Acknowledged
from tests.journeys.conftest import WORKING_MORNING, free_port, furnished

ON_POSTGRESQL = bool(os.environ.get("SIANTAR_DATABASE_URL"))
ASK = """
import io, json, sys
from siantar.project.wsgi import application
for method, path in json.loads(sys.argv[1]):
    said = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
               "HTTP_HOST": "127.0.0.1", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "CONTENT_LENGTH": "0",
               "HTTP_AUTHORIZATION": "Bearer nobody"}
    body = b"".join(application(environ, lambda status, headers: said.append((int(status[:3]), dict(headers)))))
    print(json.dumps([*said[0], body.decode()]))
"""


@pytest.fixture(scope="module")
def without_leader(tmp_path_factory):
    """Answers of a process whose database refuses every connection, and whose follower is a demo office's."""
    if ON_POSTGRESQL:
        pytest.skip("the follower is a file here; make cluster-test has real ones")
    home = furnished(tmp_path_factory.mktemp("behind"), applications=2, at=WORKING_MORNING)
    place = home.data / "siantar.sqlite3"
    (number,) = sqlite3.connect(place).execute("SELECT receipt_number FROM casework_trackrow").fetchone()
    urls = {"SIANTAR_DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none", "SIANTAR_READ_DATABASE_URL": f"sqlite:///{place}"}
    paths = [("GET", f"/t/{number}"), ("GET", f"/api/v1/track/{number}"), ("GET", "/ready/telling"), ("GET", "/ready"), ("POST", "/api/v1/events")]
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(paths)], env={**home.environment, **urls}, check=True, capture_output=True, text=True
    )
    return dict(zip([path.split("/" + number)[0] for _method, path in paths], map(json.loads, done.stdout.splitlines()), strict=True))


def test_a_tracking_page_says_that_it_is_behind(without_leader):
    status, _headers, body = without_leader["/t"]
    assert (status, "Pembaruan tertunda beberapa menit." in body) == (200, True)
    status, _headers, body = without_leader["/api/v1/track"]
    assert (status, json.loads(body)["as_of"]) == (200, None)


def test_a_server_without_its_database_tells_but_does_not_record(without_leader):
    assert without_leader["/ready/telling"][0] == 200
    assert json.loads(without_leader["/ready/telling"][2])["database"] == "follower"
    assert without_leader["/ready"][0] == 503


def test_who_records_is_told_to_come_again(without_leader):
    status, headers, body = without_leader["/api/v1/events"]
    assert (status, json.loads(body)["code"], headers["Retry-After"]) == (503, "database_away", "5")


def test_the_age_is_told_in_the_time_of_the_office():
    from datetime import UTC, datetime

    body = json.dumps({"since": "2026-11-23T08:00:00+07:00"}).encode()
    notice = page.behind(datetime(2026, 11, 23, 3, 42, tzinfo=UTC), body, "id")
    assert "Data per 23 November 2026 10.42 WIB; pembaruan tertunda" in notice


class ReadOnly(Exception):
    """What PostgreSQL says on one that follows."""

    sqlstate = "25006"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_answer_to_who_records_passes_a_barrier_that_does_not_hold(monkeypatch, method):
    def follower_refuses():
        raise InternalError("cannot execute pg_logical_emit_message() during recovery") from ReadOnly()

    monkeypatch.setattr(following, "is_named", lambda: True)
    monkeypatch.setattr(following, "reach_the_second", follower_refuses)
    door = Acknowledged(lambda _request: HttpResponse("is here already"))
    assert door(RequestFactory().generic(method, "/api/v1/applications")).status_code == 503
    assert door(RequestFactory().get("/api/v1/applications")).status_code == 200


@pytest.mark.django_db
def test_the_barrier_is_a_record_of_its_own_on_postgresql():
    following.reach_the_second()  # nothing on SQLite; on PostgreSQL the statement is one it takes


def test_where_nobody_follows_a_fault_stays_a_fault():
    door = Acknowledged(lambda _request: HttpResponse())
    assert door.process_exception(RequestFactory().post("/"), OperationalError("gone")) is None
