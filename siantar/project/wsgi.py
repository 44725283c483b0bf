"""The server's entry: tracking by number is answered here, everything else by Django."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
django_application = get_wsgi_application()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402

from siantar import clock  # noqa: E402
from siantar.casework import consequences, nudging  # noqa: E402
from siantar.faces.api import problems  # noqa: E402
from siantar.faces.public import fast_path  # noqa: E402

nudging.begin(lambda: consequences.relay(clock.now()))

gc.collect()
gc.freeze()  # what is loaded now stays: the collector need not walk it again in the middle of a request
gc.set_threshold(20_000, 20, 50)

Start = Callable[..., Any]
API, PAGE = "/api/v1/track/", "/t/"
Headers = list[tuple[bytes, bytes]]


def application(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """Answer as a WSGI server asks: receipts at once, everything else by Django."""
    ready = answer_at_once(environ) if asks_for_a_receipt(environ) else None
    if ready is None:
        response: Iterable[bytes] = django_application(environ, start_response)
        return response
    status, headers, body = ready
    text = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    start_response(f"{status} {HTTPStatus(status).phrase}", [*text, ("Content-Length", str(len(body)))])
    return [body]


def asks_for_a_receipt(environ: dict[str, Any]) -> bool:
    """Whether this is a plain GET for where a receipt stands."""
    path: str = environ["PATH_INFO"]
    plain = environ["REQUEST_METHOD"] == "GET" and not environ.get("QUERY_STRING")
    return plain and path.startswith((API, PAGE)) and path != PAGE and "/saya" not in path


def answer_at_once(environ: dict[str, Any]) -> tuple[int, Headers, bytes] | None:
    """The answer to `asks_for_a_receipt`: one look-up, no session, no middleware (decision 0002).

    None where the database cannot be reached this way.
    """
    answer = _answer(environ["PATH_INFO"], environ)
    if answer is None:
        return None
    headers, body = _on_the_line(answer, environ.get("HTTP_ACCEPT_ENCODING", ""))
    return answer.status, headers, body


def problem(status: int, code: str, detail: str) -> str:
    """A problem as the API tells it (RFC 9457), for what never reached it."""
    return problems.answer(status, code, detail).content.decode()


def _answer(path: str, environ: dict[str, Any]) -> fast_path.FastAnswer | None:
    etag = environ.get("HTTP_IF_NONE_MATCH", "")
    for _ in range(2):
        try:
            if path.startswith(API):
                return fast_path.as_json(unquote(path[len(API) :]), etag, at=clock.now())
            language = "en" if "django_language=en" in environ.get("HTTP_COOKIE", "") else "id"
            return fast_path.as_page(unquote(path[len(PAGE) :]), language, etag, at=clock.now())
        except (OperationalError, InterfaceError):
            connection.close()
    return None


def _on_the_line(answer: fast_path.FastAnswer, accepted: str) -> tuple[Headers, bytes]:
    """Headers and body; pages compressed, and then with a weak ETag (RFC 9110, 8.8.1)."""
    headers, body, weak = [("Content-Type", answer.kind), *fast_path.common()], answer.body, ""
    if answer.kind.startswith("text/html"):
        headers.append(("Vary", "Accept-Encoding, Cookie"))
        if answer.status == 200 and "gzip" in accepted:
            headers.append(("Content-Encoding", "gzip"))
            body, weak = fast_path.compressed(body), "W/"
    if answer.etag:
        headers.append(("ETag", f'{weak}"{answer.etag}"'))
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers], body
