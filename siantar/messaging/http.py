"""HTTP to providers: one request, a limit in time and size, no redirects, no address or content in any log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from siantar.messaging.channels.base import Never, TryLater, WrongSettings
from siantar.outward import destinations
from siantar.outward import http as outward
from siantar.rules.plain_number import plain_number

BUSY = frozenset({408, 425, 429})
ABOUT_US = BUSY | {401, 402, 403}  # statuses that say nothing of the letter: a limit, or the office's account


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


def request(method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"") -> Reply:
    """Send and read the reply.

    Raises TryLater when nobody answers, WrongSettings for an address that is none or that nobody allowed.
    """
    try:
        answer = outward.request(method, url, headers, body)
    except outward.Unanswered as problem:
        raise TryLater(f"unreachable {problem.why}") from problem
    except destinations.NotAllowed as problem:
        raise WrongSettings("settings inside") from problem
    except outward.BadAddress as problem:
        raise WrongSettings("settings request") from problem
    return Reply(answer.status, answer.body, seconds(answer.headers.get("retry-after")))


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


def seconds(header: str | None) -> timedelta | None:
    """Read Retry-After in seconds; None for a date, so that our own waiting counts."""
    wait = plain_number(header or "")
    return None if wait is None else timedelta(seconds=min(wait, 24 * 3600))
