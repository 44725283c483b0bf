"""What a worker says of itself: a row every few seconds, and where asked for an answer over HTTP for who minds it.

The thread that says it is not the one that works: a worker that is stuck in a job still says in which one, and since
when. What it cannot write down (the database is away) it does not claim over HTTP either.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import DatabaseError, connection

from siantar.clock import Source
from siantar.directory import worker_signs
from siantar.directory.models import WorkerSign
from siantar.directory.worker_signs import MachineWork
from siantar.project.signs import LIVE, READY
from siantar.rules.identifiers import uuid7

log = logging.getLogger("siantar.work")


@dataclass
class WorkState:
    """What this worker is at; written by the thread that works, read by the one that tells."""

    sign: WorkerSign
    now: Source
    at_job: tuple[str, datetime | None] = ("", None)
    written_at: datetime | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def doing(self, job: str) -> Iterator[None]:
        """The job that is done inside."""
        self.at_job = job, self.now()
        try:
            yield
        finally:
            self.at_job = "", None

    def tell(self) -> None:
        """Write the sign down; a database that is away is told to the log, and asked again at the next turn."""
        self.sign.heard_at = self.now()
        self.sign.job, self.sign.job_since = self.at_job
        try:
            worker_signs.give(self.sign)
            self.written_at = self.sign.heard_at
        except DatabaseError:
            log.warning("the worker's sign of life could not be written")
        finally:
            connection.close()

    def well(self) -> tuple[bool, dict[str, object]]:
        """Whether it works, as far as who minds it should know: its sign was written, and no job holds it for ever."""
        at, (job, since) = self.now(), self.at_job
        if self.written_at is None:
            return False, {"status": "unready", "database": "away"}
        work = MachineWork(self.sign.machine, self.written_at, job, since)
        status = "unready" if work.is_silent(at) or work.is_stuck(at) else "ok"
        seconds = round((at - since).total_seconds()) if since else 0
        return status == "ok", {"status": status, "job": job, "seconds": seconds}


def begun(now: Source) -> WorkState:
    """The state of a worker that begins on this machine."""
    at = now()
    return WorkState(worker_signs.first_sign(uuid7(at), socket.gethostname(), at), now)


def keep_telling(state: WorkState) -> None:
    """A sign at once and every few seconds from then on, until it has ended."""
    while True:
        state.tell()
        if state.ended.wait(worker_signs.BETWEEN):
            return


@contextmanager
def answering(state: WorkState, host: str, port: int) -> Iterator[int]:
    """Answer `/live` and `/ready` there (0: any free port) until the block ends; the port. Raises OSError."""

    class Door(BaseHTTPRequestHandler):
        """One question."""

        def do_GET(self) -> None:
            """200 or 503, and why."""
            status, words = _answer(state, self.path)
            body = json.dumps(words).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nobody wants a line every second."""

    server = ThreadingHTTPServer((host, port), Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="sign", daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _answer(state: WorkState, path: str) -> tuple[int, dict[str, object]]:
    if path == LIVE:
        return 200, {"status": "ok"}
    if path != READY:
        return 404, {"status": "unknown"}
    well, words = state.well()
    return 200 if well else 503, words
