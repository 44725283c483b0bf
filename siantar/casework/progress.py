"""Where a file stands as it is stored: plain data of a standing row, read and written here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from siantar.casework.models import Application, Standing
from siantar.rules.event import Holder, Paper
from siantar.rules.history import Entry, Progress, path_in
from siantar.rules.journey import Path, State
from siantar.rules.vocabulary import Method, Stage

_NAMES = [field.name for field in fields(State)]


def progress_of(standing: Standing) -> Progress:
    """The progress of a file, without its movements."""
    return from_data(standing.progress)


def promised_hours(file: Application) -> float:
    """Working hours that were promised for a file: those it began with, else its service's of today."""
    return float(file.standing.progress.get("promise_hours") or file.service.promise_hours)


def as_data(progress: Progress) -> dict[str, Any]:
    """Plain data for the standing row; `from_data` reads it back (without the movements)."""
    return {
        "state": _state_data(progress.state),
        "path": path_data(progress.path),
        "timeline": [[entry.stage, _written(entry.at), entry.office] for entry in progress.timeline],
        "papers": [paper.as_data() for paper in progress.papers],
        "promised_at": _written(progress.promised_at) if progress.promised_at else None,
        "last_at": _written(progress.last_at),
        "failure": progress.failure,
        "conflicts": progress.conflicts,
        "expected": [_written(at) for at in progress.expected] if progress.expected else None,
        **({"words": progress.words} if progress.words else {}),
        **({"promise_hours": progress.promise_hours} if progress.promise_hours else {}),
    }


def from_data(data: Mapping[str, Any]) -> Progress:
    """Read what `as_data` wrote."""
    return Progress(
        _state(data["state"]),
        path_in(data["path"]),
        tuple(Entry(Stage(stage), datetime.fromisoformat(at), office) for stage, at, office in data["timeline"]),
        tuple(Paper.parse(line) for line in data["papers"]),
        datetime.fromisoformat(data["promised_at"]) if data["promised_at"] else None,
        datetime.fromisoformat(data["last_at"]),
        data["failure"],
        data["conflicts"],
        _window(data.get("expected")),
        words=data.get("words", ""),
        promise_hours=data.get("promise_hours", 0.0),
    )


def path_data(path: Path) -> dict[str, Any]:
    """A path as `handed_in` freezes it."""
    return {"steps": [step.agency for step in path.steps], "digital": path.digital, "old_ktp": path.old_ktp}


def _state_data(state: State) -> dict[str, Any]:
    plain = {name: getattr(state, name) for name in _NAMES}
    before = str(state.holder_before) if state.holder_before else ""
    return {**plain, "holder": str(state.holder), "stage_before": state.stage_before or "", "holder_before": before}


def _state(data: Mapping[str, Any]) -> State:
    return State(
        **{
            **data,
            "stage": Stage(data["stage"]),
            "method": Method(data["method"]),
            "holder": Holder.parse(data["holder"]),
            "stage_before": Stage(data["stage_before"]) if data["stage_before"] else None,
            "holder_before": Holder.parse(data["holder_before"]) if data["holder_before"] else None,
        }
    )


def _window(span: Sequence[str] | None) -> tuple[datetime, datetime] | None:
    return (datetime.fromisoformat(span[0]), datetime.fromisoformat(span[1])) if span else None


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
