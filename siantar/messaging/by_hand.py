"""What officers do where no gateway carries a message: open it prepared, say that it was told, try again, let it be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from siantar.messaging import office_settings, preferences, queries, rendering, sending
from siantar.messaging.channels import by_hand
from siantar.messaging.models import Message
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Actor, Reading, require
from siantar.rules.occasions import ChannelKind, Occasion

State = Message.State


class NotByLink(Exception):
    """The resident did not agree to WhatsApp, or this is a training installation, where nobody is reached."""


def prepared_link(messages: Sequence[Message], reader: Reader) -> str:
    """The wa.me link with the words written; opening it leaves a trace. Raises NotByLink, Forbidden."""
    require(reader.by, Reading.MESSAGES, office=messages[0].office_id)
    choice = messages[0].choice
    if (
        settings.SIANTAR_TRAINING
        or choice is None
        or choice.withdrawn_at is not None
        or choice.channel != ChannelKind.WHATSAPP
    ):
        raise NotByLink
    address = preferences.open_address(choice, reader)
    return by_hand.link(address, words_of(messages, reader.at))


def words_of(messages: Sequence[Message], at: datetime) -> str:
    """What is to be said, as the resident would have read it."""
    first = messages[0]
    envelope = rendering.Envelope(first.pk, "", first.office, first.language, at)
    wording = office_settings.words_of(office_settings.wording_of(first.office_id, Occasion(first.occasion)))
    items = [sending.item_of(message) for message in messages]
    return rendering.letter(envelope, Occasion(first.occasion), wording, items).text


def mark_told(messages: Sequence[Message], *, by: Actor, at: datetime) -> None:
    """An officer told the resident: who and when is kept. Raises Forbidden."""
    _waiting(messages, by).update(state=State.SENT, by=int(by.person), told_at=at, problem="")


def try_again(messages: Sequence[Message], *, by: Actor, at: datetime) -> None:
    """A failed message goes back to the outbox, with all its tries. Raises Forbidden."""
    _waiting(messages, by).exclude(channel=ChannelKind.PAPER).update(
        state=State.WAITING, not_before=at, tries=0, problem=""
    )


def let_be(messages: Sequence[Message], *, by: Actor, at: datetime) -> None:
    """An officer settled it otherwise: it is off the list, who and when is kept. Raises Forbidden."""
    _waiting(messages, by).update(state=State.DROPPED, by=int(by.person), told_at=at)


def _waiting(messages: Sequence[Message], by: Actor) -> QuerySet[Message]:
    for message in messages:
        require(by, Act.SETTLE_MESSAGE, office=message.office_id)
    ids = [message.pk for message in messages]
    return Message.objects.filter(queries.for_people(), pk__in=ids)
