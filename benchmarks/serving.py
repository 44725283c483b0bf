"""Server processes and the clients that measure them."""

from __future__ import annotations

import http.client
import json
import os
import re
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BINARIES = Path(sys.executable).parent
LUA = """
local paths, at = {}, 0
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
request = function() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def siantar(environment: dict[str, str]) -> Iterator[int]:
    """Siantar as in production: Granian, one worker. Yields the port."""
    port = free_port()
    with _running([str(BINARIES / "siantar"), "serve", "--port", str(port)], environment, port):
        yield port


@contextmanager
def bare(database: str) -> Iterator[int]:
    """The bare handler on the same server with the same settings."""
    port = free_port()
    command = [str(BINARIES / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "2", "--no-access-log", "benchmarks.bare:application"]
    with _running(command, {**os.environ, "BARE_DATABASE": database}, port):
        yield port


@contextmanager
def _running(command: list[str], environment: dict[str, str], port: int) -> Iterator[None]:
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(server, port)
        yield
    finally:
        server.terminate()
        server.wait(30)


def until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(600):
        assert server.poll() is None, server.args
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def requests_a_second(port: int, paths: Iterable[str], seconds: int = 5) -> float:
    """What `wrk` counts over eight connections."""
    wrk = shutil.which("wrk")
    assert wrk, "wrk is not installed: apt-get install wrk"
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder) / "paths.lua", Path(folder) / "paths.txt"
        script.write_text(LUA.replace("%%", "%"))
        listed.write_text("\n".join(paths))
        process = subprocess.run(
            [wrk, "-t1", "-c8", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}"],
            env={**os.environ, "PATHS": str(listed)}, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
    assert "Non-2xx" not in process, process
    rate = re.search(r"Requests/sec:\s+([\d.]+)", process)
    assert rate, process
    return float(rate[1])


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int, token: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}

    def get(self, path: str) -> bytes:
        self._open_again()
        self.connection.request("GET", path, headers=self.headers)
        return self._answer()

    def post(self, path: str, body: Any) -> Any:
        self._open_again()
        self.connection.request("POST", path, json.dumps(body), self.headers)
        return json.loads(self._answer())

    def _open_again(self) -> None:
        """Let go of a connection that the server has closed in a pause; the next request opens another."""
        if self.connection.sock and select.select([self.connection.sock], [], [], 0)[0]:
            self.connection.close()

    def _answer(self) -> bytes:
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status in (200, 201), (answer.status, content[:300])
        return content


def seconds_of(act: Any, times: int) -> list[float]:
    """How long each call took."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return taken


def p99(taken: list[float]) -> float:
    """The 99th percentile."""
    return statistics.quantiles(taken, n=100)[98]
