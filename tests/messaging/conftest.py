"""What every test of telling begins with: the town, and providers on loopback."""

import pytest

from siantar.messaging import office_settings
from siantar.rules.occasions import ChannelKind
from tests.people import HEAD, OFFICE, given_town
from tests.providers import cloud_api, serving, sms_gateway

WHATSAPP = {"phone_number_id": "1007", "token": "token-uji", "app_secret": "rahasia-app", "verify_token": "rahasia-uji"}


@pytest.fixture
def town(db):
    return given_town()


@pytest.fixture
def whatsapp(town):
    """The office sends by WhatsApp."""
    with serving(cloud_api()) as provider:
        given_whatsapp(provider)
        yield provider


@pytest.fixture
def gateway(town):
    """The office sends SMS by a local gateway."""
    with serving(sms_gateway()) as provider:
        given_gateway(provider)
        yield provider


def given_whatsapp(provider):
    config = {**WHATSAPP, "base": provider.url, "template": "siantar_kabar"}
    office_settings.keep_channel(OFFICE, ChannelKind.WHATSAPP, config, on=True, by=HEAD)


def given_gateway(provider, **more):
    config = {
        "url": f"{provider.url}/kirim", "method": "POST", "encoding": "form", "number_field": "to", "text_field": "message",
        "number_form": "0812", "success": "status=1", "reply_id": "messageId", "hook_secret": "rahasia-sms",
        "from_field": "from", "said_field": "text", "said_id_field": "id", "more": "userkey=abc\npasskey=def", **more,
    }  # fmt: skip
    office_settings.keep_channel(OFFICE, ChannelKind.SMS, config, on=True, by=HEAD)
