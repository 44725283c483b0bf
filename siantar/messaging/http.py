"""HTTP to providers: one request, a limit in time and size, no redirects, no address or content in any log."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from siantar.messaging.channels.base import Never, TryLater, WrongSettings

TIMEOUT = 10.0
BUSY = frozenset({408, 425, 429})
ABOUT_US = BUSY | {401, 402, 403}  # statuses that say nothing of the letter: a limit, or the office's account
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    body: bytes
    retry_after: timedelta | None = None

    def as_json(self) -> Any:
        """Read the body as JSON; empty when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return {}


def request(method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", timeout: float = TIMEOUT) -> Reply:
    """Send and read the reply. Raises TryLater when nobody answers, WrongSettings for an address that is none."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise WrongSettings("settings url")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = _connection(parts.scheme, parts.hostname, parts.port, timeout)
        try:
            connection.request(method, path, body or None, dict(headers))
            answer = connection.getresponse()
            content = answer.read(LARGEST)
            return Reply(answer.status, content, seconds(answer.getheader("Retry-After")))
        finally:
            connection.close()
    except (OSError, http.client.HTTPException) as problem:
        raise TryLater(f"unreachable {type(problem).__name__}") from problem
    except ValueError as problem:  # a header or path that cannot be sent
        raise WrongSettings("settings request") from problem


def require_taken(reply: Reply, code: str = "") -> None:
    """Let 2xx pass. 408, 425, 429 and 5xx are TryLater, 401, 402 and 403 WrongSettings, the rest Never."""
    if 200 <= reply.status < 300:
        return
    problem = f"answered {reply.status} {code}".strip()[:200]
    if reply.status in BUSY or reply.status >= 500:
        raise TryLater(problem, reply.retry_after)
    if reply.status in ABOUT_US:
        raise WrongSettings(problem)
    raise Never(problem)


def _connection(scheme: str, host: str, port: int | None, timeout: float) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=timeout)


def seconds(header: str | None) -> timedelta | None:
    """Read Retry-After in seconds; None for a date, so that our own waiting counts."""
    if header is None or not header.strip().isdigit():
        return None
    return timedelta(seconds=min(int(header.strip()), 24 * 3600))
