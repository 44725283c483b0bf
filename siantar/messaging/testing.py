"""The test button: one letter to an address the officer names, and what came back."""

from __future__ import annotations

from datetime import datetime

from siantar.catalogue.words import Words
from siantar.directory.models import Office
from siantar.messaging import choosing, setup, speaking
from siantar.messaging.channels import KNOWN
from siantar.messaging.letter import Never, NotNow, WrongSettings
from siantar.messaging.models import ChannelSetting
from siantar.rules.identifiers import uuid7
from siantar.rules.telling import ChannelKind

TEXT = Words("Ini pesan uji. Saluran ini sudah tersambung.", "This is a test message. The channel is connected.")


def send_test(office: Office, kind: ChannelKind, typed: str, at: datetime) -> setup.SetUp:
    """Send the test letter now; the channel with what came back. Raises choosing.NoSuchAddress."""
    address = choosing.require_address(kind, typed)
    channel = setup.channel_of(office.code, kind)
    envelope = speaking.Envelope(uuid7(at), address, office, "id", at)
    letter = speaking.notice(envelope, TEXT.in_language("id"))
    try:
        if channel.missing:
            raise WrongSettings("settings empty")
        result, passed = f"taken {KNOWN[kind].deliver(letter, channel.config)}", True
    except (NotNow, Never, WrongSettings) as problem:
        result, passed = problem.problem, False
    ChannelSetting.objects.filter(office=office, kind=kind).update(
        tested_at=at, test_passed=passed, test_result=result.strip()[:300]
    )
    return setup.channel_of(office.code, kind)
