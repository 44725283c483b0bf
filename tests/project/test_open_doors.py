"""Doors that stood open: half-sent bodies, a port in use, guesses that lock somebody else out, papers that stay behind."""

from __future__ import annotations

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest
from django.core.cache import cache

from siantar.casework import possession
from siantar.directory.models import User
from siantar.directory.tokens import issue_token
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK
from tests.journeys.conftest import installed
from tests.people import COLLECTED, enter, given_file, given_on_the_road, given_town

HALF_SENT = 40


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A real server with two threads."""
    with installed(tmp_path_factory.mktemp("doors"), applications=1) as running:
        yield running


def half_sent(home, path: str, *, announced: int, sent: bytes, kind: str = "application/json") -> socket.socket:
    """A POST of which only the beginning comes."""
    port = int(home.url.rpartition(":")[2])
    line = socket.create_connection(("127.0.0.1", port), timeout=60)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {kind}\r\nContent-Length: {announced}\r\n\r\n"
    line.sendall(head.encode() + sent)
    return line


def answer(line: socket.socket) -> bytes:
    pieces = []
    while piece := line.recv(4096):
        pieces.append(piece)
        if b"\r\n\r\n" in b"".join(pieces):
            break
    return b"".join(pieces)


def test_half_sent_bodies_stop_nobody_else(home):
    number = home.command("shell", "-v0", "-c", "from siantar.casework.models import TrackRow as T; print(T.objects.first())").split()[-1]
    with ExitStack() as open_lines:
        for place in range(HALF_SENT):
            path = ("/t/000000000000", "/api/v1/events", "/masuk/", "/pengaduan/")[place % 4]
            open_lines.enter_context(half_sent(home, path, announced=1000, sent=b"pin="))
        for path in ("/", "/api/v1/health", "/layanan/", "/masuk/", f"/t/{number}", f"/api/v1/track/{number}"):
            assert urllib.request.urlopen(f"{home.url}{path}", timeout=30).status == 200


def test_a_body_that_takes_too_long_is_answered(home):
    with half_sent(home, "/api/v1/events", announced=1000, sent=b"{") as line:
        head = answer(line)
    assert b" 408 " in head.splitlines()[0]


def test_a_cut_body_is_no_body(home):
    with half_sent(home, "/pengaduan/", announced=1000, sent=b"words=x", kind="application/x-www-form-urlencoded") as line:
        line.shutdown(socket.SHUT_WR)
        assert answer(line).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(("path", "size"), [("/pengaduan/", 3 << 20), ("/api/v1/events", 3 << 20), ("/api/v1/proofs", 13 << 20)])
def test_a_body_larger_than_its_page_takes_is_refused_before_it_comes(home, path, size):
    with half_sent(home, path, announced=size, sent=b"x" * 10) as line:
        assert b" 413 " in answer(line).splitlines()[0]


def test_a_json_nested_beyond_all_reason_is_told_so(home):
    token = home.command("token", "loket").strip()
    for path in ("/api/v1/events", "/api/v1/applications", "/api/v1/batches"):
        request = urllib.request.Request(
            f"{home.url}{path}", b"[" * 100_000, {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=30)
        assert refused.value.code in {400, 422}


def test_a_second_server_on_a_port_in_use_says_so_and_ends(home):
    port = home.url.rpartition(":")[2]
    command = [sys.executable, "-m", "siantar.project", "serve", "--port", port]
    second = subprocess.run(command, env=home.environment, capture_output=True, text=True, timeout=120, check=False)
    assert second.returncode != 0
    assert f"Port {port} sudah dipakai" in second.stderr


@pytest.fixture
def town(db):
    cache.clear()
    yield given_town()
    cache.clear()


def log_in(client, name: str, password: str, visitor: str):
    fields = {"login": name, "password": password}
    return client.post("/masuk/", fields, headers={"X-Forwarded-For": f"6.6.6.6, {visitor}"})


def test_there_is_one_login_with_one_limit(client, town):
    answer = client.get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"].startswith("/masuk/")) == (302, True)
    assert client.post("/admin/login/", {"username": "camat", "password": "x"})["Location"].startswith("/masuk/")


@pytest.mark.parametrize("path", ["password/reset/", "email/", "signup/", "reset_password/"])
def test_addresses_of_the_login_library_without_a_page_are_not_there(client, town, path):
    assert client.get(f"/akun/{path}").status_code == 404
    enter(client, "camat")
    assert client.get(f"/akun/{path}").status_code == 404


def test_a_stranger_behind_the_proxy_locks_nobody_else_out(client, town, settings):
    settings.SIANTAR_BEHIND_PROXY = True
    for place in range(30):
        log_in(client, f"orang{place}", "salah", "203.0.113.9")
    assert log_in(client, "loket", "rahasia-uji", "203.0.113.9").status_code != 302
    assert log_in(client, "loket", "rahasia-uji", "198.51.100.7").status_code == 302


def test_a_stranger_s_wrong_pins_on_the_web_are_no_wrong_proof_at_the_door(client, town):
    file = given_on_the_road(town)
    for _ in range(6):
        client.post(f"/t/{file.receipt_number}", {"pin": "000000"})
    assert "terlalu sering" in client.post(f"/t/{file.receipt_number}", {"pin": "000000"}).text
    data = {**COLLECTED, "identity_check": "pin"}
    handed = town.tell(
        "kurir1", Kind.DELIVERED, file.receipt_number, data=data, private={"receiver_name": "Siti"},
        secret={"pin": possession.pin_of(file)},
    )  # fmt: skip
    assert (handed.result, handed.stage) == ("recorded", "delivered")


def test_wrong_pins_at_the_door_lock_the_door_and_a_lock_is_not_a_wrong_proof(town):
    file = given_on_the_road(town)
    handover = {"data": {**COLLECTED, "identity_check": "pin"}, "private": {"receiver_name": "Siti"}}
    codes = [
        town.tell("kurir1", Kind.DELIVERED, file.receipt_number, secret={"pin": "x"}, **handover).code for _ in range(5)
    ]
    assert codes == ["wrong_proof"] * 5
    right = {"pin": possession.pin_of(file)}
    assert town.tell("kurir1", Kind.DELIVERED, file.receipt_number, secret=right, **handover).code == "pin_locked"
    town.tick(61)
    assert town.tell("kurir1", Kind.DELIVERED, file.receipt_number, secret=right, **handover).result == "recorded"


def test_nothing_personal_is_kept_by_a_browser(client, town):
    file = given_file(town)
    token = issue_token(User.objects.get(username="loket"), CLOCK.at)
    by_token = {"Authorization": f"Bearer {token}"}
    for path in ("applications", f"applications/{file.receipt_number}", f"applications/{file.receipt_number}/receipt.pdf"):
        assert client.get(f"/api/v1/{path}", headers=by_token)["Cache-Control"] == "no-store", path
    enter(client, "camat")
    for path in ("/berkas/", f"/berkas/{file.receipt_number}/", "/suara/pengaduan/ekspor.csv", "/suara/skm.pdf"):
        assert client.get(path)["Cache-Control"] == "no-store", path
    enter(client, "loket")
    for path in ("/loket/", f"/loket/resi/{file.receipt_number}/80mm.pdf", f"/loket/label/{file.receipt_number}.pdf"):
        assert client.get(path)["Cache-Control"] == "no-store", path
