"""The server's entry under Granian: a body is read whole, bounded in size and time, before a thread is taken.

Whoever sends half a request holds a coroutine and not one of the few threads; whoever reads slowly gets an answer that
is whole already. Behind this shell stands the unchanged WSGI application.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from siantar.project import request_counts, signs, wsgi
from siantar.project.request_counts import LOOK_UP, UNREAD

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

KILOBYTE = 1024
PIECE, IN_MEMORY = 64 * KILOBYTE, 1024 * KILOBYTE
# Five hundred events with notes are half a megabyte; photos, signatures, portraits, borders and old books are larger.
UPLOADS = (
    "/api/v1/proofs",
    "/kurir/bukti/",
    "/naskah/pengaturan/",
    "/pengaturan/kelurahan/batas/",
    "/pengaturan/register-lama/periksa/",
    "/admin/",
)
MOST, MOST_UPLOADED = 2048 * KILOBYTE, 12 * 1024 * KILOBYTE
SECONDS, SECONDS_UPLOADING = 10.0, 60.0

# Residents who ask for a receipt never wait behind an officer's long page.
_look_ups = ThreadPoolExecutor(1, thread_name_prefix="look-up")
_threads = ThreadPoolExecutor(int(os.environ.get("SIANTAR_THREADS", "2")), thread_name_prefix="django")


class Unread(Exception):
    """A body that did not come as it must; `status` answers it."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one request."""
    if scope["type"] != "http":
        return
    environ = environ_of(scope)
    loop = asyncio.get_running_loop()
    if scope["method"] == "GET" and scope["path"] in signs.PATHS:
        await _send(send, *await signs.answer(scope["path"], lambda: _whole(environ)))
        return
    if wsgi.asks_for_a_receipt(environ):
        ready = await loop.run_in_executor(_look_ups, wsgi.answer_at_once, environ)
        if ready is not None:
            request_counts.counts().add(LOOK_UP, ready[0])
            await _send(send, *ready)
            return
    try:
        body = await read_body(scope, receive)
    except Unread as problem:
        request_counts.counts().add(UNREAD, problem.status)
        await _send(send, problem.status, *_refusal(scope["path"], problem.status))
        return
    with body:
        status, headers, answer = await loop.run_in_executor(_threads, _answer, environ, body)
    with answer:
        await _send_file(send, status, headers, answer)


async def read_body(scope: Scope, receive: Receive) -> IO[bytes]:
    """The whole body. Raises Unread (408, 413, 400 for one that was cut)."""
    uploads = str(scope["path"]).startswith(UPLOADS)
    most, seconds = (MOST_UPLOADED, SECONDS_UPLOADING) if uploads else (MOST, SECONDS)
    announced = _announced(scope["headers"])
    if announced is not None and announced > most:
        raise Unread(413)
    body: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - handed on open
    try:
        async with asyncio.timeout(seconds):
            length = await _take_in(receive, body, most)
        if announced is not None and length != announced:
            raise Unread(400)
    except TimeoutError as error:
        body.close()
        raise Unread(408) from error
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _take_in(receive: Receive, body: IO[bytes], most: int) -> int:
    length = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Unread(400)  # who only stopped sending still reads; to who is gone it is said in vain
        length += len(message.get("body", b""))
        if length > most:
            raise Unread(413)
        body.write(message.get("body", b""))
        if not message.get("more_body", False):
            return length


def _announced(headers: Headers) -> int | None:
    lengths = {value for name, value in headers if name == b"content-length"}
    if not lengths:
        return None
    length = lengths.pop()
    if lengths or not length.isdigit():
        raise Unread(400)
    return int(length)


def environ_of(scope: Scope) -> dict[str, Any]:
    """The request as WSGI tells it (PEP 3333); headers with an underscore cannot pose as others."""
    host, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" not in name:
            _put_header(environ, name.decode("latin-1").upper().replace("-", "_"), value.decode("latin-1"))
    return environ


def _put_header(environ: dict[str, Any], name: str, value: str) -> None:
    key = name if name in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{name}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


def _answer(environ: dict[str, Any], body: IO[bytes]) -> tuple[int, Headers, IO[bytes]]:
    """Let Django answer, in a thread; the answer is whole when the thread is free again."""
    body.seek(0, os.SEEK_END)
    environ["CONTENT_LENGTH"] = str(body.tell())
    body.seek(0)
    started: list[tuple[str, list[tuple[str, str]]]] = []
    answer: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - handed on open

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], int]:
        started.append((status, headers))
        return answer.write

    response = wsgi.django_application({**environ, "wsgi.input": body}, start_response)
    try:
        for piece in response:
            answer.write(piece)
    finally:
        if hasattr(response, "close"):
            response.close()
    answer.seek(0)
    status, fields = started[-1]
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]
    return int(status[:3]), headers, answer


def _whole(environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
    """What Django answers to a request without a body."""
    status, headers, answer = _answer(environ, io.BytesIO())
    with answer:
        return status, [line for line in headers if line[0] != b"content-length"], answer.read()


def _refusal(path: str, status: int) -> tuple[Headers, bytes]:
    """Why the body was not taken, and what to do next."""
    sentence = {
        400: "Kiriman terputus di tengah jalan. Kirim sekali lagi.",
        408: "Kiriman terlalu lama sampai. Periksa sambungan, lalu kirim sekali lagi.",
        413: "Kiriman terlalu besar. Kirim foto yang lebih kecil atau bagi menjadi beberapa kiriman.",
    }[status]
    if path.startswith("/api/"):
        code = {400: "bad_request", 408: "too_slow", 413: "too_large"}[status]
        text, kind = wsgi.problem(status, code, sentence), b"application/problem+json"
    else:
        text, kind = sentence, b"text/plain; charset=utf-8"
    return [(b"content-type", kind), (b"connection", b"close"), (b"cache-control", b"no-store")], text.encode()


async def _send(send: Send, status: int, headers: Headers, body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    plain = [(name.lower(), value) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, length]})
    await send({"type": "http.response.body", "body": body})


async def _send_file(send: Send, status: int, headers: Headers, body: IO[bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    while piece := body.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
