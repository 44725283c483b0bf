"""One HTTP request to the outside: vetted address, no redirect, bounded in size and in time as a whole."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

from siantar.outward import destinations

SECONDS = 10.0
LARGEST = 64 * 1024


class BadAddress(ValueError):
    """The address is none a request can go to."""


class Unanswered(Exception):
    """Nobody answered, not whole, or not in time; `why` names the kind of failure without address or content.

    `reached`: whether the line was open, so that the far end may have taken what was sent. `headers`: those of an
    answer that broke off.
    """

    def __init__(self, why: str, *, reached: bool = False, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(why)
        self.why, self.reached, self.headers = why, reached, headers


@dataclass(frozen=True, slots=True)
class FarAnswer:
    """What came back: at most `largest` bytes of it."""

    status: int
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long the whole exchange may take, in seconds, and how much of the answer is read, in bytes."""

    seconds: float = SECONDS
    largest: int = LARGEST


WITHIN = Bounds()


def request(method: str, url: str, headers: Mapping[str, str], body: bytes = b"", bounds: Bounds = WITHIN) -> FarAnswer:
    """Send and read. Raises BadAddress, destinations.NotAllowed, Unanswered."""
    connection, path = _opened(url, bounds.seconds)
    reached, came = False, {}
    try:
        connection.connect()
        reached = True
        connection.request(method, path, body or None, dict(headers))
        answer = connection.getresponse()
        came = {name.lower(): text for name, text in answer.getheaders()}
        content = answer.read(bounds.largest)
        if connection.was_cut:
            raise TimeoutError
        if answer.length and len(content) < bounds.largest:
            raise http.client.IncompleteRead(content, answer.length)
        return FarAnswer(answer.status, content, came)
    except (OSError, http.client.HTTPException) as problem:
        raise Unanswered(type(problem).__name__, reached=reached, headers=came) from problem
    except ValueError as problem:  # a header or path that cannot be sent
        raise BadAddress(method) from problem
    finally:
        connection.end()


def _opened(url: str, seconds: float) -> tuple[_Line, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as problem:
        raise BadAddress("url") from problem
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise BadAddress("url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        address = destinations.address_of(parts.hostname, port)
    except destinations.NotFound as problem:
        raise Unanswered("NotFound") from problem
    line = _SealedLine if parts.scheme == "https" else _Line
    return line(parts.hostname, port, address, seconds), path


class _Line(http.client.HTTPConnection):
    """Connects to the address that was vetted, whatever the name answers now; is cut when the time is over.

    A limit of each single step would let in who sends a byte now and then.
    """

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._line: socket.socket | None = None
        self.was_cut = False
        self._alarm = threading.Timer(seconds, self._cut)
        self._alarm.daemon = True

    def connect(self) -> None:
        """Open the line."""
        self._take(socket.create_connection((self._address, self.port), self.timeout))
        self._alarm.start()

    def end(self) -> None:
        """Whatever came of it: nothing waits and nothing is open any more."""
        self._alarm.cancel()
        self.close()

    def _take(self, line: socket.socket) -> None:
        self.sock = self._line = line  # the library lets go of its own as soon as the far end means to close

    def _cut(self) -> None:
        self.was_cut = True
        if self._line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)  # of the line, not of the TLS read above it


class _SealedLine(_Line):
    """The same behind TLS; the certificate must be the name's."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Open the line and greet as the name."""
        super().connect()
        tls = ssl.create_default_context()
        sealed = tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        self._take(sealed)
        sealed.do_handshake()
