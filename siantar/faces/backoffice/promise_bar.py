"""Age and promise of a file as one quiet bar with its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from siantar.casework.models import Application
from siantar.casework.progress import promised_hours
from siantar.directory.calendars import calendar_of
from siantar.directory.models import Office
from siantar.rules import promise, working_time
from siantar.rules.promise import Clock
from siantar.rules.vocabulary import Stage
from siantar.rules.working_time import Calendar

LEAST, WHOLE = 2, 100
NEAR = 80  # per cent of the promised time


@dataclass(frozen=True, slots=True)
class PromiseBar:
    """`at` per cent of the promised working time are used up; `kind` is "", "near" or "late"."""

    at: int
    words: str
    kind: str = ""


class PromiseBars:
    """The bars of many files; the calendar of an office is read once."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._calendars: dict[str, Calendar] = {}

    def bar_of(self, file: Application) -> PromiseBar | None:
        """The bar of one file; None where nothing is promised (any more)."""
        promised_at, stage = file.standing.promised_at, Stage(file.standing.stage)
        clock = promise.clock_of(stage)
        if promised_at is None or clock is Clock.END:
            return None
        calendar = self._calendar(file.office)
        left = working_time.between(calendar, self._at, promised_at) / timedelta(hours=1)
        used = round(min(max(WHOLE * (1 - left / promised_hours(file)), LEAST), WHOLE))
        if clock is Clock.RESIDENT:
            return PromiseBar(used, _("giliran warga"))
        days = (promised_at.astimezone(calendar.zone).date() - self._at.astimezone(calendar.zone).date()).days
        if days < 0:
            return PromiseBar(WHOLE, _("lewat %(days)s hari") % {"days": -days}, "late")
        if days == 0:
            return PromiseBar(used, _("habis hari ini"), "near")
        words = _("sisa %(days)s hari") % {"days": working_time.as_days(left)}
        return PromiseBar(used, words, "near" if used >= NEAR else "")

    def _calendar(self, office: Office) -> Calendar:
        if office.pk not in self._calendars:
            self._calendars[office.pk] = calendar_of(office)
        return self._calendars[office.pk]


def age(since: datetime, at: datetime) -> str:
    """How long something lies, in one unit: `20 menit`, `5 jam`, `6 hari`."""
    passed = max(at - since, timedelta())
    if passed < timedelta(hours=1):
        return _("%(n)s menit") % {"n": passed // timedelta(minutes=1)}
    if passed < timedelta(days=1):
        return _("%(n)s jam") % {"n": passed // timedelta(hours=1)}
    return _("%(n)s hari") % {"n": passed.days}
