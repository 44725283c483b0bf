"""A far end on loopback that keeps what came, and the office it is told by."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import standardwebhooks.webhooks as standard

from siantar.casework.consequences import relay_all
from siantar.directory.models import User
from siantar.rules.access import Actor
from siantar.rules.vocabulary import Role
from siantar.webhooks import sending, settling, subscribing
from siantar.webhooks.models import Subscription
from tests.clock import CLOCK
from tests.people import OFFICE, given_town


class Far(BaseHTTPRequestHandler):
    """Keeps what comes, and answers as its server says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.gate.wait(20)
        with self.server.lock:
            self.server.came.append((dict(self.headers), body.decode()))
        status = self.server.answers(body.decode())
        self.send_response(status)
        content = self.server.words.encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words):
        pass


class FarEnd(ThreadingHTTPServer):
    """A subscriber's server: `status` for all, or `answers` by what came; closed `gate`: it does not answer yet."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Far)
        self.came, self.status, self.words, self.lock = [], 200, "diterima", threading.Lock()
        self.gate = threading.Event()
        self.gate.set()
        self.answers = lambda _body: self.status

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/kabar"


@pytest.fixture
def far_ends() -> Iterator[list[FarEnd]]:
    ends = [FarEnd(), FarEnd()]
    threads = [threading.Thread(target=end.serve_forever, kwargs={"poll_interval": 0.01}) for end in ends]
    for thread in threads:
        thread.start()
    yield ends
    for end, thread in zip(ends, threads, strict=True):
        end.gate.set()
        end.shutdown()
        thread.join()
        end.server_close()


@pytest.fixture
def far_end(far_ends) -> FarEnd:
    return far_ends[0]


@pytest.fixture(autouse=True)
def nothing_on_the_way() -> Iterator[None]:
    yield
    for future in list(sending._on_the_way):
        future.result()
    sending._on_the_way.clear()


@pytest.fixture
def town(db):
    town = given_town()
    user = User.objects.create_user("admin", password="rahasia-uji", office_id=OFFICE, roles=[Role.ADMINISTRATOR])
    town.people["admin"] = Actor(str(user.pk), OFFICE, frozenset({Role.ADMINISTRATOR}))
    return town


@pytest.fixture(autouse=True)
def standards_clock(monkeypatch):
    """The standard's library reads the time it verifies by where tests set it."""

    class Now(standard.datetime):
        @classmethod
        def now(cls, tz=None):
            return CLOCK.at.astimezone(tz)

    monkeypatch.setattr(standard, "datetime", Now)


def subscribed(town, url: str, *types: str) -> tuple[Subscription, str]:
    wish = subscribing.SubscriptionWish(url, types or ("application.*",))
    return subscribing.subscribe(wish, by=town.people["admin"], at=CLOCK.at)


def work() -> None:
    """What the worker does until nothing more is to be done now."""
    relay_all(CLOCK.at)
    while sending.send_due(CLOCK.at) or not sending.is_idle():
        pass


__all__ = ["FarEnd", "settling", "subscribed", "work"]
