"""A name for each request, so that what somebody saw and what the log has are found together."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

CURRENT: ContextVar[str] = ContextVar("request_id", default="")
_GOOD = re.compile(r"[A-Za-z0-9-]{8,64}")

log = logging.getLogger("siantar.request")


class RequestId:
    """Middleware: the id of the proxy in front, or a new one; in the answer as `X-Request-Id`, and in each line of log.

    The line of a request names the pattern of its address, never the address: no receipt, no token, nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the request, answer it, log it."""
        sent = request.headers.get("X-Request-Id", "")
        id = sent if _GOOD.fullmatch(sent) else uuid4().hex
        token, began = CURRENT.set(id), time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = id
            more = {
                "method": request.method,
                "route": route_of(request),
                "status": response.status_code,
                "ms": round((time.monotonic() - began) * 1000),
            }
            log.info("request", extra={"more": more})
            return response
        finally:
            CURRENT.reset(token)


def route_of(request: HttpRequest) -> str:
    """The pattern of the address; empty where no page has it."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else ""
