"""The peer of the tracking look-up: a bare WSGI handler with one query and nothing else."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

ADDRESS = os.environ["BARE_DATABASE"]
QUERY = "SELECT body, etag FROM casework_trackrow WHERE receipt_number = "
_local = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the body of the receipt in the path."""
    number = environ["PATH_INFO"].rpartition("/")[2]
    if not hasattr(_local, "connection"):
        bare = psycopg.connect(ADDRESS, autocommit=True) if ADDRESS.startswith("postgres") else sqlite3.connect(ADDRESS)
        _local.connection = bare
    mark = "%s" if ADDRESS.startswith("postgres") else "?"
    body, etag = _local.connection.execute(QUERY + mark, (number,)).fetchone()
    content = body.encode()
    start_response(
        "200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content))), ("ETag", etag)]
    )
    return [content]
