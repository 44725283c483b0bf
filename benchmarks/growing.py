"""Histories as long as wished, believable and whole: lives told by the real acts, told again of other people at other times.

`python -m benchmarks.growing N FOLDER` brings the database of SIANTAR_DATABASE_URL to N files more, by COPY (SQLite: one
prepared statement), and writes FOLDER/sample.json. Each copy has its own person, NIK, address, receipt, PIN, ids and chain of
hashes; its standing, movements and tracking row are derived from its events by the house's own functions, so `siantar
doctor` finds nothing. What other rooms keep beside the events (runs, stops, messages, bundles' lists) is not copied.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

import django

from siantar import clock

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.test import Client  # noqa: E402

from siantar.casework import addresses, bulk_sql, chain, derived, ledger, possession, stories, tracking  # noqa: E402
from siantar.casework.addresses import DeliveryAddress  # noqa: E402
from siantar.casework.models import Application, EventRow, Movement, Person, PrivatePart, Standing, TrackRow  # noqa: E402
from siantar.demo import office as demo  # noqa: E402
from siantar.demo import ready, year  # noqa: E402
from siantar.directory.models import User  # noqa: E402
from siantar.directory.tokens import issue_token  # noqa: E402
from siantar.privacy import vault  # noqa: E402
from siantar.reports import served_files, tallies  # noqa: E402
from siantar.rules import history, receipt_number  # noqa: E402
from siantar.rules.event import COLUMNS, Event  # noqa: E402
from siantar.rules.identifiers import uuid7  # noqa: E402
from siantar.rules.vocabulary import ENDS, Kind, Stage  # noqa: E402

LIVES, READY, WEEKS, BATCH = 300, 20, 260, 1000  # WEEKS: how far back what has ended is spread
OPEN = 1500  # files still on their way: what an office has in hand does not grow with its history


@dataclass(frozen=True)
class Life:
    """A file that was lived through the real acts, and its story."""

    file: Application
    events: tuple[Event, ...]
    stage: str


@dataclass
class Retold:
    """A file of somebody else with the same life: all its rows."""

    person: Person
    file: Application
    events: list[Event]
    private: list[PrivatePart]


def lives(at: datetime, how_many: int = LIVES, waiting: int = READY) -> list[Life]:
    """So many lives of the demo's year, and some that wait for a courier, told anew if the database is empty."""
    if not Application.objects.exists():
        demo.furnish(at)
        year.write_history(how_many, at)
        ready.make_ready(at, letters=waiting, cards=0)
        EventRow.objects.filter(relayed_at=None).update(relayed_at=F("recorded_at"))
    files = list(Application.objects.select_related("service", "office", "standing").order_by("pk")[: how_many + waiting])
    told_by = stories.of([file.pk for file in files])
    return [Life(file, told_by[file.pk], file.standing.stage) for file in files]


def people(office: str, at: datetime, first: int) -> Iterator[Person]:
    """Residents without end, each with a NIK nobody else has; the same again for the next file."""
    chance = random.Random(first)
    for place in count(first):
        born, serial = date(1960, 1, 1) + timedelta(days=place % 16_000), 1 + place // 16_000
        name = f"{chance.choice(year.FIRST)} {chance.choice(year.LAST)} {chance.choice(year.LAST)}"
        nik = f"367401{born:%d%m%y}{serial:04d}"
        person = Person(id=uuid7(at), office_id=office, created_at=at, name=name, nik_index=vault.index("person.nik", nik))
        person.nik_sealed = vault.seal("person.nik", person.pk, nik)
        person.phone_sealed = vault.seal("person.phone", person.pk, f"+62812{place % 10**8:08d}")
        yield person
        yield person


def retell(life: Life, person: Person, back: timedelta) -> Retold:
    """The same life of another person, so much earlier."""
    file, at = life.file, life.file.handed_in_at - back
    pk = uuid7(at)
    where = DeliveryAddress(f"{random.choice(year.STREETS)} No. {random.randrange(1, 120)}", "001", "004", file.village_id or "")
    copied = Application(
        id=pk, receipt_number=receipt_number.issue(file.office.number), office=file.office, service=file.service, person=person,
        applicant_name=person.name, village_id=file.village_id,
        address_sealed=addresses.seal(pk, where) if file.address_sealed else None,
        pin_sealed=vault.seal(possession.PIN_PLACE, pk, possession.new_pin()),
        proof_sealed=vault.seal(possession.PROOF_PLACE, pk, possession.new_proof()), handed_in_at=at,
    )  # fmt: skip
    retold = Retold(person, copied, [], [])
    head = ""
    for event in life.events:
        assert event.recorded_at
        mine = replace(event, id=uuid7(event.occurred_at - back), application=pk, occurred_at=event.occurred_at - back, recorded_at=event.recorded_at - back, data=_earlier(event, back), previous=head)  # fmt: skip
        if event.private_digest:
            content, salt = {"receiver_name": person.name}, os.urandom(16)
            mine = replace(mine, private_digest=chain.private_digest(salt, content))
            sealed = vault.seal(ledger.PRIVATE_PLACE, mine.id, chain.canonical(content))
            retold.private.append(PrivatePart(event_id=mine.id, salt=salt, sealed=sealed))
        mine = replace(mine, hash=chain.digest(mine))
        head = mine.hash
        retold.events.append(mine)
    return retold


def _earlier(event: Event, back: timedelta) -> dict[str, Any]:
    """The data of an event; what was promised moves with the file."""
    data = dict(event.data)
    if event.kind in (Kind.HANDED_IN, Kind.DOCUMENTS_COMPLETED) and data.get("promised_at"):
        data["promised_at"] = (datetime.fromisoformat(data["promised_at"]) - back).isoformat()
    return data


def derived_rows(retold: Retold) -> tuple[Standing, list[Movement], TrackRow]:
    """What follows from a story, by the functions that `siantar rebuild` uses."""
    last = retold.events[-1]
    file = derived.file_of(retold.file, history.fold(retold.events), last.seq, last.hash, refolded=True)
    standing = Standing(**_named(bulk_sql.STANDINGS, derived.standing_row(file)))
    moved = [Movement(**_named(bulk_sql.MOVEMENTS, row)) for row in derived.movement_rows(file)]
    return standing, moved, TrackRow(**_named(bulk_sql.TRACK_ROWS, tracking.row(file.face, file.progress)))


def _named(table: bulk_sql.Table, row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip([name for name, _ in table.columns], row, strict=True))


def _event_row(event: Event) -> EventRow:
    values = {"application_id" if name == "application" else name: getattr(event, name) for name, _ in COLUMNS}
    return EventRow(**values, relayed_at=event.recorded_at)


def copy_in(rows: Sequence[models.Model]) -> None:
    """Write rows of one table: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {meta.db_table} ({names}) FROM STDIN") as lines:
                for line in values:
                    lines.write_row(line)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {meta.db_table} ({names}) VALUES ({marks})", values)


def write(batch: Sequence[Retold]) -> None:
    """All rows of these files, tables in the order in which they refer to each other."""
    persons = list({retold.person.pk: retold.person for retold in batch}.values())
    there = set(Person.objects.filter(pk__in=[person.pk for person in persons]).values_list("pk", flat=True))
    rows = [derived_rows(retold) for retold in batch]
    with transaction.atomic():
        copy_in([person for person in persons if person.pk not in there])
        copy_in([retold.file for retold in batch])
        copy_in([_event_row(event) for retold in batch for event in retold.events])
        copy_in([part for retold in batch for part in retold.private])
        copy_in([standing for standing, _moved, _track in rows])
        copy_in([movement for _standing, moved, _track in rows for movement in moved])
        copy_in([track for _standing, _moved, track in rows])


def grow(files: int, at: datetime, *, how_many: int = LIVES, open_files: int = OPEN) -> None:
    """So many files more: at most `open_files` on their way, the rest ended within the last five years."""
    known_lives = lives(at, how_many)
    ended = [life for life in known_lives if life.stage in ENDS]
    under_way = [life for life in known_lives if life.stage not in ENDS]
    first = Person.objects.count()
    tellings = _tellings(ended, under_way, files, min(open_files, files // 2))
    residents = people(demo.OFFICE, at, first)
    while batch := [retell(life, next(residents), back) for life, back in islice(tellings, BATCH)]:
        write(batch)
    served_files.count_again()
    tallies.count_again()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tellings(ended: Sequence[Life], under_way: Sequence[Life], files: int, still_open: int) -> Iterator[tuple[Life, timedelta]]:
    """Which life is told how long ago; a whole number of weeks, so that weekdays stay what they are."""
    for place, life in enumerate(islice(cycle(ended), files - still_open)):
        yield life, timedelta(weeks=1 + place % WEEKS)
    for life in islice(cycle(under_way), still_open):
        yield life, timedelta()


def _sample(numbers: Iterable[Any], size: int) -> list[Any]:
    every = list(numbers)
    return random.Random(1).sample(every, min(size, len(every)))


def sample(at: datetime) -> dict[str, Any]:
    """What measuring needs: numbers, names, a NIK of some, tokens and sessions of staff, how large it all is."""
    files = Application.objects.order_by("pk")
    sessions = {}
    for name in ("pemeriksa", "camat", "loket"):
        browser = Client()
        browser.force_login(User.objects.get(username=name))
        sessions[name] = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    residents = Person.objects.exclude(nik_sealed=None).order_by("pk").values_list("pk", "nik_sealed")
    return {
        "numbers": _sample(files.values_list("receipt_number", flat=True), 3000),
        "names": _sample(sorted({file.applicant_name for file in files.iterator()}), 500),
        "niks": [vault.unseal("person.nik", pk, bytes(sealed)) for pk, sealed in _sample(residents, 500)],
        "ready": list(files.filter(standing__stage=Stage.READY_FOR_DELIVERY).values_list("receipt_number", flat=True)),
        "tokens": {name: issue_token(User.objects.get(username=name), at) for name in ("kurir1", "loket")},
        "sessions": sessions,
        "files": files.count(),
        "events": EventRow.objects.count(),
    }


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    grow(int(sys.argv[1]), clock.now().replace(microsecond=0))
    Path(sys.argv[2]).mkdir(parents=True, exist_ok=True)
    (Path(sys.argv[2]) / "sample.json").write_text(json.dumps(sample(clock.now())))
