"""The sender: takes parcels out of the outbox, puts them into words, hands them to their channel, settles them."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from siantar.catalogue.words import Words
from siantar.messaging import office_settings, outbox, preferences, rendering, stops
from siantar.messaging.channels import KNOWN
from siantar.messaging.channels.base import Gone, Letter, Never, TryLater, TryThisLater, WrongSettings
from siantar.messaging.models import ChannelSetting, Choice, Message
from siantar.messaging.office_settings import SetUp
from siantar.messaging.outbox import Parcel
from siantar.privacy import vault
from siantar.rules import sending_hours
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ANSWER, ChannelKind, Occasion

REST = timedelta(seconds=30)  # of a channel whose provider cannot be reached or asks to wait
AFTER_A_FAULT = timedelta(minutes=15)
ANSWER_PLACE = "message.address"

log = logging.getLogger("siantar.messaging")


def send_next(at: datetime) -> bool:
    """Send one parcel that is due; False when nothing is."""
    parcel = outbox.claim(at)
    if parcel is None:
        return False
    send(parcel, at)
    return True


def send(parcel: Parcel, at: datetime) -> None:
    """Try once: sent, later, on to the next channel, or to a person."""
    message, choice = parcel.first, parcel.first.choice
    if message.occasion != ANSWER and (choice is None or choice.withdrawn_at is not None):
        outbox.drop(parcel, "withdrawn")
        return
    if parcel.tries > sending_hours.MOST_TRIES:
        give_up(outbox.mine(parcel), message.problem or "fault", at)
        return
    kind = ChannelKind(message.channel)
    channel = office_settings.channel_of(message.office_id, kind)
    if not channel.sends:
        _without_channel(parcel, channel, at)
        return
    try:
        provider_id = KNOWN[kind].deliver(letter_of(parcel, at), channel.config)
    except TryLater as problem:
        _later(parcel, problem, at)
    except WrongSettings as problem:
        stops.stop(message.office_id, kind, problem.problem, at)
        _wait_or_go_on(parcel, problem.problem, at)
    except Gone as problem:
        give_up(outbox.mine(parcel), problem.problem, at)
        preferences.forget_address(bytes(message.receiver_index))
    except Never as problem:
        give_up(outbox.mine(parcel), problem.problem, at)
    except Exception as error:  # a fault of ours must not hold up the others; its words might be personal
        log.error("message %s was not sent: %s", parcel.id, type(error).__name__)
        outbox.again(parcel, not_before=at + AFTER_A_FAULT, problem=f"fault {type(error).__name__}")
    else:
        outbox.sent(parcel, provider_id, at)


def _without_channel(parcel: Parcel, channel: SetUp, at: datetime) -> None:
    """An officer writes where no gateway is set up; a channel that stopped is waited for."""
    if channel.is_set_up:
        _wait_or_go_on(parcel, channel.stopped_by, at)
    else:
        outbox.to_a_person(parcel, "not_set_up")


def _wait_or_go_on(parcel: Parcel, problem: str, at: datetime) -> None:
    """The office is refused, not the letter: each of its messages goes another way that works, or waits."""
    held = outbox.mine(parcel)
    with transaction.atomic():
        for message in held.select_related("choice"):
            _send_on(held.filter(pk=message.pk), message, _first_that_sends(message), problem, at)
        outbox.put_back(parcel, not_before=at, problem=stops.why(problem))


def _first_that_sends(message: Message) -> Choice | None:
    for way in _next(message):
        if office_settings.channel_of(message.office_id, ChannelKind(way.channel)).sends:
            return way
    return None


def letter_of(parcel: Parcel, at: datetime) -> Letter:
    """Word the parcel."""
    message = parcel.first
    envelope = rendering.Envelope(parcel.id, _address(message), message.office, message.language, at)
    if message.occasion == ANSWER:
        return rendering.notice(envelope, message.facts["text"], answering=True)
    occasion = Occasion(message.occasion)
    wording = office_settings.words_of(office_settings.wording_of(message.office_id, occasion))
    return rendering.letter(envelope, occasion, wording, [item_of(part) for part in parcel.messages])


def item_of(message: Message) -> rendering.MessageItem:
    """Gather what a letter says of one file."""
    application = message.application
    assert application is not None
    service = application.service
    named = Words(service.name, service.name_en or service.name)
    return rendering.MessageItem(application.receipt_number, named, message.facts)


def give_up(messages: QuerySet[Message], problem: str, at: datetime) -> None:
    """This address does not work: each on to its resident's next channel, or to a person."""
    with transaction.atomic():
        for message in messages.select_related("choice"):
            held = messages.filter(pk=message.pk)
            if not _send_on(held, message, next(iter(_next(message)), None), problem, at):
                held.update(state=Message.State.DEAD, problem=problem[:200], lease_until=None, told_at=None)


def _next(message: Message) -> list[Choice]:
    """List the ways the resident named after this one."""
    if message.choice is None:
        return []
    later = Choice.objects.filter(
        application=message.application_id, rank__gt=message.choice.rank, withdrawn_at=None
    ).exclude(channel=ChannelKind.WEBPUSH)
    return list(later.order_by("rank"))


def _send_on(held: QuerySet[Message], message: Message, way: Choice | None, problem: str, at: datetime) -> bool:
    """Let a message go another way, as long as it is still `held`; False where there is no way."""
    if way is None:
        return False
    receiver = bytes(way.address_index)
    if receiver == bytes(message.receiver_index):  # the same phone by another channel: still one more message
        receiver = preferences.second_index_of(way)
    following = Message(
        id=uuid7(at), office_id=message.office_id, application_id=message.application_id, event_id=message.event_id,
        choice=way, occasion=message.occasion, channel=way.channel, language=way.language,
        receiver_index=receiver, facts=message.facts, made_at=at, not_before=at, expires_at=message.expires_at,
    )  # fmt: skip
    Message.objects.bulk_create([following], ignore_conflicts=True)
    held.update(state=Message.State.DROPPED, problem=f"went_on {problem}"[:200], lease_until=None, told_at=None)
    return True


def _later(parcel: Parcel, problem: TryLater, at: datetime) -> None:
    wait = sending_hours.wait_after(parcel.tries, random.random(), problem.after)
    if not isinstance(problem, TryThisLater):
        _rest(parcel.first, at + (problem.after or REST))
    if parcel.tries >= sending_hours.MOST_TRIES:
        give_up(outbox.mine(parcel), problem.problem, at)
    else:
        outbox.again(parcel, not_before=at + wait, problem=problem.problem)


def _rest(message: Message, until: datetime) -> None:
    """The whole channel waits: one parcel found out for all. Push services are many: none waits for another."""
    if message.channel != ChannelKind.WEBPUSH:
        ChannelSetting.objects.filter(office=message.office_id, kind=message.channel).update(rests_until=until)


def _address(message: Message) -> str:
    if message.choice is not None:
        return preferences.address_of(message.choice)
    assert message.address_sealed is not None
    return vault.unseal(ANSWER_PLACE, message.pk, message.address_sealed)
