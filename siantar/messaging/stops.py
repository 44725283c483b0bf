"""A channel stops when the provider refuses the office itself, and goes on when somebody of the office says so.

Its messages wait under a problem that begins with `stopped`; those with another way of the resident's go that way.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from siantar.messaging import office_settings
from siantar.messaging.models import ChannelSetting, Message
from siantar.messaging.office_settings import SetUp
from siantar.messaging.outbox import STOPPED
from siantar.rules.access import Act, Actor, require
from siantar.rules.occasions import ChannelKind

log = logging.getLogger("siantar.messaging")


@dataclass(frozen=True, slots=True)
class StoppedChannel:
    """A channel that waits for the office: which one, why (as the provider said), how many messages wait for it."""

    office: str
    channel: SetUp
    waiting: int


def stop(office: str, kind: ChannelKind, problem: str, at: datetime) -> None:
    """Send nothing more by this channel; the first reason stays."""
    setting, _new = ChannelSetting.objects.get_or_create(office_id=office, kind=kind, defaults={"on": True})
    stopped = ChannelSetting.objects.filter(pk=setting.pk, stopped_at=None)
    if stopped.update(stopped_at=at, stopped_by=problem[:200]):
        log.error("channel %s of %s stopped: %s", kind, office, problem)


def resume(office: str, kind: ChannelKind, *, by: Actor, at: datetime) -> int:
    """Send by it again, and first what waited; how many messages that are. Raises Forbidden."""
    require(by, Act.RESUME_CHANNEL, office=office)
    with transaction.atomic():
        ChannelSetting.objects.filter(office=office, kind=kind).update(stopped_at=None, stopped_by="", rests_until=None)
        return held_by(office, kind).update(not_before=at, problem="")


def held_by(office: str, kind: ChannelKind) -> QuerySet[Message]:
    """The messages that wait for a channel to go on."""
    waiting = Message.objects.filter(office=office, channel=kind, state=Message.State.WAITING)
    return waiting.filter(problem__startswith=STOPPED)


def why(problem: str) -> str:
    """The problem of a message that waits because its channel stopped for this."""
    return f"{STOPPED} {problem.removeprefix('answered ')}"[:200]


def stopped_channels(office: str | None = None) -> list[StoppedChannel]:
    """List what stands still, in one office or in all."""
    settings = ChannelSetting.objects.exclude(stopped_at=None).filter(on=True).order_by("office", "kind")
    if office is not None:
        settings = settings.filter(office=office)
    return [_stopped(setting.office_id, ChannelKind(setting.kind)) for setting in settings]


def _stopped(office: str, kind: ChannelKind) -> StoppedChannel:
    return StoppedChannel(office, office_settings.channel_of(office, kind), held_by(office, kind).count())


def unadvised_channels() -> list[tuple[str, SetUp]]:
    """Channels that send, by office, of which the office was advised to fill in more."""
    settings = ChannelSetting.objects.filter(on=True).order_by("office", "kind")
    channels = [
        (setting.office_id, office_settings.channel_of(setting.office_id, ChannelKind(setting.kind)))
        for setting in settings
        if setting.kind in set(ChannelKind)
    ]
    return [(office, channel) for office, channel in channels if channel.unadvised]
