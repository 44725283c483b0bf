"""Owners are reminded of documents that wait to be collected: after the office's days, and once more before the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from siantar.casework.models import EventRow, Standing
from siantar.directory.models import Office
from siantar.messaging import office_settings
from siantar.messaging.models import Message
from siantar.messaging.news import News, choices_of, write
from siantar.rules import keeping as keeping_rules
from siantar.rules.keeping import WAITS_TO_BE_COLLECTED, Keeping
from siantar.rules.occasions import Occasion
from siantar.shelf import keeping

GOOD_FOR = timedelta(days=7)
REMINDERS = (Occasion.REMINDED, Occasion.LAST_REMINDED)


def remind(at: datetime) -> int:
    """Write the reminders that are due, each once; how many."""
    return sum(_remind(office, at) for office in Office.objects.filter(nature=Office.Nature.OFFICE))


def _remind(office: Office, at: datetime) -> int:
    rule, zone = keeping.rule_of(office.code), ZoneInfo(office.zone)
    due = {standing: REMINDERS[_due(standing, at, rule, zone) - 1] for standing in _waiting(office.code, rule, at)}
    off = office_settings.silent_occasions({office.code})
    written_before = _written([standing.application_id for standing in due])
    due = {
        standing: occasion
        for standing, occasion in due.items()
        if (office.code, str(occasion)) not in off
        and written_before.get((standing.application_id, str(occasion)), standing.since) <= standing.since
    }
    events = _reached_by(due)
    choices = choices_of([standing.application_id for standing in due])
    gather = timedelta(minutes=office_settings.courtesy_of(office).gather_minutes)
    written = 0
    for standing, occasion in due.items():
        event = events[standing.application_id]
        until = keeping_rules.keep_until(standing.since, rule, zone)
        facts = {"keep_until": until.isoformat()}
        news = News(event, standing.seq, standing.application, occasion, facts, at + GOOD_FOR)
        written += write(news, choices[standing.application_id], at, gather)
    return written


def _waiting(office: str, rule: Keeping, at: datetime) -> Iterable[Standing]:
    """Those whose owner should have been reminded by now, as long as the document is kept."""
    standings = Standing.objects.filter(
        office=office,
        stage__in=WAITS_TO_BE_COLLECTED,
        since__lt=keeping.begins_before(office, at, rule.first_reminder - 1),
        since__gte=keeping.begins_before(office, at, rule.keep),
    )
    return standings.select_related("application__office", "application__service").order_by("since")


def _due(standing: Standing, at: datetime, rule: Keeping, zone: ZoneInfo) -> int:
    return keeping_rules.reminders_due(standing.since, at, rule, zone)


def _reached_by(standings: Iterable[Standing]) -> Mapping[UUID, EventRow]:
    """The event that brought each file where it waits; its last one where that cannot be said."""
    since = {standing.application_id: standing.since for standing in standings}
    reached: dict[UUID, EventRow] = {}
    for event in EventRow.objects.filter(application__in=list(since)).order_by("seq"):
        before = reached.get(event.application_id)
        if before is None or before.occurred_at != since[event.application_id]:
            reached[event.application_id] = event
    return reached


def _written(applications: Iterable[UUID]) -> Mapping[tuple[UUID | None, str], datetime]:
    """When each reminder of each file was written last: one from before it waited here is another wait's."""
    reminders = Message.objects.filter(application__in=list(applications), occasion__in=REMINDERS).order_by("made_at")
    rows = reminders.values_list("application", "occasion", "made_at")
    return {(application, occasion): made_at for application, occasion, made_at in rows}
