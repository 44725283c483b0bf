"""From events to messages: the event row is the outbox. What is committed is told once, what is not is never told.

Events are claimed, messages written and `relayed_at` set in one transaction: whoever is killed in the middle leaves
everything as it was. Messages are unique by event, receiver and occasion.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from siantar.casework import stories
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

AT_ONCE = 200
HISTORY_AT_ONCE = 5000
PRESSING_WAITS = timedelta(minutes=1)
LONGEST_PAPER = timedelta(days=30)

log = logging.getLogger("siantar.messaging")


@dataclass(frozen=True, slots=True)
class Told:
    """An event that gives reason to say something, with its file and where that stood after it."""

    event: EventRow
    file: Application
    progress: Progress
    occasion: Occasion

    def is_news(self, at: datetime) -> bool:
        """Whether it is still worth saying: a phone that was offline for a day brings old news."""
        return self.event.occurred_at + min(occasions.good_for(self.occasion), occasions.OLD) > at


def relay(at: datetime, *, at_most: int = AT_ONCE) -> int:
    """Turn the oldest events not relayed yet into messages; how many events were taken."""
    if not EventRow.objects.filter(relayed_at=None).exists():
        return 0
    if passed := _pass_over_history(at):
        return passed
    with transaction.atomic():
        events = _claim(at_most)
        if not events:
            return 0
        _write(events, at)
        EventRow.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=at)
    return len(events)


def _pass_over_history(at: datetime) -> int:
    """Events too old to write to anybody about, marked many at a time: a worker started on an old database is quiet."""
    old = EventRow.objects.filter(relayed_at=None, recorded_at__lt=at - occasions.OLD).order_by("recorded_at")
    with transaction.atomic():
        ids = list(_skipping_locked(old).values_list("pk", flat=True)[:HISTORY_AT_ONCE])
        return EventRow.objects.filter(pk__in=ids).update(relayed_at=at) if ids else 0


def _claim(at_most: int) -> list[EventRow]:
    waiting = EventRow.objects.filter(relayed_at=None).order_by("recorded_at", "application_id", "seq")
    return list(_skipping_locked(waiting)[:at_most])


def _skipping_locked(found: QuerySet[EventRow]) -> QuerySet[EventRow]:
    if connection.features.has_select_for_update_skip_locked:
        return found.select_for_update(skip_locked=True, no_key=True)
    return found


def _write(events: Sequence[EventRow], at: datetime) -> None:
    ids = {event.application_id for event in events}
    files = {one.pk: one for one in Application.objects.select_related("office", "service").filter(pk__in=ids)}
    offices = {file.office_id: file.office for file in files.values()}
    gather = {code: timedelta(minutes=office_settings.courtesy_of(one).gather_minutes) for code, one in offices.items()}
    off, choices, stories = office_settings.silent_occasions(set(offices)), _choices(ids), _stories(ids)
    for event in events:
        if event.kind == Kind.CORRECTED:
            _take_back(event)
        told = _told(event, files[event.application_id], stories[event.application_id])
        if told is None:
            continue
        _overtake(told)
        if (told.file.office_id, str(told.occasion)) not in off and told.is_news(at):
            chosen = [one for one in choices[told.file.pk] if one.consent_at <= event.recorded_at]
            messages = _messages(told, chosen, at, gather[told.file.office_id])
            Message.objects.bulk_create(messages, ignore_conflicts=True)


def _choices(ids: Iterable[UUID]) -> dict[UUID, list[Choice]]:
    found: dict[UUID, list[Choice]] = defaultdict(list)
    for choice in Choice.objects.filter(application__in=list(ids), withdrawn_at=None).order_by("rank"):
        found[choice.application_id].append(choice)
    return found


def _stories(ids: Iterable[UUID]) -> dict[UUID, list[EventRow]]:
    found: dict[UUID, list[EventRow]] = defaultdict(list)
    for event in EventRow.objects.filter(application__in=list(ids)).order_by("seq"):
        found[event.application_id].append(event)
    return found


def _told(event: EventRow, file: Application, story: Sequence[EventRow]) -> Told | None:
    """The event as something to say; None for what is no fact (yet, or any more) or no reason to write."""
    if event.kind == Kind.CORRECTED or event.conflict:
        return None
    if str(event.pk) in {one.data.get("event") for one in story if one.kind == Kind.CORRECTED}:
        return None
    known = [stories.event_of(one) for one in story if one.seq <= event.seq]
    try:
        progress = history.fold(known)
        before = _window_stood(event, known)
    except (Refused, BrokenStory):  # doctor finds it; the others behind it must not wait
        log.error("the story of event %s does not fold: nobody is told", event.pk)
        return None
    state = progress.state
    occasion = occasions.occasion_of(Kind(event.kind), state.stage, state.method, told_before=before)
    return Told(event, file, progress, occasion) if occasion else None


def _window_stood(event: EventRow, known: Sequence[Event]) -> bool:
    if event.kind != Kind.WINDOW_TOLD:
        return False
    return history.fold([one for one in known if one.id != event.pk]).expected is not None


def _overtake(told: Told) -> None:
    """What waits to be said of this file and is overtaken by this is not said any more."""
    overtaken = occasions.OVERTAKES.get(told.occasion)
    if overtaken:
        waiting = Message.objects.filter(application=told.file, occasion__in=overtaken)
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


def _messages(told: Told, chosen: Sequence[Choice], at: datetime, gather: timedelta) -> list[Message]:
    """One for the first of the resident's channels and one for each browser; for a person where there is none."""
    spoken = [one for one in chosen if one.channel != ChannelKind.WEBPUSH][:1]
    pushed = [one for one in chosen if one.channel == ChannelKind.WEBPUSH]
    if not spoken and not pushed:
        return [_for_the_counter(told, at)] if told.occasion in occasions.MUST_KNOW else []
    wait = min(PRESSING_WAITS, gather) if told.occasion in occasions.PRESSING else gather
    return [_by_channel(told, one, at, wait) for one in [*spoken, *pushed]]


def _by_channel(told: Told, choice: Choice, at: datetime, wait: timedelta) -> Message:
    message = _message(told, at)
    message.choice, message.channel, message.language = choice, choice.channel, choice.language
    message.receiver_index = bytes(choice.address_index)
    message.not_before = at + wait
    return message


def _for_the_counter(told: Told, at: datetime) -> Message:
    """Somebody without a channel: on the list of people to tell."""
    message = _message(told, at)
    message.channel, message.state = ChannelKind.PAPER, Message.State.BY_HAND
    message.receiver_index = vault.index("messaging.paper", str(told.file.pk))
    message.expires_at = at + LONGEST_PAPER
    return message


def _message(told: Told, at: datetime) -> Message:
    return Message(
        id=uuid7(at),
        office=told.file.office,
        application=told.file,
        event=told.event,
        occasion=told.occasion,
        facts=facts_of(told.occasion, told.event, told.progress, told.file),
        made_at=at,
        not_before=at,
        expires_at=told.event.occurred_at + occasions.good_for(told.occasion),
    )
