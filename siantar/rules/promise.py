"""The promise of a service: whose clock runs in which stage, and when the promise ends (UU 25/2009, product.md 2-3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from siantar.rules import working_time
from siantar.rules.history import Progress
from siantar.rules.vocabulary import Stage
from siantar.rules.working_time import Calendar


class Clock(StrEnum):
    """Whose time it is; at the end nobody's."""

    OFFICE = "office"
    AGENCY = "agency"
    RESIDENT = "resident"
    COURIER = "courier"
    END = "end"


CLOCKS: Mapping[Stage, Clock] = {
    Stage.RECEIVED: Clock.OFFICE,
    Stage.INCOMPLETE: Clock.RESIDENT,
    Stage.CHECKING: Clock.OFFICE,
    Stage.AWAITING_SIGNATURE: Clock.OFFICE,
    Stage.SENT_TO_AGENCY: Clock.OFFICE,
    Stage.AT_AGENCY: Clock.AGENCY,
    Stage.RETURNED_FOR_CORRECTION: Clock.OFFICE,
    Stage.FINISHED: Clock.OFFICE,
    Stage.ISSUED_DIGITALLY: Clock.END,
    Stage.READY_FOR_PICKUP: Clock.RESIDENT,
    Stage.READY_FOR_DELIVERY: Clock.OFFICE,
    Stage.OUT_FOR_DELIVERY: Clock.COURIER,
    Stage.DELIVERY_FAILED: Clock.COURIER,
    Stage.DELIVERED: Clock.END,
    Stage.COLLECTED: Clock.END,
    Stage.BACK_AT_OFFICE: Clock.RESIDENT,
    Stage.UNDER_INVESTIGATION: Clock.OFFICE,
    Stage.REJECTED: Clock.END,
    Stage.CANCELLED: Clock.END,
}


def clock_of(stage: Stage) -> Clock:
    """Whose turn it is."""
    return CLOCKS[stage]


class PromiseAnswer(StrEnum):
    """What is said of a promise that runs: that it is given, will be missed, or was missed."""

    PROMISED = "promised"
    ENDANGERED = "endangered"
    OVERDUE = "overdue"


def runs(progress: Progress) -> bool:
    """Whether a promise is given that can still be missed: not at the end, nor where the resident's turn has come."""
    return progress.promised_at is not None and can_be_missed(progress.state.stage)


def can_be_missed(stage: Stage) -> bool:
    """Whether the promise runs in this stage, where one is given."""
    return clock_of(stage) not in {Clock.END, Clock.RESIDENT}


def is_overdue(promised_at: datetime, at: datetime, zone: tzinfo) -> bool:
    """Whether the day that was promised is over: people are told days, so a promise is kept until its evening."""
    return at.astimezone(zone).date() > promised_at.astimezone(zone).date()


def answer_on(promised_on: date, begins_on: date | None, today: date) -> PromiseAnswer:
    """What to say of a promise today; `begins_on` is the first day on which the file is expected to be done."""
    if today > promised_on:
        return PromiseAnswer.OVERDUE
    return PromiseAnswer.ENDANGERED if begins_on is not None and begins_on > promised_on else PromiseAnswer.PROMISED


def agrees(begins_on: date, ends_on: date, promised_on: date | None, today: date) -> bool:
    """Whether expected days may be told beside the promise.

    They may not where they would make two answers of it: while it can still be kept, days beyond it are left out.
    """
    if promised_on is None or ends_on <= promised_on:
        return True
    return answer_on(promised_on, begins_on, today) is not PromiseAnswer.PROMISED


def promise_from(calendar: Calendar, start: datetime, hours: float) -> datetime:
    """The end of a promise of so many working hours given at `start`."""
    return working_time.add(calendar, start, timedelta(hours=hours))


def promise_after_pause(calendar: Calendar, hours: float, progress: Progress, at: datetime) -> datetime | None:
    """The end of the promise when the clock runs again at `at`; None while it never stopped."""
    if progress.promised_at is not None:
        return None
    used = sum((work for clock, work in _spans(calendar, progress, at) if clock is not Clock.RESIDENT), timedelta())
    return working_time.add(calendar, at, max(timedelta(hours=hours) - used, timedelta()))


def time_spent(calendar: Calendar, progress: Progress, until: datetime) -> Mapping[Clock, timedelta]:
    """Working time by whose clock ran. The end of the story stops them all."""
    spent = dict.fromkeys((Clock.OFFICE, Clock.AGENCY, Clock.RESIDENT, Clock.COURIER), timedelta())
    for clock, work in _spans(calendar, progress, until):
        if clock in spent:
            spent[clock] += work
    return spent


def _spans(calendar: Calendar, progress: Progress, until: datetime) -> Iterator[tuple[Clock, timedelta]]:
    ends = [entry.at for entry in progress.timeline[1:]] + [until]
    for entry, end in zip(progress.timeline, ends, strict=True):
        yield clock_of(entry.stage), working_time.between(calendar, entry.at, end)
