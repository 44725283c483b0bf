"""From events to messages, unique by event, receiver and occasion: what is committed is told once, nothing else ever.

A worker that starts on an old database is quiet: nobody is written to about history.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from siantar.casework import stories
from siantar.casework.consumer import Consumer
from siantar.casework.models import Application, EventRow
from siantar.messaging import office_settings
from siantar.messaging.facts import facts_of
from siantar.messaging.models import Choice, Message
from siantar.privacy import vault
from siantar.rules import history, occasions
from siantar.rules.event import Event
from siantar.rules.history import BrokenStory, Progress
from siantar.rules.identifiers import uuid7
from siantar.rules.journey import Refused
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind

PRESSING_WAITS = timedelta(minutes=1)
LONGEST_PAPER = timedelta(days=30)

log = logging.getLogger("siantar.messaging")


@dataclass(frozen=True, slots=True)
class News:
    """An event that gives reason to say something, since when (`seq`) it is a fact, and where its file stood then."""

    event: EventRow
    seq: int
    file: Application
    progress: Progress
    occasion: Occasion

    def is_fresh(self, at: datetime) -> bool:
        """Whether it is still worth saying: a phone that was offline for a day brings old news."""
        return self.event.occurred_at + min(occasions.good_for(self.occasion), occasions.OLD) > at


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
    off, choices, stories = office_settings.silent_occasions(set(offices)), _choices(ids), _stories(ids)
    for event in events:
        if event.kind == Kind.CORRECTED:
            _take_back(event)
        news = _news(event, files[event.application_id], stories[event.application_id])
        if news is None:
            continue
        _overtake(news)
        if (news.file.office_id, str(news.occasion)) not in off and news.is_fresh(at):
            chosen = [choice for choice in choices[news.file.pk] if choice.consent_at <= event.recorded_at]
            messages = _messages(news, chosen, at, gather[news.file.office_id])
            Message.objects.bulk_create(messages, ignore_conflicts=True)


def _choices(ids: Iterable[UUID]) -> dict[UUID, list[Choice]]:
    choices: dict[UUID, list[Choice]] = defaultdict(list)
    for choice in Choice.objects.filter(application__in=list(ids), withdrawn_at=None).order_by("rank"):
        choices[choice.application_id].append(choice)
    return choices


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
    return News(subject, event.seq, file, progress, occasion) if occasion else None


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


def _messages(news: News, chosen: Sequence[Choice], at: datetime, gather: timedelta) -> list[Message]:
    """One for the first of the resident's channels and one for each browser; for a person where there is none."""
    spoken = [choice for choice in chosen if choice.channel != ChannelKind.WEBPUSH][:1]
    pushed = [choice for choice in chosen if choice.channel == ChannelKind.WEBPUSH]
    if not spoken and not pushed:
        return [_for_the_counter(news, at)] if news.occasion in occasions.MUST_KNOW else []
    wait = min(PRESSING_WAITS, gather) if news.occasion in occasions.PRESSING else gather
    return [_by_channel(news, choice, at, wait) for choice in [*spoken, *pushed]]


def _by_channel(news: News, choice: Choice, at: datetime, wait: timedelta) -> Message:
    message = _message(news, at)
    message.choice, message.channel, message.language = choice, choice.channel, choice.language
    message.receiver_index = bytes(choice.address_index)
    message.not_before = at + wait
    return message


def _for_the_counter(news: News, at: datetime) -> Message:
    """Somebody without a channel: on the list of people to tell."""
    message = _message(news, at)
    message.channel, message.state = ChannelKind.PAPER, Message.State.BY_HAND
    message.receiver_index = vault.index("messaging.paper", str(news.file.pk))
    message.expires_at = at + LONGEST_PAPER
    return message


def _message(news: News, at: datetime) -> Message:
    return Message(
        id=uuid7(at),
        office=news.file.office,
        application=news.file,
        event=news.event,
        occasion=news.occasion,
        facts=facts_of(news.occasion, news.event, news.progress, news.file),
        made_at=at,
        not_before=at,
        expires_at=news.event.occurred_at + occasions.good_for(news.occasion),
    )


MESSAGES = Consumer("messages", tell)
