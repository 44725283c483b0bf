"""What is told of an event: facts without anything personal, kept with the message until it is put into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from siantar.casework import tracking
from siantar.casework.models import Application, EventRow
from siantar.rules import journey, message_safety
from siantar.rules.history import Progress
from siantar.rules.message_safety import WordingFlaw
from siantar.rules.occasions import Occasion

# "fotokopi KTP-el dan NIK" is the name of a paper, not a question.
LONGEST_REASON = 200  # characters of an officer's words in a message
_NAMES_MAY = frozenset({WordingFlaw.ASKS, WordingFlaw.EMPTY})


def own_host() -> str:
    """The one domain messages may lead to."""
    return urlsplit(settings.SIANTAR_BASE_URL).netloc


def facts_of(occasion: Occasion, event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    """The facts an occasion needs."""
    tell = _FACTS.get(occasion)
    return tell(event, progress, application) if tell else {}


def safe_reason(reason: str, name: str) -> str:
    """An officer's free words where they give nothing away."""
    return message_safety.words_to_tell(reason, name, host=own_host())


def _incomplete(_event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    missing = [paper.name for paper in progress.missing_papers]
    return {"missing": [name for name in missing if _is_plain(name)][:8], **_reason(progress, application)}


def _reason(progress: Progress, application: Application) -> dict[str, Any]:
    words = safe_reason(progress.words, application.applicant_name)
    return {"reason": words if len(words) <= LONGEST_REASON else f"{words[: LONGEST_REASON - 1]}…"}


def _agency(progress: Progress) -> dict[str, Any]:
    code = journey.next_agency(progress.state, progress.path)
    return {"agency": tracking.office_name(code) if code else ""}


def _is_plain(name: str) -> bool:
    flaws = {flawed.flaw for flawed in message_safety.flaws(name, host=own_host())}
    return not flaws - _NAMES_MAY


def _promised(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return {"promised_at": _written(progress.promised_at)} if progress.promised_at else {}


def _delayed(event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    days = {key: event.data[key] for key in ("first_at", "last_at") if event.data.get(key)}
    facts = {**_promised(event, progress, application), **_held(event, progress, application), **days}
    return {**facts, "stage": str(progress.state.stage)}


def _sent(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return _agency(progress)


def _held(_event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    return {"hold": progress.state.hold, **_agency(progress), **_reason(progress, application)}


def _returned(_event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    return {**_agency(progress), **_reason(progress, application)}


def _rejected(_event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    return _reason(progress, application)


def _failed(_event: EventRow, progress: Progress, application: Application) -> dict[str, Any]:
    attempt = {"failure": progress.failure, "attempt": progress.state.attempts}
    return {**attempt, **_carrier(progress), **_reason(progress, application)}


def _consigned(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    return _carrier(progress)


def _carrier(progress: Progress) -> dict[str, Any]:
    state = progress.state
    return {"carrier": state.carrier, "shipment": state.shipment} if state.carrier else {}


def _window(_event: EventRow, progress: Progress, _application: Application) -> dict[str, Any]:
    if progress.expected is None:
        return {}
    begins, ends = progress.expected
    return {"from": _written(begins), "to": _written(ends)}


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _redirect(event: EventRow, _progress: Progress, _application: Application) -> dict[str, Any]:
    return {"asked": str(event.pk)}


_FACTS: Mapping[Occasion, Callable[[EventRow, Progress, Application], dict[str, Any]]] = {
    Occasion.RECEIVED: _promised,
    Occasion.INCOMPLETE: _incomplete,
    Occasion.SENT: _sent,
    Occasion.HELD: _held,
    Occasion.RETURNED: _returned,
    Occasion.REJECTED: _rejected,
    Occasion.DELAYED: _delayed,
    Occasion.WINDOW: _window,
    Occasion.NARROWER: _window,
    Occasion.DEPARTED: _window,
    Occasion.CONSIGNED: _consigned,
    Occasion.FAILED: _failed,
    Occasion.REDIRECT: _redirect,
}
