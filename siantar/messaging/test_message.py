"""The test button: one letter to an address the officer names, and what came back."""

from __future__ import annotations

from datetime import datetime

from siantar.catalogue.words import Words
from siantar.directory.models import Office
from siantar.messaging import office_settings, preferences, rendering, stops
from siantar.messaging.channels import KNOWN
from siantar.messaging.channels.base import Never, TryLater, WrongSettings
from siantar.messaging.models import ChannelSetting
from siantar.rules.access import Act, Actor, require
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind

TEXT = Words("Ini pesan uji. Saluran ini sudah tersambung.", "This is a test message. The channel is connected.")


def send_test(office: Office, kind: ChannelKind, typed: str, *, by: Actor, at: datetime) -> office_settings.SetUp:
    """Send the test letter now; the channel with what came back. Raises preferences.NoSuchAddress, Forbidden."""
    require(by, Act.SET_UP_MESSAGES, office=office.code)
    address = preferences.require_address(kind, typed)
    channel = office_settings.channel_of(office.code, kind)
    envelope = rendering.Envelope(uuid7(at), address, office, "id", at)
    letter = rendering.notice(envelope, TEXT.in_language("id"))
    try:
        if channel.missing:
            raise WrongSettings("settings empty")
        result, passed = f"taken {KNOWN[kind].deliver(letter, channel.config)}", True
    except (TryLater, Never, WrongSettings) as problem:
        result, passed = problem.problem, False
    ChannelSetting.objects.filter(office=office, kind=kind).update(
        tested_at=at, test_passed=passed, test_result=result.strip()[:300]
    )
    if passed:
        stops.resume(office.code, kind, by=by, at=at)
    return office_settings.channel_of(office.code, kind)
