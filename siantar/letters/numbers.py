"""Running numbers: each once, none left out without a reason, however many sign at once.

Whoever reserves holds the row of the series until their transaction ends; the next number follows the last one that
was written, so that two never get the same and a transaction that fails leaves nothing behind.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from siantar.letters.models import LetterFrame, NumberSeries, NumberSlot, OfficeLetter
from siantar.rules.letter.numbering import NumberParts, SlotState, number_of


def reserve(letter: OfficeLetter, frame: LetterFrame, code: str, *, day: date, at: datetime) -> NumberSlot:
    """The number this letter will bear: the one it holds already for this day, else the next of the series."""
    with transaction.atomic():
        held = NumberSlot.objects.filter(letter=letter, state=SlotState.RESERVED).first()
        if held is not None and held.dated == day:
            return held
        if held is not None:
            cancel(held, "Tanggal surat berubah sebelum ditandatangani.", at)
        series = _locked(frame, code if frame.by_code else "", day.year)
        series.last += 1
        series.save(update_fields=["last"])
        number = number_of(frame.number_template, NumberParts(code, series.last, frame.number_unit, day))
        return NumberSlot.objects.create(
            series=series, seq=series.last, state=SlotState.RESERVED, number=number, dated=day, letter=letter,
            reserved_at=at,
        )  # fmt: skip


def _locked(frame: LetterFrame, code: str, year: int) -> NumberSeries:
    NumberSeries.objects.get_or_create(office_id=frame.office_id, year=year, code=code)
    return NumberSeries.objects.select_for_update().get(office_id=frame.office_id, year=year, code=code)


def issue(slot: NumberSlot, at: datetime) -> None:
    """The letter went out with it."""
    slot.state, slot.settled_at = SlotState.ISSUED, at
    slot.save(update_fields=["state", "settled_at"])


def cancel(slot: NumberSlot, reason: str, at: datetime) -> None:
    """It is used no more, and the register says why."""
    slot.state, slot.settled_at, slot.reason = SlotState.CANCELLED, at, reason
    slot.save(update_fields=["state", "settled_at", "reason"])


def cancel_reserved(letter: OfficeLetter, reason: str, at: datetime) -> None:
    """The number this letter holds, if it holds one."""
    for slot in NumberSlot.objects.select_for_update().filter(letter=letter, state=SlotState.RESERVED):
        cancel(slot, reason, at)
