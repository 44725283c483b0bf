"""How a resident wants to be told: chosen while handing in, changed or withdrawn later; consent with words and time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from siantar.casework import intake
from siantar.casework.intake import HandIn, Receipt
from siantar.casework.models import Application
from siantar.messaging import templates
from siantar.messaging.channels import KNOWN
from siantar.messaging.models import Choice, Message
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Actor, require
from siantar.rules.occasions import PHONES, ChannelKind

PLACE, INDEX = "choice.address", "messaging.address"


@dataclass(frozen=True, slots=True)
class MessageWish:
    """A channel with the address as the resident said it, the language, and whether the consent was given."""

    channel: ChannelKind
    address: str
    language: str = "id"


class NoSuchAddress(ValueError):
    """The address is none of this channel's."""


def require_address(channel: ChannelKind, typed: str) -> str:
    """The address in the channel's form. Raises NoSuchAddress."""
    address = KNOWN[channel].address_of(typed)
    if address is None:
        raise NoSuchAddress(channel)
    return address


def hand_in(application: HandIn, wishes: list[MessageWish], *, by: Actor, at: datetime) -> Receipt:
    """Take in a file and how its owner wants to be told, both or neither; later wishes are tried when earlier fail."""
    with transaction.atomic():
        receipt = intake.hand_in(application, by=by, at=at)
        if receipt.new:
            for wish in wishes:
                choose(receipt.application, wish, by=by, at=at)
    return receipt


def choose(application: Application, wish: MessageWish, *, by: Actor, at: datetime) -> None:
    """Keep one more way to tell the resident of this file, with the consent. Raises NoSuchAddress, Forbidden."""
    require(by, Act.CHOOSE_MESSAGES, office=application.office_id)
    address = require_address(wish.channel, wish.address)
    office = application.office.name
    of_file, indexes = Choice.objects.filter(application=application), indexes_of(wish.channel, address)
    last = of_file.aggregate(last=Max("rank"))["last"] or 0
    stored = of_file.filter(channel=wish.channel, address_index__in=indexes).first()
    Choice.objects.update_or_create(
        application=application,
        channel=wish.channel,
        address_index=bytes(stored.address_index) if stored else indexes[0],
        defaults={
            "rank": last + 1,
            "language": "en" if wish.language == "en" else "id",
            "address_sealed": vault.seal(PLACE, f"{application.pk}:{wish.channel}", address),
            "consent_text": templates.consent(office, wish.channel, wish.language)[:500],
            "consent_at": at,
            "withdrawn_at": None,
        },
    )


def renew(application: Application, former: str, wish: MessageWish, *, by: Actor) -> int:
    """The same browser under a new address: every file that was told there is told here; how many.

    Whoever has the whole former address has the browser. The consents stay as they were, and what ended stays ended.
    Raises NoSuchAddress, Forbidden.
    """
    require(by, Act.CHOOSE_MESSAGES, office=application.office_id)
    earlier, address = (require_address(wish.channel, typed) for typed in (former, wish.address))
    index = index_of(wish.channel, address)
    with transaction.atomic():
        told_there = Choice.objects.select_for_update().filter(
            channel=wish.channel, address_index__in=indexes_of(wish.channel, earlier), withdrawn_at=None
        )
        moving = list(
            told_there.exclude(application__in=Choice.objects.filter(address_index=index).values("application"))
        )
        for choice in moving:
            sealed = vault.seal(PLACE, f"{choice.application_id}:{choice.channel}", address)
            Choice.objects.filter(pk=choice.pk).update(address_index=index, address_sealed=sealed)
    return len(moving)


def withdraw(application: Application, *, by: Actor, at: datetime) -> int:
    """No more messages about this file: choices end, what waits is dropped; how many ended. Raises Forbidden."""
    require(by, Act.CHOOSE_MESSAGES, office=application.office_id)
    return _end(application, at)


def _end(application: Application, at: datetime) -> int:
    with transaction.atomic():
        ended = Choice.objects.filter(application=application, withdrawn_at=None).update(withdrawn_at=at)
        open_states = [Message.State.WAITING, Message.State.BY_HAND, Message.State.DEAD]
        waiting = Message.objects.filter(application=application, state__in=open_states, choice__isnull=False)
        waiting.update(state=Message.State.DROPPED, problem="withdrawn")
    return ended


def replace(application: Application, wishes: list[MessageWish], *, by: Actor, at: datetime) -> None:
    """Replace all choices of a file; what waits for the earlier ones ends. Raises NoSuchAddress, Forbidden."""
    with transaction.atomic():
        withdraw(application, by=by, at=at)
        for wish in wishes:
            choose(application, wish, by=by, at=at)


def withdraw_address(indexes: Sequence[bytes], at: datetime) -> None:
    """The person behind an address, by its indexes, wants no more messages, about no file."""
    for choice in Choice.objects.filter(address_index__in=indexes, withdrawn_at=None).select_related("application"):
        _end(choice.application, at)


def forget_address(address_index: bytes) -> None:
    """An address that is no more (a browser's subscription that ended) is removed from every file.

    What waits for it is dropped, or shown to a person where it was the only way to tell the resident.
    """
    with transaction.atomic():
        ended = list(Choice.objects.filter(address_index=address_index, channel=ChannelKind.WEBPUSH))
        for choice in ended:
            others = Choice.objects.filter(application=choice.application_id, withdrawn_at=None).exclude(pk=choice.pk)
            state = Message.State.DROPPED if others.exists() else Message.State.DEAD
            Message.objects.filter(choice=choice, state=Message.State.WAITING).update(state=state, problem="gone")
        Choice.objects.filter(pk__in=[choice.pk for choice in ended]).delete()


def choices_of(application: Application) -> list[Choice]:
    """The choices in force, in the order they are tried."""
    return list(Choice.objects.filter(application=application, withdrawn_at=None).order_by("rank"))


def index_of(channel: ChannelKind, address: str) -> bytes:
    """The keyed index of an address; a phone is the same person by WhatsApp and by SMS."""
    return indexes_of(channel, address)[0]


def indexes_of(channel: ChannelKind, address: str) -> list[bytes]:
    """The same in every form in which it may stand in what is kept, the newest first."""
    return vault.indexes(INDEX, f"phone:{address}" if channel in PHONES else f"{channel}:{address}")


def second_index_of(choice: Choice) -> bytes:
    """The index of an address when the same person is told by another channel of the same phone."""
    return vault.index(INDEX, f"second:{choice.channel}:{address_of(choice)}")


def address_of(choice: Choice) -> str:
    """The address in clear: the machine's own reading for sending; people read by `open_address`."""
    return vault.unseal(PLACE, f"{choice.application_id}:{choice.channel}", choice.address_sealed)


def open_address(choice: Choice, reader: Reader) -> str:
    """The address for a person; leaves a trace."""
    person = Application.objects.only("person_id").get(pk=choice.application_id).person_id
    looks.note(reader, subject=person, file=choice.application_id, fields=("message_address",))
    return address_of(choice)
