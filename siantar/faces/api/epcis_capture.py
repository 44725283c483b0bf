"""From EPCIS `ObjectEvent`s to events of ours: what cannot be read is refused in words, each on its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from siantar.faces.api import epcis_words
from siantar.faces.frame import event_intake
from siantar.faces.frame.event_schema import OutcomeOut, OutcomeProblem
from siantar.rules import reading
from siantar.rules.access import Actor
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Code


class _NotOurs(ValueError):
    def __init__(self, code: Code, words: str) -> None:
        super().__init__(words)
        self.code = code


def outcomes_of(raw: list[Any], *, by: Actor, at: datetime) -> list[OutcomeOut]:
    """One outcome for each, in the same order."""
    readings = [_read(event) for event in raw]
    events = [reading for reading in readings if isinstance(reading, dict)]
    outcomes = iter(event_intake.record(events, by=by, at=at) if events else [])
    return [reading if isinstance(reading, OutcomeOut) else next(outcomes) for reading in readings]


def _read(raw: Any) -> dict[str, Any] | OutcomeOut:
    if not isinstance(raw, dict):
        return _refused(None, _NotOurs(Code.MALFORMED, "Bukan ObjectEvent."))
    id = str(raw.get("eventID", "")).rpartition(":")[2]
    try:
        return {"id": id, "type": _kind(raw), "occurred_at": raw.get("eventTime"), **_subject(raw), **_more(raw)}
    except _NotOurs as error:
        return _refused(id, error)


def _refused(id: str | None, error: _NotOurs) -> OutcomeOut:
    return OutcomeOut(id=id, outcome="refused", problem=OutcomeProblem(code=error.code, title=str(error)))


def _kind(raw: dict[str, Any]) -> str:
    if raw.get("type") != "ObjectEvent":
        raise _NotOurs(Code.UNKNOWN_TYPE, "Hanya ObjectEvent yang dapat dicatat di sini.")
    if isinstance(raw.get("siantar:type"), str):
        return str(raw["siantar:type"])
    step, disposition = epcis_words.bare(raw.get("bizStep")), epcis_words.bare(raw.get("disposition"))
    kind = epcis_words.kind_of(step, disposition)
    if kind is None:
        raise _NotOurs(
            Code.UNKNOWN_TYPE,
            f"Langkah `{step[:40]}` dengan keadaan `{disposition[:40]}` tidak dikenal. "
            "Sebutkan jenisnya di `siantar:type`.",
        )
    return kind


def _subject(raw: dict[str, Any]) -> dict[str, str]:
    """The receipt, or the bundle where no receipt is named."""
    numbers, transactions = raw.get("epcList") or [], raw.get("bizTransactionList") or []
    if isinstance(numbers, list) and len(numbers) == 1 and isinstance(numbers[0], str):
        return {"receipt_number": _number(numbers[0], NumberKind.RECEIPT)}
    if not numbers and isinstance(transactions, list) and len(transactions) == 1 and isinstance(transactions[0], dict):
        return {"batch_number": _number(str(transactions[0].get("bizTransaction", "")), NumberKind.BATCH)}
    raise _NotOurs(Code.MALFORMED, "Sebutkan satu resi di `epcList`, atau satu bundel di `bizTransactionList`.")


def _number(text: str, kind: NumberKind) -> str:
    for part in (text, text.rstrip("/").rpartition("/")[2]):
        try:
            return reading.read_kind(part, kind).number.text
        except ValueError:
            continue
    raise _NotOurs(Code.MISTYPED_RECEIPT, "Nomor resi atau bundel salah. Tulis alamat atau nomornya.")


def _more(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: raw[f"siantar:{name}"] for name in ("reason", "data") if f"siantar:{name}" in raw}
