"""What an attacker's program does: browsers that keep cookies, requests half sent, many hands at once."""

from __future__ import annotations

import http.client
import http.cookiejar
import re
import socket
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

from tests.journeys.conftest import Siantar

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    """What the server said; `url` is where it led."""

    status: int
    text: str
    url: str


class Browser:
    """A browser without a past; every request comes on a connection of its own, so that both processes meet it."""

    def __init__(self, home: Siantar) -> None:
        self.home, self.jar = home, http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> Answer:
        """GET, or POST of these fields."""
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(f"{self.home.url}{path}", data, headers)
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return Answer(answer.status, answer.read().decode(), answer.url)
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read().decode(), refused.url)

    def post(self, path: str, fields: dict[str, str], *, page: str = "") -> Answer:
        """Send the form of a page as the page would, with its token."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(page or path).text)
        return self.ask(path, {**fields, "csrfmiddlewaretoken": token[1] if token else ""})

    def log_in(self, name: str, password: str) -> Answer:
        return self.post("/masuk/", {"login": name, "password": password})


def at_once(act: Callable[[int], Answer], times: int) -> list[Answer]:
    """The same by eight hands."""
    with ThreadPoolExecutor(8) as hands:
        return list(hands.map(act, range(times)))


def line_to(home: Siantar) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(home.url.rpartition(":")[2])), timeout=PATIENCE)


def raw(home: Siantar, *pieces: bytes) -> bytes:
    """What comes back for these bytes until the server closes, or says nothing for two seconds."""
    with line_to(home) as line:
        for piece in pieces:
            line.sendall(piece)
        line.settimeout(2)
        return b"".join(_pieces(line))


def _pieces(line: socket.socket) -> Iterable[bytes]:
    try:
        while piece := line.recv(65536):
            yield piece
    except (TimeoutError, ConnectionError):
        return


def half_sent(home: Siantar, number: int) -> socket.socket:
    """A request of which only the beginning comes: in its head or in its body, by turns."""
    path = ("/t/000000000000", "/api/v1/events", "/masuk/", "/pengaduan/")[number % 4]
    line = line_to(home)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    line.sendall((head if number % 5 == 0 else f"{head}Content-Length: 1000\r\n\r\npin=").encode())
    return line


def slowest_of_hundred(home: Siantar, path: str, times: int) -> float:
    """The 99th percentile of how long a page takes, in seconds, each time on a new connection."""
    port, taken = int(home.url.rpartition(":")[2]), []
    for _ in range(times):
        begun = perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        line.close()
        assert answer.status == 200
        taken.append(perf_counter() - begun)
    return sorted(taken)[int(times * 0.99) - 1]
