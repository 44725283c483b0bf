"""The channels there are: a new one is a folder here and a line below."""

from __future__ import annotations

from collections.abc import Mapping

from siantar.messaging.channels import email, sms, telegram, webpush, whatsapp
from siantar.messaging.channels.base import Channel, as_channel
from siantar.rules.occasions import ChannelKind

KNOWN: Mapping[ChannelKind, Channel] = {
    ChannelKind.WHATSAPP: as_channel(whatsapp),
    ChannelKind.SMS: as_channel(sms),
    ChannelKind.EMAIL: as_channel(email),
    ChannelKind.TELEGRAM: as_channel(telegram),
    ChannelKind.WEBPUSH: as_channel(webpush),
}
