"""An installation under https as an office runs it: what every answer and every cookie carries."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

VISIT = """
import json
from django.test import Client
from siantar.casework import possession
from siantar.casework.models import Application
from siantar.project import wsgi

file = Application.objects.first()
receipt, page = file.receipt_number, f"/t/{file.receipt_number}"
seen = {}

class Visitor(Client):
    def __init__(self, **more):
        super().__init__(SERVER_NAME="localhost", raise_request_exception=False, **more)

    def request(self, **environ):
        answer = super().request(**{**environ, "wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"})
        cookies = {name: {"value": morsel.value, **{k: v for k, v in morsel.items() if v}} for name, morsel in answer.cookies.items()}
        name = environ["REQUEST_METHOD"] + " " + environ["PATH_INFO"]
        headers = {key.lower(): value for key, value in answer.headers.items()}
        seen[name] = {"status": answer.status_code, "headers": headers, "cookies": cookies, "start": answer.content[:3000].decode("utf-8", "replace") if not answer.streaming else ""}
        return answer

visitor = Visitor()
for path in ("/", "/layanan/", "/masuk/", "/pengaduan/", "/tidak/ada/", "/api/v1/health", "/api/v1/services", "/api/v1/applications", page + "/saya", "/.git/config", "/static/", "/keys.json"):
    visitor.get(path)
visitor.get("/?bahasa=en")
visitor.post(page, {"pin": possession.pin_of(file)})
visitor.post("/keluar/")
officer = Visitor()
officer.get("/masuk/")
before = officer.cookies.get("__Host-siantar")
officer.post("/masuk/", {"login": "loket", "password": "siantar-demo"})
seen["keys"] = [before.value if before else "", officer.cookies["__Host-siantar"].value]
officer.get("/loket/")
strict = Visitor(enforce_csrf_checks=True)
strict.cookies = officer.cookies
strict.post("/akun/sesi/akhiri/", HTTP_ORIGIN="https://jahat.example")
def breaks(*_words):
    raise RuntimeError("rahasia-di-dalam")

from unittest import mock
with mock.patch("siantar.faces.frame.no_store.NoStore._is_private", breaks):
    Visitor().get("/bahasa-rusak/")
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": page, "QUERY_STRING": ""}
status, headers, body = wsgi.answer_at_once(environ)
seen["GET fast"] = {"status": status, "headers": {k.decode().lower(): v.decode() for k, v in headers}, "cookies": {}, "start": ""}
print("SEEN" + json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What a visitor and an officer were answered, by method and path."""
    data = tmp_path_factory.mktemp("https")
    environment = {
        **os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(data), "SIANTAR_BASE_URL": "https://localhost",
        "SIANTAR_BEHIND_PROXY": "1",
    }  # fmt: skip
    environment.pop("SIANTAR_DATABASE_URL", None)

    def command(*words: str) -> str:
        line = [sys.executable, "-m", "siantar.project", *words]
        done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    command("demo", "--applications", "1")
    return json.loads(command("shell", "-v0", "-c", VISIT).partition("SEEN")[2])


def answers(seen):
    return {name: answer for name, answer in seen.items() if " " in name}


def test_every_answer_carries_what_browsers_must_keep_to(seen):
    for name, answer in answers(seen).items():
        headers = answer["headers"]
        assert headers.get("strict-transport-security", "").startswith("max-age=31536000"), name
        assert headers["x-content-type-options"] == "nosniff", name
        assert headers["referrer-policy"] == "same-origin", name
        assert headers["cross-origin-opener-policy"] == "same-origin", name
        policy = headers["content-security-policy"]
        for part in ("default-src", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy, (name, policy)
        assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy, name


def test_every_text_says_its_kind_and_its_letters(seen):
    for name, answer in answers(seen).items():
        kind = answer["headers"].get("content-type", "")
        if answer["start"] or answer["headers"].get("content-length", "0") != "0":
            assert kind, name
        if kind.startswith("text/"):
            assert "charset=utf-8" in kind, name


def test_no_other_house_is_let_in(seen):
    assert not [name for name, answer in answers(seen).items() if "access-control-allow-origin" in answer["headers"]]
    assert seen["POST /akun/sesi/akhiri/"]["status"] == 403


def test_every_cookie_is_bound_to_this_house_and_out_of_reach_of_scripts(seen):
    cookies = [(name, key, morsel) for name, answer in answers(seen).items() for key, morsel in answer["cookies"].items()]
    names = {key for _, key, _ in cookies}
    assert {"__Host-siantar", "__Host-siantar_perangkat", "__Host-django_language", "__Secure-siantar_resi"} <= names
    for name, key, morsel in cookies:
        assert key.startswith(("__Host-", "__Secure-")) and morsel.get("secure"), (name, key)
        assert morsel["samesite"] in {"Lax", "Strict"}, (name, key)
        assert morsel.get("httponly") or key == "__Host-csrf", (name, key)
        if key.startswith("__Host-"):
            assert morsel["path"] == "/" and "domain" not in morsel, (name, key)
        else:
            assert morsel["path"].startswith("/t/"), (name, key)


def test_a_login_makes_a_new_session(seen):
    before, after = seen["keys"]
    assert len(after) == 32 and before != after


def test_a_fault_shows_nothing_of_the_inside(seen):
    broken = seen["GET /bahasa-rusak/"]
    assert broken["status"] == 500
    assert "rahasia-di-dalam" not in broken["start"] and "Traceback" not in broken["start"]
    assert "Traceback" not in seen["GET /tidak/ada/"]["start"] and "urlpatterns" not in seen["GET /tidak/ada/"]["start"].lower()


def test_neither_the_history_of_the_code_nor_keys_nor_lists_of_folders_are_served(seen):
    for path in ("/.git/config", "/static/", "/keys.json"):
        assert seen[f"GET {path}"]["status"] == 404
