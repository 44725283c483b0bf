"""Record events as programs tell them: each is read, judged and answered on its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ValidationError

from siantar.bundles import recording
from siantar.bundles.recording import Submission
from siantar.casework.outcome import Outcome, Result
from siantar.faces.frame import texts
from siantar.faces.frame.event_schema import EventIn, OutcomeOut, OutcomeProblem
from siantar.privacy import sealed_box
from siantar.rules import reading
from siantar.rules.access import Actor
from siantar.rules.event import Event
from siantar.rules.vocabulary import LETTER_KINDS, Code, Kind

DOORS_OF_THEIR_OWN = LETTER_KINDS | {  # more is stored than the event
    Kind.HANDED_IN,
    Kind.INTAKE_CORRECTED,
    Kind.CONSIGNED,
}
_SECRETS = ("pin", "proof", "pin_sealed")
_PRIVATE = ("receiver_name",)
_BY_THE_LAW = ("papers", "also_allowed", "promised_at", "proof_due", "proof_lacking", "letter")  # added by decisions


def record(raw: list[Any], *, by: Actor, at: datetime) -> list[OutcomeOut]:
    """One outcome for each raw event, in the same order."""
    readings = [_read(event) for event in raw]
    events = [reading for reading in readings if isinstance(reading, Submission)]
    outcomes = iter(recording.record(events, by=by, at=at))
    return [_out(next(outcomes)) if isinstance(reading, Submission) else reading for reading in readings]


def _read(raw: Any) -> Submission | OutcomeOut:
    try:
        event = EventIn.model_validate(raw)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        return _refused(raw, Code.MALFORMED, where)
    if event.type not in set(Kind) - DOORS_OF_THEIR_OWN:
        return _refused(raw, Code.UNKNOWN_TYPE)
    if bool(event.receipt_number) == bool(event.batch_number):
        return _refused(raw, Code.MALFORMED, "receipt_number")
    number = ""
    if event.receipt_number:
        try:
            number = reading.read_receipt(event.receipt_number).number.text
        except ValueError:
            return _refused(raw, Code.MISTYPED_RECEIPT)
    if not _well_formed(event):
        return _refused(raw, Code.MALFORMED, "data")
    return Submission(_new_event(event, number), event.batch_number)


def _well_formed(event: EventIn) -> bool:
    """What the rules expect as text is text."""
    return all(isinstance(event.data.get(key, ""), str) for key in (*_SECRETS, *_PRIVATE, "courier", "event", "uphold"))


def _new_event(event: EventIn, number: str) -> Event:
    data = {key: value for key, value in event.data.items() if key not in (*_SECRETS, *_PRIVATE, *_BY_THE_LAW)}
    private: dict[str, Any] = {key: event.data[key] for key in _PRIVATE if event.data.get(key)}
    if event.position:
        private["position"] = event.position.model_dump()
    if event.note:
        private["note"] = event.note
    return Event(
        id=event.id,
        kind=Kind(event.type),
        receipt_number=number,
        occurred_at=event.occurred_at,
        reason=event.reason,
        to=str(data.pop("to", "")),
        data=data,
        private=private,
        secret=_secret(event.data),
    )


def _secret(data: dict[str, Any]) -> dict[str, str]:
    """PIN and proof as told; a PIN that a phone sealed for the server is opened here and nowhere else."""
    secrets: dict[str, str] = {key: str(data[key]) for key in ("pin", "proof") if key in data}
    if "pin_sealed" in data:
        try:
            secrets["pin"] = sealed_box.opened(data["pin_sealed"])
        except sealed_box.NotALetter:
            secrets["pin"] = ""
    return secrets


def _refused(raw: Any, code: Code, where: str = "") -> OutcomeOut:
    id = raw.get("id") if isinstance(raw, dict) else None
    title = f"{texts.refusal(code)} ({where})" if where else texts.refusal(code)
    problem = OutcomeProblem(code=code, title=title)
    return OutcomeOut(id=id if isinstance(id, str) else None, outcome="refused", problem=problem)


def _out(outcome: Outcome) -> OutcomeOut:
    problem = OutcomeProblem(code=outcome.code, title=texts.refusal(outcome.code)) if outcome.code else None
    assert outcome.result in set(Result)
    return OutcomeOut(id=str(outcome.id), outcome=outcome.result.value, stage=outcome.stage or None, problem=problem)
