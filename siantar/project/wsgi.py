"""The server's entry: tracking by number is answered here, everything else by Django."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
django_application = get_wsgi_application()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from siantar import clock  # noqa: E402
from siantar.casework import consequences, nudging  # noqa: E402
from siantar.faces.public import fast_path  # noqa: E402

nudging.begin(lambda: consequences.relay(clock.now()))

gc.collect()
gc.freeze()  # what is loaded now stays: the collector need not walk it again in the middle of a request
gc.set_threshold(20_000, 20, 50)

Start = Callable[..., Any]
API, PAGE = "/api/v1/track/", "/t/"
STATUS = {200: "200 OK", 304: "304 Not Modified", 404: "404 Not Found"}


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer a GET for a receipt at once: one look-up, no session, no middleware (decision 0002)."""
    path: str = environ["PATH_INFO"]
    asked = environ["REQUEST_METHOD"] == "GET" and path.startswith((API, PAGE)) and not environ.get("QUERY_STRING")
    if asked and path != PAGE and "/saya" not in path:
        answer = _answer(path, environ)
        if answer is not None:
            start_response(STATUS[answer.status], _headers(answer))
            return [answer.body]
    response: Iterable[bytes] = django_application(environ, start_response)
    return response


def _answer(path: str, environ: dict[str, Any]) -> fast_path.Answer | None:
    etag = environ.get("HTTP_IF_NONE_MATCH", "")
    for _ in range(2):
        try:
            if path.startswith(API):
                return fast_path.as_json(unquote(path[len(API) :]), etag)
            language = "en" if "django_language=en" in environ.get("HTTP_COOKIE", "") else "id"
            return fast_path.as_page(unquote(path[len(PAGE) :]), language, etag)
        except (OperationalError, InterfaceError):
            connection.close()
    return None


def _headers(answer: fast_path.Answer) -> list[tuple[str, str]]:
    headers = [("Content-Type", answer.kind), ("Content-Length", str(len(answer.body))), *fast_path.COMMON]
    return [*headers, ("ETag", f'"{answer.etag}"')] if answer.etag else headers
