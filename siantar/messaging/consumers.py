"""From events to messages, unique by event, receiver and occasion: what is committed is told once, nothing else ever.

A worker that starts on an old database is quiet: nobody is written to about history.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import stories
from siantar.casework.consumer import Consumer
from siantar.casework.models import Application, EventRow
from siantar.messaging import office_settings
from siantar.messaging.facts import facts_of
from siantar.messaging.models import Message
from siantar.messaging.news import News, choices_of, write
from siantar.rules import history, occasions
from siantar.rules.event import Event
from siantar.rules.history import BrokenStory
from siantar.rules.journey import Refused
from siantar.rules.vocabulary import Kind

log = logging.getLogger("siantar.messaging")


def tell(events: Sequence[EventRow], at: datetime) -> None:
    """Write the messages these events give reason for, and drop those they overtake or take back."""
    fresh = [event for event in events if event.recorded_at >= at - occasions.OLD]
    if fresh:
        _write(fresh, at)


def _write(events: Sequence[EventRow], at: datetime) -> None:
    ids = {event.application_id for event in events}
    files = {file.pk: file for file in Application.objects.select_related("office", "service").filter(pk__in=ids)}
    offices = {file.office_id: file.office for file in files.values()}
    gather = {code: timedelta(minutes=office_settings.courtesy_of(o).gather_minutes) for code, o in offices.items()}
    off, choices, stories = office_settings.silent_occasions(set(offices)), choices_of(ids), _stories(ids)
    for event in events:
        if event.kind == Kind.CORRECTED:
            _take_back(event)
        news = _news(event, files[event.application_id], stories[event.application_id])
        if news is None:
            continue
        _overtake(news)
        if (news.file.office_id, str(news.occasion)) not in off and news.is_fresh(at):
            chosen = [choice for choice in choices[news.file.pk] if choice.consent_at <= event.recorded_at]
            write(news, chosen, at, gather[news.file.office_id])


def _stories(ids: Iterable[UUID]) -> dict[UUID, list[EventRow]]:
    stories: dict[UUID, list[EventRow]] = defaultdict(list)
    for event in EventRow.objects.filter(application__in=list(ids)).order_by("seq"):
        stories[event.application_id].append(event)
    return stories


def _news(event: EventRow, file: Application, story: Sequence[EventRow]) -> News | None:
    """The event as something to say; None for what is no fact (yet, or any more) or no reason to write."""
    subject = _subject(event, story)
    if subject is None or str(subject.pk) in {row.data.get("event") for row in story if row.kind == Kind.CORRECTED}:
        return None
    until_then = [stories.event_of(row) for row in story if row.seq <= event.seq]
    try:
        progress = history.fold(until_then)
        before = _window_stood(subject, until_then)
    except (Refused, BrokenStory):  # doctor finds it; the others behind it must not wait
        log.error("the story of event %s does not fold: nobody is told", event.pk)
        return None
    state = progress.state
    occasion = occasions.occasion_of(Kind(subject.kind), state.stage, state.method, told_before=before)
    if occasion is None:
        return None
    facts = facts_of(occasion, subject, progress, file)
    good_until = subject.occurred_at + occasions.good_for(occasion)
    return News(subject, event.seq, file, occasion, facts, good_until)


def _subject(event: EventRow, story: Sequence[EventRow]) -> EventRow | None:
    """The fact an event brings: itself, or the claim it upholds. That an item went from bag to bag concerns nobody."""
    if event.kind != Kind.CORRECTED:
        return None if event.conflict else event
    upheld = event.data.get("uphold")
    return next((row for row in story if str(row.pk) == upheld and row.kind != Kind.LOADED), None)


def _window_stood(event: EventRow, story: Sequence[Event]) -> bool:
    if event.kind != Kind.WINDOW_TOLD:
        return False
    return history.fold([earlier for earlier in story if earlier.id != event.pk]).expected is not None


def _overtake(news: News) -> None:
    """What waits to be said of this file and is overtaken by this is not said any more; what came later stays."""
    overtaken = occasions.OVERTAKES.get(news.occasion)
    if overtaken:
        waiting = Message.objects.filter(application=news.file, occasion__in=overtaken, event__seq__lt=news.seq)
        waiting.filter(state__in=[Message.State.WAITING, Message.State.BY_HAND, Message.State.DEAD]).update(
            state=Message.State.DROPPED, problem="overtaken"
        )


def _take_back(event: EventRow) -> None:
    """What was corrected before it was told is not told."""
    named = event.data.get("event")
    if named:
        waiting = Message.objects.filter(application=event.application_id, event=UUID(str(named)))
        waiting.filter(state__in=[Message.State.WAITING, Message.State.BY_HAND]).update(
            state=Message.State.DROPPED, problem="corrected"
        )


MESSAGES = Consumer("messages", tell)
