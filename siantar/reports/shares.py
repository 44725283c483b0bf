"""What a single file adds to the tallies as it stands now: a pure function of its progress, so all can be made anew.

Times are working seconds of the office's calendar, as the promise is counted in; those of a file that was served are
added to the month in which its story ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from siantar.reports import letter_desks
from siantar.reports.letter_desks import LetterPass
from siantar.reports.served_files import SERVED, in_time
from siantar.rules import promise, working_time
from siantar.rules.event import HolderKind
from siantar.rules.history import Entry, Progress
from siantar.rules.promise import Clock
from siantar.rules.vocabulary import ENDS, Stage
from siantar.rules.working_time import Calendar

NOW = date(2000, 1, 1)  # the month under which stands what is open
HOUR = timedelta(hours=1)
LONGEST_STEP = 400  # working hours that are still told apart
LONGEST_WAY = 280  # letters of a way; what went further is cut there
Share = tuple[date, "Measure", str]


class Measure(StrEnum):
    """What is tallied; after the code what its key says."""

    HANDED_IN = "handed_in"  # the day
    COUNTER_HOUR = "counter_hour"  # weekday-hour of handing in
    SERVED = "served"  # the day
    SERVED_AS = "served_as"  # the stage it ended in
    STOPPED = "stopped"  # rejected, cancelled
    PROMISE = "promise"  # kept, missed
    SECONDS = "seconds"  # the hand
    ATTEMPT = "attempt"  # number of the attempt|delivered, or |failed
    FAILED = "failed"  # the reason
    VILLAGE = "village"  # its code|delivered, or |failed
    STEP = "step"  # from>to|working hours, whole
    WAY = "way"  # the stages in order
    LETTER = "letter"  # issued, returned, withdrawn
    LETTER_WAIT = "letter_wait"  # desk|working hours, whole
    OPEN_STAGE = "open_stage"  # the stage
    OPEN_DUE = "open_due"  # promised day|hand
    OPEN_SINCE = "open_since"  # day of handing in|hand
    OPEN_HOLDER = "open_holder"  # who has the item


class HandCode(StrEnum):
    """In whose hands the time of a file passes; an agency's has its code behind it."""

    OURS = "ours"
    AGENCY = "agency"
    RESIDENT = "resident"
    COURIER = "courier"


HANDS = {Clock.OFFICE: HandCode.OURS, Clock.RESIDENT: HandCode.RESIDENT, Clock.COURIER: HandCode.COURIER}


@dataclass(frozen=True, slots=True)
class FailedAttempt:
    """An attempt at the door that did not succeed."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What is counted of a file; `since` is when it came to stand where it stands, `village` may be empty."""

    office: str
    village: str
    handed_in_at: datetime
    since: datetime
    progress: Progress
    promised_at: datetime | None
    failures: Sequence[FailedAttempt] = ()
    passes: Sequence[LetterPass] = ()


def shares_of(file: CountedFile, calendar: Calendar) -> Counter[Share]:
    """All that this file adds."""
    shares: Counter[Share] = Counter()
    for share, amount in (*_of_every(file, calendar), *_at_the_door(file, calendar), *_of_letters(file, calendar)):
        shares[share] += amount
    stage = file.progress.state.stage
    if stage not in ENDS:
        more = _of_open(file, calendar)
    elif stage in SERVED:
        more = _of_served(file, calendar)
    else:
        more = iter([((_month(_day(file.since, calendar)), Measure.STOPPED, str(stage)), 1)])
    for share, amount in more:
        shares[share] += amount
    return +shares


def _of_every(file: CountedFile, calendar: Calendar) -> Iterator[tuple[Share, int]]:
    local = file.handed_in_at.astimezone(calendar.zone)
    month = _month(local.date())
    yield (month, Measure.HANDED_IN, local.date().isoformat()), 1
    yield (month, Measure.COUNTER_HOUR, f"{local.weekday()}-{local.hour:02d}"), 1


def _at_the_door(file: CountedFile, calendar: Calendar) -> Iterator[tuple[Share, int]]:
    attempts = [(failure.at, "failed") for failure in file.failures]
    if file.progress.state.stage is Stage.DELIVERED:
        attempts.append((file.since, "delivered"))
    for number, (at, outcome) in enumerate(attempts, 1):
        month = _month(_day(at, calendar))
        yield (month, Measure.ATTEMPT, f"{number}|{outcome}"), 1
        yield (month, Measure.VILLAGE, f"{file.village}|{outcome}"), 1
    for failure in file.failures:
        yield (_month(_day(failure.at, calendar)), Measure.FAILED, failure.reason), 1


def _of_letters(file: CountedFile, calendar: Calendar) -> Iterator[tuple[Share, int]]:
    for fate, at in letter_desks.fates(file.passes):
        yield (_month(_day(at, calendar)), Measure.LETTER, str(fate)), 1
    asked_for = [entry.at for entry in file.progress.timeline if entry.stage is Stage.AWAITING_SIGNATURE]
    for wait in letter_desks.waits(file.passes, asked_for):
        hours = min(working_time.between(calendar, wait.since, wait.until) // HOUR, LONGEST_STEP)
        yield (_month(_day(wait.until, calendar)), Measure.LETTER_WAIT, f"{wait.desk}|{hours}"), 1


def _of_open(file: CountedFile, calendar: Calendar) -> Iterator[tuple[Share, int]]:
    state = file.progress.state
    hand = hand_of(file.progress.timeline[-1], file)
    yield (NOW, Measure.OPEN_STAGE, str(state.stage)), 1
    yield (NOW, Measure.OPEN_SINCE, f"{_day(file.handed_in_at, calendar).isoformat()}|{hand}"), 1
    yield (NOW, Measure.OPEN_HOLDER, holder_of(file)), 1
    if file.promised_at is not None and promise.can_be_missed(state.stage):
        yield (NOW, Measure.OPEN_DUE, f"{_day(file.promised_at, calendar).isoformat()}|{hand}"), 1


def _of_served(file: CountedFile, calendar: Calendar) -> Iterator[tuple[Share, int]]:
    day, progress = _day(file.since, calendar), file.progress
    month = _month(day)
    yield (month, Measure.SERVED, day.isoformat()), 1
    yield (month, Measure.SERVED_AS, str(progress.state.stage)), 1
    if (kept_promise := in_time(progress, file.promised_at, calendar.zone)) is not None:
        yield (month, Measure.PROMISE, "kept" if kept_promise else "missed"), 1
    yield (month, Measure.WAY, way_of(progress.timeline)), 1
    for before, after in pairwise(progress.timeline):
        spent = working_time.between(calendar, before.at, after.at)
        yield (month, Measure.SECONDS, hand_of(before, file)), int(spent.total_seconds())
        hours = min(spent // HOUR, LONGEST_STEP)
        yield (month, Measure.STEP, f"{before.stage}>{after.stage}|{hours}"), 1


def hand_of(entry: Entry, file: CountedFile) -> str:
    """Whose clock runs from this entry of the story on."""
    clock = promise.clock_of(entry.stage)
    if clock is Clock.AGENCY:
        return f"{HandCode.AGENCY}:{_agency(entry, file)}"
    return str(HANDS.get(clock, HandCode.OURS))


def _agency(entry: Entry, file: CountedFile) -> str:
    """The agency itself told it, or a liaison of the office for the agency that the path names."""
    if entry.office != file.office:
        return entry.office
    return next((step.agency for step in file.progress.path.steps if step.agency), entry.office)


def holder_of(file: CountedFile) -> str:
    """What kind of holder has the item; of an agency which."""
    holder = file.progress.state.holder
    return str(holder) if holder.kind is HolderKind.AGENCY else str(holder.kind)


def way_of(timeline: Sequence[Entry]) -> str:
    """The stages in order, cut where somebody was sent round in circles for very long."""
    way = ">".join(entry.stage for entry in timeline)
    return way if len(way) <= LONGEST_WAY else way[: way.rindex(">", 0, LONGEST_WAY)] + ">"


def _day(at: datetime, calendar: Calendar) -> date:
    return at.astimezone(calendar.zone).date()


def _month(day: date) -> date:
    return day.replace(day=1)
