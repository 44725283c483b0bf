"""Wishes for another address hold when the old contact was told of them, and a pause has passed."""

from __future__ import annotations

from datetime import datetime, timedelta

from siantar.casework import redirects, resident_changes
from siantar.casework.models import Application
from siantar.messaging import preferences
from siantar.messaging.models import Message
from siantar.messaging.preferences import MessageWish
from siantar.rules.journey.redirect import PAUSE
from siantar.rules.occasions import PHONES, ChannelKind, Occasion

TOLD = (Message.State.SENT, Message.State.DELIVERED, Message.State.READ)
LOOK_BACK = timedelta(days=90)  # a wish older than this is asked for anew
MOST = 200


def told_at(file: Application) -> datetime | None:
    """When the old contact was told of the wish that waits; a browser is no old contact."""
    wish = redirects.waiting(file)
    if wish is None:
        return None
    reached = Message.objects.filter(event=wish, occasion=Occasion.REDIRECT, state__in=TOLD, told_at__isnull=False)
    return reached.exclude(channel=ChannelKind.WEBPUSH).order_by("told_at").values_list("told_at", flat=True).first()


def settle(at: datetime) -> int:
    """Let those hold whose time has come; how many."""
    due = Message.objects.filter(
        occasion=Occasion.REDIRECT, state__in=TOLD, told_at__lte=at - PAUSE, told_at__gte=at - LOOK_BACK
    ).exclude(channel=ChannelKind.WEBPUSH)
    waiting = due.exclude(application__standing__progress__state__redirect="")
    parts = ("event__privatepart", "application__standing")
    return sum(_settled(message, at) for message in waiting.select_related(*parts).order_by("told_at")[:MOST])


def _settled(message: Message, at: datetime) -> bool:
    file, wish = message.application, message.event
    if file is None or wish is None or message.told_at is None or redirects.waiting(file) != wish.pk:
        return False
    changes = redirects.take_effect(wish, message.told_at, at=at)
    if changes is None:
        return False
    if changes.get("phone"):
        _follow(file, changes["phone"], at)
    return True


def _follow(file: Application, phone: str, at: datetime) -> None:
    """Send to the new phone what went to the old one; the other channels stay as they are."""
    chosen = preferences.choices_of(file)
    if not any(choice.channel in PHONES for choice in chosen):
        return
    wishes = [
        MessageWish(
            ChannelKind(choice.channel),
            phone if choice.channel in PHONES else preferences.address_of(choice),
            choice.language,
        )
        for choice in chosen
    ]
    preferences.replace(file, wishes, by=resident_changes.resident_of(file.office_id), at=at)
