"""Lines of log: for a console, or as JSON (`SIANTAR_LOG=json`) for machines that collect them; no personal data."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from siantar.faces.frame import request_ids

SLOW_SECONDS = 0.5
LONGEST = 2000  # of a statement

slow = logging.getLogger("siantar.slow")


_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def _at(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


class AsLine(logging.Formatter):
    """A record in one line, its time in UTC. Nobody forges a line: what a message or fault has of more is indented."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002
        """When it was written: `2026-11-28T00:00:00.250Z`."""
        return f"{_at(record).replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record, with the lines of a fault below it."""
        written = _CONTROLS.sub(lambda sign: sign[0].encode("unicode_escape").decode(), super().format(record))
        return written.replace("\n", "\n    ")


class AsJson(logging.Formatter):
    """One object a line. Faults are told by their type and place: their words may quote a row."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {
            "at": _at(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
        }
        if id := request_ids.CURRENT.get():
            line["request_id"] = id
        line |= getattr(record, "more", {})
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Its words; of a request the pattern in place of the address, which may hold a receipt or a token."""
    request = getattr(record, "request", None)
    if request is None:
        return record.getMessage()
    words = str(record.args[0]) if isinstance(record.args, tuple) and record.args else str(record.msg)
    return f"{words} {request_ids.route_of(request)}"


def _where(traceback: Any) -> list[str]:
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places


def watch_statements(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Tell the log of each statement that takes long: its text with the places of its parameters, never these."""
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.monotonic() - began
        if seconds >= SLOW_SECONDS:
            slow.warning("slow statement, %s ms: %s", round(seconds * 1000), str(sql)[:LONGEST])
