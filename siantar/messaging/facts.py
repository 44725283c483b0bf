"""What is told of an event: facts without anything personal, kept with the message until it is put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from siantar.casework.models import Application, EventRow
from siantar.rules import message_safety
from siantar.rules.history import Progress
from siantar.rules.message_safety import WordingFlaw
from siantar.rules.occasions import Occasion

# "fotokopi KTP-el dan NIK" is the name of a paper, not a question.
_NAMES_MAY = frozenset({WordingFlaw.ASKS, WordingFlaw.EMPTY})


def own_host() -> str:
    """The one domain messages may lead to."""
    return urlsplit(settings.SIANTAR_BASE_URL).netloc


def facts_of(occasion: Occasion, event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    """The facts an occasion needs."""
    tell = _FACTS.get(occasion)
    return tell(event, progress, application) if tell else {}


def safe_reason(reason: str, name: str) -> str:
    """An officer's free words where they give nothing away: no numbers, links, questions, nor the applicant's name."""
    words = " ".join(reason.split())
    if not words or not message_safety.is_safe(words, host=own_host()):
        return ""
    spoken = words.casefold()
    named = any(part.casefold() in spoken for part in name.split() if len(part) > 2)
    return "" if named else words


def _incomplete(event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    missing = [paper.name for paper in progress.missing_papers]
    reason = safe_reason(event.reason, application.applicant_name)
    return {"missing": [name for name in missing if _is_plain(name)][:8], "reason": reason[:200]}


def _is_plain(name: str) -> bool:
    flaws = {flawed.flaw for flawed in message_safety.flaws(name, host=own_host())}
    return not flaws - _NAMES_MAY


def _promised(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return {"promised_at": _written(progress.promised_at)} if progress.promised_at else {}


def _delayed(event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    state = progress.state
    return {**_promised(event, progress, application), "hold": state.hold, "stage": str(state.stage)}


def _held(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return {"hold": progress.state.hold}


def _failed(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return {"failure": progress.failure, "attempt": progress.state.attempts}


def _window(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    if progress.expected is None:
        return {}
    begins, ends = progress.expected
    return {"from": _written(begins), "to": _written(ends)}


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


_FACTS: Mapping[Occasion, Callable[[EventRow, Progress, Application], dict[str, Any]]] = {
    Occasion.RECEIVED: _promised,
    Occasion.INCOMPLETE: _incomplete,
    Occasion.HELD: _held,
    Occasion.DELAYED: _delayed,
    Occasion.WINDOW: _window,
    Occasion.NARROWER: _window,
    Occasion.DEPARTED: _window,
    Occasion.FAILED: _failed,
}
