"""All that is derived of a file and can be derived again: its standing, its movements, its public answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from siantar.casework import bulk_sql, history, tracking
from siantar.casework.history import Progress
from siantar.casework.models import Application
from siantar.casework.tracking import Face
from siantar.rules import journey


@dataclass(slots=True)
class File:
    """One application while its events are decided; `retold` when its story was told anew from the start."""

    id: UUID
    face: Face
    handed_in_at: datetime
    also_allowed: Sequence[str]
    progress: Progress
    seq: int
    head: str
    retold: bool = False
    touched: bool = False


def file_of(application: Application, progress: Progress, seq: int, head: str, *, retold: bool = False) -> File:
    """The file of an application (its service and office are read)."""
    office = application.office
    face = Face(application.receipt_number, application.service.name, application.office_id, office.zone)
    return File(application.pk, face, application.handed_in_at, office.also_allowed, progress, seq, head, retold)


def read(row: bulk_sql.Locked) -> File:
    """The file as `statements.lock` found it."""
    face = Face(row.receipt_number, row.service, row.office, row.zone)
    progress = history.from_data(json.loads(row.progress))
    return File(row.application, face, row.handed_in_at, json.loads(row.also_allowed), progress, row.seq, row.head)


def write(files: Sequence[File]) -> None:
    """Bring standings, movements and track rows of these files up to date."""
    bulk_sql.forget_movements([file.id for file in files if file.retold])
    bulk_sql.upsert(bulk_sql.STANDINGS, [standing_row(file) for file in files])
    bulk_sql.insert(bulk_sql.MOVEMENTS, [row for file in files for row in movement_rows(file)])
    bulk_sql.upsert(bulk_sql.TRACK_ROWS, [tracking.row(file.face, file.progress) for file in files])


def standing_row(file: File) -> tuple[Any, ...]:
    """The derived row of a file, in the order of `statements.STANDINGS`."""
    progress = file.progress
    state = progress.state
    agency = journey.next_agency(state, progress.path)
    return (
        file.id, file.face.office, str(state.stage), progress.timeline[-1].at, state.holder, agency,
        state.waits_for_batch, progress.promised_at, progress.conflicts, file.seq, file.head,
        history.as_data(progress),
    )  # fmt: skip


def movement_rows(file: File) -> list[tuple[Any, ...]]:
    """The derived movements of a file not written yet (all of them when it was retold)."""
    return [
        (moved.event, file.id, file.face.office, moved.taken_from, moved.given_to, moved.at)
        for moved in file.progress.moved
    ]
