"""The public answer of a receipt, prepared at the time of writing so that reading it is one look-up."""

from __future__ import annotations

import hashlib
import json
import select
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet
from zlib import crc32
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import pq
from psycopg.pq import ConnStatus, ExecStatus

from siantar.catalogue import words
from siantar.directory.models import Office
from siantar.rules import message_safety, promise, reasons, stations
from siantar.rules.history import Progress
from siantar.rules.journey import State
from siantar.rules.promise import clock_of
from siantar.rules.way import Course, Finish, agencies, finish_of, return_of

_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Face:
    """What is public and fixed of an application; `applicant` is not: it keeps words that name them out."""

    receipt_number: str
    service: str
    office: str
    zone: str
    applicant: str


@cache
def office_name(code: str) -> str:
    """The name of an office, read once a request and a turn of a job; the code itself when it is not known here."""
    return Office.objects.filter(code=code).values_list("name", flat=True).first() or code


def read_names_again(**_signal: object) -> None:
    """Forget the names of offices: another process may have changed one since."""
    office_name.cache_clear()


def row(face: Face, progress: Progress) -> tuple[str, str, str, str]:
    """The track row: receipt number, JSON body, ETag, and no forecast: what was foretold before an event is over."""
    body = _compact(answer(face, progress))
    return face.receipt_number, body, hashlib.sha256(body.encode()).hexdigest()[:32], ""


def answer(face: Face, progress: Progress) -> Mapping[str, Any]:
    """What anyone who knows the number may see (interface.md): nothing personal."""
    zone = ZoneInfo(face.zone)
    stage = progress.state.stage
    passed = ways(progress)
    return {
        "receipt_number": face.receipt_number,
        "service": face.service,
        "office": office_name(face.office),
        "stage": stage,
        "label": words.label(stage, way=passed[-1]),
        "agency": passed[-1].agency or None,
        "finish": passed[-1].finish,
        "clock": clock_of(stage),
        "since": _local(progress.timeline[-1].at, zone),
        "promised_at": _local(progress.promised_at, zone) if progress.promised_at else None,
        "overdue": False if promise.runs(progress) else None,
        "expected": _expected(progress, zone),
        "attempt": progress.state.attempts,
        "hold": progress.state.hold or None,
        "failure": progress.failure or None,
        "reason": _words(face, progress) or None,
        "missing": [paper.name for paper in progress.missing_papers],
        "method": progress.state.method,
        "carrier": _carrier(progress.state),
        "return": return_of(progress),
        "timeline": [
            {
                "stage": entry.stage,
                "label": words.label(entry.stage, way=way),
                "at": _local(entry.at, zone),
                "office": office_name(entry.office),
                **({"agency": way.agency} if way.agency else {}),
            }
            for entry, way in zip(progress.timeline, passed, strict=True)
        ],
        "ahead": [
            {
                "stage": station.stage,
                "label": words.label(station.stage, way=(way := _way_at(station, passed[-1]))),
                **({"agency": way.agency} if way.agency else {}),
            }
            for station in stations.ahead(progress)
        ],
        "next": words.next_step(stage, way=passed[-1]),
    }


def _carrier(state: State) -> Mapping[str, str] | None:
    """The outside carrier that took it, the number it has there, and where the carrier tells of it (may be empty)."""
    if not state.carrier:
        return None
    return {"name": state.carrier, "number": state.shipment, "link": state.carrier_link}


def _way_at(station: stations.Station, way: Course) -> Course:
    return replace(way, agency=office_name(station.agency) if station.agency else "")


def ways(progress: Progress) -> list[Course]:
    """For each line of the story, what the name of its stage depends on; the last is the file's own."""
    finish, attempts = finish_of(progress.path), progress.state.attempts
    codes = agencies(progress.path, [entry.stage for entry in progress.timeline])
    carrier = progress.state.carrier
    return [Course(office_name(code) if code else "", finish, attempts, carrier) for code in codes]


def way_in(track: Mapping[str, Any]) -> Course:
    """What the names of a file's stages depend on, read from its public answer."""
    finish = Finish(track.get("finish", Finish.BACK))
    carrier = (track.get("carrier") or {}).get("name", "")
    return Course(track.get("agency") or "", finish, track["attempt"] or 0, carrier)


def _words(face: Face, progress: Progress) -> str:
    """Why the file stands as it does, in the officer's words, where they give nothing away."""
    other = reasons.OTHER in (progress.state.hold, progress.failure)
    if not other and progress.state.stage not in reasons.TOLD_OPENLY:
        return ""
    return message_safety.words_to_tell(progress.words, face.applicant, host=urlsplit(settings.SIANTAR_BASE_URL).netloc)


def _expected(progress: Progress, zone: ZoneInfo) -> Mapping[str, str] | None:
    if progress.expected is None:
        return None
    begins, ends = progress.expected
    return {"from": _local(begins, zone), "to": _local(ends, zone)}


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")


LOOK_UP = "SELECT body, etag, forecast FROM casework_trackrow WHERE receipt_number = "
NOTHING = b'"expected":null'
_STATEMENT = b"siantar_look_up"
_prepared_on: WeakSet[psycopg.Connection[Any]] = WeakSet()


def look_up(
    receipt_number: str, alias: str = DEFAULT_DB_ALIAS, patience: float | None = None
) -> tuple[bytes, str] | None:
    """The prepared JSON body and ETag of a receipt: one prepared query, because every resident asks here.

    `patience`: seconds after which PostgreSQL is taken for lost (OperationalError); None waits as long as it takes.
    """
    database = connections[alias]
    database.ensure_connection()
    with database.wrap_database_errors:
        if database.vendor == "postgresql":
            columns = _by_libpq(database.connection, receipt_number, patience)
            return _foretold(columns[0], columns[1].decode(), columns[2]) if columns else None
        track_row = database.connection.execute(LOOK_UP + "?", (receipt_number,)).fetchone()
        return _foretold(track_row[0].encode(), track_row[1], track_row[2].encode()) if track_row else None


def _by_libpq(
    connection: psycopg.Connection[Any], receipt_number: str, patience: float | None
) -> tuple[bytes, bytes, bytes] | None:
    """One call of libpq: psycopg's own cursor costs as much again as the query (decision 0002)."""
    server, values = connection.pgconn, [receipt_number.encode()]
    if patience is not None:
        server.send_query_params(f"{LOOK_UP}$1".encode(), values)
        answer = _awaited(server, patience)
    elif settings.SIANTAR_POOLED:  # the next connection knows nothing of what this one has prepared
        answer = server.exec_params(f"{LOOK_UP}$1".encode(), values)
    else:
        if connection not in _prepared_on:
            _require(server.prepare(_STATEMENT, f"{LOOK_UP}$1".encode()), ExecStatus.COMMAND_OK, connection)
            _prepared_on.add(connection)
        answer = server.exec_prepared(_STATEMENT, values)
    _require(answer, ExecStatus.TUPLES_OK, connection)
    body, etag = answer.get_value(0, 0), answer.get_value(0, 1)
    return (body, etag, answer.get_value(0, 2) or b"") if body and etag else None


def _awaited(server: pq.abc.PGconn, patience: float) -> pq.abc.PGresult:
    """The answer to what was sent. Raises OperationalError where it takes longer than this many seconds."""
    while server.is_busy():
        if not select.select([server.socket], [], [], patience)[0]:
            raise psycopg.OperationalError("the database does not answer")
        server.consume_input()
    answer = server.get_result()
    while server.get_result() is not None:
        pass
    if answer is None:
        raise psycopg.OperationalError("the connection is lost")
    return answer


def _foretold(body: bytes, etag: str, forecast: bytes) -> tuple[bytes, str]:
    """The answer with the forecast where nothing surer is expected."""
    if not forecast:
        return body, etag
    return body.replace(NOTHING, NOTHING[:-4] + forecast, 1), f"{etag[:23]}-{crc32(forecast):08x}"


_PROMISED, _BEGINS, _ENDS, _RUNS = b'"promised_at":"', b'"expected":{"from":"', b'"to":"', b'"overdue":false'


def as_of(body: bytes, etag: str, at: datetime) -> tuple[bytes, str]:
    """The prepared answer as it is true at `at`: whether its promise is overdue, and no days that contradict it.

    Read from the bytes, because every resident asks here: whoever wrote them wrote local times.
    """
    place = body.find(_PROMISED) + len(_PROMISED)
    if _RUNS not in body or place < len(_PROMISED):
        return body, etag
    promised = datetime.fromisoformat(body[place : place + 25].decode())
    today = at.astimezone(promised.tzinfo).date()
    start = body.find(_BEGINS)
    if start >= 0:
        window = body[start : body.index(b"}", start) + 1]
        begins_on, ends_on = (_day_behind(window, mark) for mark in (_BEGINS, _ENDS))
        if not promise.agrees(begins_on, ends_on, promised.date(), today):
            body, etag = body.replace(window, NOTHING, 1), f"{etag}-p"
    if today > promised.date():
        return body.replace(_RUNS, _RUNS[:-5] + b"true", 1), f"{etag}-o"
    return body, etag


def _day_behind(window: bytes, mark: bytes) -> date:
    place = window.index(mark) + len(mark)
    return date.fromisoformat(window[place : place + 10].decode())


def _require(answer: pq.abc.PGresult, wanted: ExecStatus, connection: psycopg.Connection[Any]) -> None:
    if connection.pgconn.status != ConnStatus.OK:
        raise psycopg.OperationalError("the connection is lost")
    if answer.status != wanted:
        raise psycopg.errors.error_from_result(answer, connection.info.encoding)
