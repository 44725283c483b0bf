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

from siantar.faces.public import fast_path  # noqa: E402

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
            headers, body = _on_the_line(answer, environ.get("HTTP_ACCEPT_ENCODING", ""))
            start_response(STATUS[answer.status], headers)
            return [body]
    response: Iterable[bytes] = django_application(environ, start_response)
    return response


def _answer(path: str, environ: dict[str, Any]) -> fast_path.FastAnswer | None:
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


def _on_the_line(answer: fast_path.FastAnswer, accepted: str) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body; pages compressed, and then with a weak ETag (RFC 9110, 8.8.1)."""
    headers, body, weak = [("Content-Type", answer.kind), *fast_path.COMMON], answer.body, ""
    if answer.kind.startswith("text/html"):
        headers.append(("Vary", "Accept-Encoding, Cookie"))
        if answer.status == 200 and "gzip" in accepted:
            headers.append(("Content-Encoding", "gzip"))
            body, weak = fast_path.compressed(body), "W/"
    if answer.etag:
        headers.append(("ETag", f'{weak}"{answer.etag}"'))
    return [*headers, ("Content-Length", str(len(body)))], body
