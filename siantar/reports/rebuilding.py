"""Derive everything again from the events, and compare it with what is live."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction

from siantar.casework import bulk_sql, chain, derived, persons, stories, tracking
from siantar.casework.models import Application, EventRow, Movement, Standing, TrackRow
from siantar.reports import served_files, tallies
from siantar.rules import history, journey

BATCH = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with one receipt; `code` is stable."""

    code: str
    receipt_number: str


def rebuild() -> int:
    """Derive standings, movements, track rows and applicants of every application again; the number of files."""
    tracking.read_names_again()
    files = 0
    for batch in _batches():
        with transaction.atomic():
            for file, person in persons.differing(batch).items():
                Application.objects.filter(pk=file).update(person=person)
            again = [file for _application, _events, file in _derived(batch) if file]
            derived.write(again)
            files += len(again)
    served_files.count_again()
    tallies.count_again()
    return files


def findings() -> Iterator[Finding]:
    """Broken chains, and derived rows that differ from what the events say."""
    tracking.read_names_again()
    for batch in _batches():
        elsewhere = persons.differing(batch)
        for application, events, file in _derived(batch):
            number = application.receipt_number
            if not chain_holds(events):
                yield Finding("broken_chain", number)
            for code in _differences(application, file) if file else ("impossible_story",):
                yield Finding(code, number)
            if application.pk in elsewhere:
                yield Finding("applicant_differs", number)


def _batches() -> Iterator[list[Application]]:
    last = None
    while True:
        files = Application.objects.select_related("service", "office").order_by("pk")
        page = list(files.filter(pk__gt=last)[:BATCH] if last else files[:BATCH])
        if not page:
            return
        yield page
        last = page[-1].pk


def _derived(batch: list[Application]) -> Iterator[tuple[Application, list[EventRow], derived.File | None]]:
    """Each file with its story and what follows from it: nothing, where it has none or an impossible one."""
    events = EventRow.objects.filter(application__in=batch).order_by("application_id", "seq")
    by_file = {pk: list(rows) for pk, rows in groupby(events, key=lambda event: event.application_id)}
    for application in batch:
        story = by_file.get(application.pk, [])
        try:
            progress = history.fold([stories.event_of(event) for event in story])
        except (history.BrokenStory, journey.Refused):
            yield application, story, None
            continue
        last = story[-1]
        yield application, story, derived.file_of(application, progress, last.seq, last.hash, refolded=True)


def chain_holds(events: list[EventRow]) -> bool:
    """Whether every event of a file binds the one before it and hashes to what is stored."""
    previous = ""
    for place, event in enumerate(events, 1):
        row = stories.event_of(event)
        if event.seq != place or event.previous != previous or chain.digest(row) != event.hash:
            return False
        previous = event.hash
    return True


def _differences(application: Application, file: derived.File) -> Iterator[str]:
    names = [name for name, _ in bulk_sql.STANDINGS.columns]
    live = Standing.objects.filter(pk=application.pk).values_list(*names).first()
    if live != derived.standing_row(file):
        yield "standing_differs"
    columns = [name for name, _ in bulk_sql.MOVEMENTS.columns]
    moved = sorted(Movement.objects.filter(application=application).values_list(*columns))
    if moved != sorted(derived.movement_rows(file)):
        yield "movements_differ"
    row = tracking.row(file.face, file.progress)[:3]
    track = TrackRow.objects.filter(pk=application.receipt_number).values_list("receipt_number", "body", "etag").first()
    if track != row:
        yield "track_row_differs"
