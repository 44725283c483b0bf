"""One HTTP request to the outside: vetted address, no redirect, bounded in size and in time as a whole."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from siantar.outward import destinations

SECONDS = 10.0
LARGEST = 64 * 1024
_PIECE = 16 * 1024


class BadAddress(ValueError):
    """The address is none a request can go to."""


class Unanswered(Exception):
    """Nobody answered, not whole, or not in time; `why` names the kind of failure without address or content."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


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
    ends_at = time.monotonic() + bounds.seconds
    try:
        connection.request(method, path, body or None, dict(headers))
        answer = connection.getresponse()
        content = _read(connection, answer, ends_at, bounds.largest)
        return FarAnswer(answer.status, content, {name.lower(): value for name, value in answer.getheaders()})
    except (OSError, http.client.HTTPException) as problem:
        raise Unanswered(type(problem).__name__) from problem
    except ValueError as problem:  # a header or path that cannot be sent
        raise BadAddress(method) from problem
    finally:
        connection.close()


def _opened(url: str, seconds: float) -> tuple[http.client.HTTPConnection, str]:
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
    if parts.scheme == "https":
        return _Https(parts.hostname, port, address, seconds), path
    return _Http(parts.hostname, port, address, seconds), path


def _read(
    connection: http.client.HTTPConnection, answer: http.client.HTTPResponse, ends_at: float, largest: int
) -> bytes:
    """The body, piece by piece: who sends a byte a second is given up too."""
    content = b""
    while len(content) < largest:
        left = ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if connection.sock is not None:
            connection.sock.settimeout(left)
        piece = answer.read1(min(_PIECE, largest - len(content)))
        if not piece:
            break
        content += piece
    if answer.length and len(content) < largest:
        raise http.client.IncompleteRead(content, answer.length)
    return content


class _Http(http.client.HTTPConnection):
    """Connects to the address that was vetted, whatever the name answers now."""

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address

    def connect(self) -> None:
        """Open the line."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)


class _Https(http.client.HTTPSConnection):
    """The same behind TLS; the certificate must be the name's."""

    def __init__(self, host: str, port: int, address: str, seconds: float) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self._tls)
        self._address = address

    def connect(self) -> None:
        """Open the line and greet as the name."""
        line = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(line, server_hostname=self.host)
