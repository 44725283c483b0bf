"""Fill a database with applications of eight events each: a few real lives told by the ledger, then copied by SQL.

`python -m benchmarks.filling N FOLDER` fills the database of SIANTAR_DATABASE_URL and writes what the measuring needs
(API tokens, receipt numbers of files that wait for a courier) to FOLDER/sample.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import django

from siantar import clock

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from siantar.casework import intake, ledger  # noqa: E402
from siantar.casework.models import FILE_NAME, Application  # noqa: E402
from siantar.catalogue.models import Service  # noqa: E402
from siantar.demo import office  # noqa: E402
from siantar.directory.models import User  # noqa: E402
from siantar.directory.staff import actor_of  # noqa: E402
from siantar.directory.tokens import issue_token  # noqa: E402
from siantar.privacy import vault  # noqa: E402
from siantar.rules import receipt_number  # noqa: E402
from siantar.rules.event import Event  # noqa: E402
from siantar.rules.identifiers import uuid7  # noqa: E402
from siantar.rules.vocabulary import Kind, Method  # noqa: E402

OPEN = 5000  # files still on their way: what an office has in hand does not grow with its history
LIVES = 20
TO_THE_DOOR = [
    ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}), ("camat", Kind.SIGNED, {}),
    ("loket", Kind.MADE_READY, {}), ("kurir1", Kind.LOADED, {}),
    ("kurir1", Kind.DELIVERY_FAILED, {"reason": "house_empty"}),
    ("kurir1", Kind.DELIVERED, {"data": {"relation": "applicant", "identity_check": "ktp_seen"},
                                "private": {"receiver_name": "Siti"}}),
]  # fmt: skip
TO_THE_SHELF = [
    ("pemeriksa", Kind.CHECK_STARTED, {}), ("pemeriksa", Kind.CHECK_PASSED, {}),
    ("penghubung", Kind.SENT, {"to": office.AGENCY, "bundle": "B1"}), ("dukcapil", Kind.ARRIVED, {}),
    ("dukcapil", Kind.COMPLETED, {}), ("penghubung", Kind.CAME_BACK, {}), ("loket", Kind.MADE_READY, {}),
]  # fmt: skip


def fill(applications: int, folder: Path) -> None:
    """Bring the database to `applications` files; those filled before stay."""
    call_command("migrate", verbosity=0)
    at = clock.now().replace(microsecond=0)
    if not User.objects.exists():
        office.furnish(at)
    people = {name: actor_of(User.objects.get(username=name), at) for name in office.STAFF}
    done = [_live(people, "pengantar-skck", TO_THE_DOOR, at - timedelta(days=3 * n)) for n in range(1, LIVES + 1)]
    waiting = [_live(people, "ktp-el-hilang", TO_THE_SHELF, at - timedelta(hours=n)) for n in range(1, LIVES + 1)]
    have = Application.objects.count() - 2 * LIVES
    _copy(done, applications - OPEN - max(have, 0), 0x0190_0000_0000)
    numbers = _copy(waiting, OPEN, 0x0199_0000_0000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sample = {
        "waiting": numbers,
        "whole": waiting[0].receipt_number,
        "tokens": {name: issue_token(User.objects.get(username=name), at) for name in ("kurir1", "pengatur")},
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sample.json").write_text(json.dumps(sample))


def _live(people: dict, service: str, steps: list, at: datetime) -> Application:
    offered = Service.objects.select_related("office").get(code=service, office=office.OFFICE)
    papers = [intake.Paper(r.code, "original") for r in offered.requirements.all()]
    where = intake.Address("Jl. Raya Serpong No. 8", "001", "004", "36.74.02.1006")
    hand_in = intake.HandIn(uuid7(at), offered, "Siti Aminah", "", "081234567890", papers, Method.COURIER, where)
    application = intake.hand_in(hand_in, by=people["loket"], at=at).application
    for minute, (who, kind, more) in enumerate(steps, 1):
        now = at + timedelta(minutes=minute)
        outcome = ledger.record(
            [Event(uuid7(now), kind, application.receipt_number, now, **more)], by=people[who], at=now
        )
        assert outcome[0].result == "recorded", outcome
    return application


def _copies(lives: list[Application], count: int, base: int) -> Iterator[tuple[UUID, UUID, str, str, bytes]]:
    """New application, the life it copies, its own number and the number copied, the name sealed anew. 32 bits are left to events."""
    names = {life.pk: life.applicant_name for life in lives}
    taken: set[str] = set()  # a million numbers of one office among 2^40: two alike are not rare
    for n in range(count):
        life = lives[n % len(lives)]
        number = receipt_number.issue(2)
        while number in taken:
            number = receipt_number.issue(2)
        taken.add(number)
        id = UUID(int=(base << 80) | (7 << 76) | (2 << 62) | ((n >> 16) << 48) | ((n & 0xFFFF) << 32))
        yield id, life.pk, number, life.receipt_number, vault.seal(FILE_NAME, id, names[life.pk])


def _copy(lives: list[Application], count: int, base: int) -> list[str]:
    """Copy lives `count` times; the new receipt numbers (at most OPEN of them)."""
    if count <= 0:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE copies (new_id %s, old_id %s, number text, old_number text, name %s)"
            % (("uuid", "uuid", "bytea") if _postgres() else ("text", "text", "blob"))
        )
        if _postgres():
            with cursor.copy("COPY copies FROM STDIN") as copy:
                for row in _copies(lives, count, base):
                    copy.write_row(row)
        else:
            rows = ((new.hex, old.hex, *rest) for new, old, *rest in _copies(lives, count, base))
            cursor.cursor.executemany("INSERT INTO copies VALUES (?, ?, ?, ?, ?)", rows)
        for statement in _statements():
            cursor.execute(statement)
        cursor.execute("SELECT number FROM copies LIMIT %s", [OPEN])
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute("DROP TABLE copies")
    return numbers


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _statements() -> Iterator[str]:
    event = (
        "(substr(c.new_id::text, 1, 28) || lpad(to_hex(e.seq), 8, '0'))::uuid"
        if _postgres()
        else "substr(c.new_id, 1, 24) || printf('%08x', e.seq)"
    )
    changed = {
        "casework_application": {"id": "c.new_id", "receipt_number": "c.number", "name_sealed": "c.name"},
        "casework_event": {"id": event, "application_id": "c.new_id", "relayed_at": "e.recorded_at"},
        "casework_standing": {"application_id": "c.new_id"},
        "casework_movement": {"event_id": event, "application_id": "c.new_id"},
        "casework_trackrow": {"receipt_number": "c.number", "body": "replace(t.body, c.old_number, c.number)"},
    }
    for table, new in changed.items():
        with connection.cursor() as cursor:
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        values = ", ".join(new.get(column, f't."{column}"') for column in columns)
        on = {"casework_application": "t.id = c.old_id", "casework_trackrow": "t.receipt_number = c.old_number"}.get(
            table, "t.application_id = c.old_id"
        )
        source = f"copies c JOIN {table} t ON {on}"
        if table == "casework_event":
            values = values.replace("e.seq", "t.seq").replace("e.recorded_at", "t.recorded_at")
        if table == "casework_movement":
            source += " JOIN casework_event e ON e.id = t.event_id"
        names = ", ".join(f'"{column}"' for column in columns)
        yield f"INSERT INTO {table} ({names}) SELECT {values} FROM {source} ORDER BY 1"


if __name__ == "__main__":
    fill(int(sys.argv[1]), Path(sys.argv[2]))
