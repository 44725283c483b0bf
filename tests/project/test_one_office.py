"""`deploy/one-office.sh` on a fresh folder, and what it put there run for real: Caddy with TLS before the server."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import sysconfig
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.project import fresh
from tests.project.test_backup import ON_POSTGRESQL
from tests.project.test_wheel import built
from tests.support.ports import free_port

pytestmark = [
    pytest.mark.skipif(ON_POSTGRESQL, reason="one office has SQLite"),
    pytest.mark.skipif(shutil.which("caddy") is None, reason="Debian's caddy is not here: deploy/install-test-packages.sh"),
]
ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "deploy" / "one-office.sh"
VISITOR = "127.0.0.2"
HALF_SENT = 30


class Placed:
    """Where the script put everything, served through Caddy."""

    def __init__(self, root: Path, wheel: Path) -> None:
        self.root, self.inner, self.outer = root, free_port(), free_port()
        self.home = root / "var/lib/siantar"
        self.program = [str(root / "opt/siantar/bin/siantar")]
        self.words = ["--root", str(root), "--wheel", str(wheel), "--site", sysconfig.get_path("purelib"), "--port", str(self.inner)]

    def place(self, *more: str) -> subprocess.CompletedProcess[str]:
        here = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # the Python of the packages in `--site`
        return subprocess.run(
            ["sh", SCRIPT, *self.words, *more], env=fresh.environment(PATH=here), capture_output=True, text=True, check=False
        )

    def wait_until_it_answers(self, caddy: subprocess.Popen) -> None:
        for _ in range(100):
            try:
                line = self.line()
                line.request("GET", "/live")
                line.getresponse()
                return
            except OSError:
                with suppress(subprocess.TimeoutExpired):
                    caddy.wait(0.2)
        raise AssertionError("Caddy did not answer")

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.root / "caddy/caddy/pki/authorities/local/root.crt")

    def line(self, **more) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "localhost", self.outer, context=self.trust(), source_address=(VISITOR, 0), timeout=30, **more
        )

    def raw(self) -> ssl.SSLSocket:
        return self.trust().wrap_socket(socket.create_connection(("localhost", self.outer), timeout=30), server_hostname="localhost")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("one-office")
    office = Placed(folder / "root", built(folder / "wheel"))
    answers = fresh.answers_file(folder, url=f"https://localhost:{office.outer}")
    done = office.place("--from", str(answers))
    assert done.returncode == 0, done.stdout + done.stderr
    config = folder / "Caddyfile"  # the script's own, with what two runs on one machine must not share
    apart = f"{{\n\tadmin off\n\tskip_install_trust\n\thttp_port {free_port()}\n"
    text = (office.root / "etc/caddy/Caddyfile").read_text()
    shorter = text.replace("read_body 75s", "read_body 12s")  # still longer than Siantar's own ten
    assert shorter != text
    config.write_text(re.sub(r"^\{\n", apart, shorter, count=1, flags=re.MULTILINE))
    with ExitStack() as running:
        running.enter_context(fresh.served(office.home, office.inner, program=office.program))
        log = running.enter_context((folder / "caddy.log").open("w"))
        environment = fresh.environment(XDG_DATA_HOME=str(office.root / "caddy"), HOME=str(folder))
        caddy = subprocess.Popen(
            ["caddy", "run", "--adapter", "caddyfile", "--config", config], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        running.callback(caddy.wait, 20)
        running.callback(caddy.terminate)
        office.wait_until_it_answers(caddy)
        yield office


def test_a_second_run_updates_and_overwrites_nothing(office):
    before = {name: (office.home / name).read_bytes() for name in (".env", "var/keys.json")}
    again = office.place()
    assert again.returncode == 1  # no keys of backups yet, so nothing is changed
    assert "Tidak tahu ke mana cadangannya" in again.stderr
    assert {name: (office.home / name).read_bytes() for name in before} == before
    assert office.home.stat().st_mode & 0o077 == 0
    assert not (office.home / ".answers.toml").exists()
    assert "tidak dikenal" in office.place("--warna", "biru").stderr


def test_the_page_comes_over_tls_that_the_office_s_root_vouches_for(office):
    line = office.line()
    line.request("GET", "/masuk/")
    answer = line.getresponse()
    assert (answer.status, "Strict-Transport-Security" in answer.headers) == (200, True)
    cookies = answer.headers.get_all("Set-Cookie")
    assert any(cookie.startswith("__Host-csrf=") and "Secure" in cookie for cookie in cookies), cookies
    for hidden in ("/metrics", "/ready"):
        line = office.line()
        line.request("GET", hidden)
        assert line.getresponse().status == 404


def test_a_visitor_is_counted_by_the_address_they_come_from_whatever_they_claim(office):
    line = office.line()
    line.request("GET", "/masuk/")
    answer = line.getresponse()
    page = answer.read().decode()
    cookies = "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie"))
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    body = urlencode({"csrfmiddlewaretoken": token, "login": "rina.kartika", "password": fresh.PASSWORD})
    headers = {
        "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://localhost:{office.outer}/masuk/",
        "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "Forwarded": "for=6.6.6.6",
    }  # fmt: skip
    line.request("POST", "/masuk/", body, headers)
    answer = line.getresponse()
    assert answer.status == 302, answer.read().decode()[:2000]
    assert any(cookie.startswith("__Host-siantar=") for cookie in answer.headers.get_all("Set-Cookie"))
    ask = "from allauth.usersessions.models import UserSession; print(*UserSession.objects.values_list('ip', flat=True))"
    assert fresh.run(office.home, "shell", "-v0", "-c", ask, program=office.program).stdout.strip() == VISITOR


def test_clients_that_send_half_are_let_go_and_hold_nobody_up(office):
    head = b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf"
    with ExitStack() as lines:
        bodies = [lines.enter_context(office.raw()) for _ in range(HALF_SENT)]
        for body in bodies:
            body.sendall(head)
        header = lines.enter_context(office.raw())
        header.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        for path in ("/", "/layanan/", "/masuk/", "/live") * 3:
            line = office.line()
            line.request("GET", path)
            assert line.getresponse().status == 200
        assert bodies[0].recv(4096).startswith(b"HTTP/1.1 408")
        assert not header.recv(4096).startswith(b"HTTP/1.1 2")


def test_the_units_are_sound_and_hardened(office):
    for unit in ("siantar-serve", "siantar-work"):
        file = office.root / "etc/systemd/system" / f"{unit}.service"
        text = file.read_text()
        assert "NoNewPrivileges=yes" in text
        assert "CapabilityBoundingSet=\n" in text
        command = re.search(r"ExecStart=/opt/siantar/bin/siantar (.+)", text)[1].split()
        helped = fresh.run(office.home, command[0], "--help", program=office.program)
        assert all(word in helped.stdout for word in command[1:] if word.startswith("--")), command
        if shutil.which("systemd-analyze"):
            rated = subprocess.run(["systemd-analyze", "security", "--offline=true", file], capture_output=True, text=True, check=False)
            assert float(re.search(r"level for .*: ([\d.]+)", rated.stdout)[1]) < 2, rated.stdout[-300:]


def test_the_script_says_what_is_missing():
    assert "--wheel" in subprocess.run(["sh", SCRIPT], capture_output=True, text=True, check=False).stderr
