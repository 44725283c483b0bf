"""Something to say about a file, and the messages it becomes: one for each of the resident's ways, or for a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from siantar.casework.models import Application, EventRow
from siantar.messaging.models import Choice, Message
from siantar.privacy import restrictions, vault
from siantar.rules import occasions
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind, Occasion

PRESSING_WAITS = timedelta(minutes=1)
LONGEST_PAPER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class News:
    """What gives reason to say something: an event, since when (`seq`) it is a fact, and the facts to be put in words.

    `good_until`: what was not said by then is not said any more.
    """

    event: EventRow
    seq: int
    file: Application
    occasion: Occasion
    facts: Mapping[str, Any]
    good_until: datetime

    def is_fresh(self, at: datetime) -> bool:
        """Whether it is still worth saying: a phone that was offline for a day brings old news."""
        return min(self.good_until, self.event.occurred_at + occasions.OLD) > at


def choices_of(ids: Iterable[UUID]) -> dict[UUID, list[Choice]]:
    """How the owners of these files want to be told, in the order of their wish."""
    choices: dict[UUID, list[Choice]] = defaultdict(list)
    for choice in Choice.objects.filter(application__in=list(ids), withdrawn_at=None).order_by("rank"):
        choices[choice.application_id].append(choice)
    return choices


def write(news: News, chosen: Sequence[Choice], at: datetime, gather: timedelta) -> int:
    """Write the messages, each once whoever else writes them too; how many there are to write.

    Whose data is restricted is told only what protects them: that somebody leads the document elsewhere.
    """
    if news.occasion not in occasions.OLD_CONTACT and restrictions.restricted([news.file.pk]):
        return 0
    messages = _messages(news, chosen, at, gather)
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    return len(messages)


def _messages(news: News, chosen: Sequence[Choice], at: datetime, gather: timedelta) -> list[Message]:
    """One for the first of the resident's channels and one for each browser; for a person where there is none."""
    spoken = [choice for choice in chosen if choice.channel != ChannelKind.WEBPUSH][:1]
    pushed = [choice for choice in chosen if choice.channel == ChannelKind.WEBPUSH]
    if not spoken and (not pushed or news.occasion in occasions.OLD_CONTACT):
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
        facts=dict(news.facts),
        made_at=at,
        not_before=at,
        expires_at=news.good_until,
    )
