"""All that is derived of a file and can be derived again: its standing, its movements, its public answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from siantar.casework import bulk_sql, progress, tracking
from siantar.casework.models import FILE_NAME, Application
from siantar.casework.tracking import Face
from siantar.privacy import sealed_names
from siantar.rules import journey
from siantar.rules.history import Progress


@dataclass(frozen=True, slots=True)
class Standards:
    """What the file's office and service say: who may receive, which proof is asked, hours of the promise."""

    also_allowed: frozenset[str]
    proof_asked: frozenset[str]
    promise_hours: float


@dataclass(slots=True)
class File:
    """One application while its events are decided; `refolded` when its story was told anew from the start."""

    id: UUID
    face: Face
    handed_in_at: datetime
    standards: Standards
    progress: Progress
    seq: int
    head: str
    refolded: bool = False


def file_of(application: Application, progress: Progress, seq: int, head: str, *, refolded: bool = False) -> File:
    """The file of an application (its service and office are read)."""
    office, service = application.office, application.service
    face = Face(
        application.receipt_number, service.name, application.office_id, office.zone, application.applicant_name
    )
    demanded = frozenset([*office.proof_asked, *service.proof_besides])
    standards = Standards(frozenset(office.also_allowed), demanded, float(service.promise_hours))
    return File(application.pk, face, application.handed_in_at, standards, progress, seq, head, refolded)


def read(row: bulk_sql.Locked) -> File:
    """The file as `bulk_sql.lock` found it."""
    name = sealed_names.name_in(FILE_NAME, row.application, row.name_sealed)
    face = Face(row.receipt_number, row.service, row.office, row.zone, name)
    demanded = frozenset(json.loads(row.proof_asked) + json.loads(row.proof_besides))
    standards = Standards(frozenset(json.loads(row.also_allowed)), demanded, float(row.promise_hours))
    stands = progress.from_data(json.loads(row.progress))
    return File(row.application, face, row.handed_in_at, standards, stands, row.seq, row.head)


def write(files: Sequence[File]) -> None:
    """Bring standings, movements and track rows of these files up to date."""
    bulk_sql.forget_movements([file.id for file in files if file.refolded])
    bulk_sql.upsert(bulk_sql.STANDINGS, [standing_row(file) for file in files])
    bulk_sql.insert(bulk_sql.MOVEMENTS, [row for file in files for row in movement_rows(file)])
    bulk_sql.upsert(bulk_sql.TRACK_ROWS, [tracking.row(file.face, file.progress) for file in files])


def standing_row(file: File) -> tuple[Any, ...]:
    """The derived row of a file, in the order of `bulk_sql.STANDINGS`."""
    stands = file.progress
    state = stands.state
    agency = journey.next_agency(state, stands.path)
    return (
        file.id, file.face.office, str(state.stage), stands.timeline[-1].at, str(state.holder), agency,
        state.waits_for_bundle, stands.promised_at, stands.conflicts, file.seq, file.head,
        progress.as_data(stands),
    )  # fmt: skip


def movement_rows(file: File) -> list[tuple[Any, ...]]:
    """The derived movements of a file not written yet (all of them when it was folded anew)."""
    return [
        (moved.event, file.id, file.face.office, str(moved.taken_from), str(moved.given_to), moved.at)
        for moved in file.progress.moved
    ]
