"""Processes die with SIGKILL between any two statements from a digital result to its message: issued once, told once."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest

from siantar.casework import consequences
from siantar.casework.models import Application, EventRow, Standing
from siantar.messaging import office_settings
from siantar.messaging.models import Courtesy, Message
from siantar.messaging.sending import send_next
from siantar.rules.identifiers import uuid7
from siantar.rules.occasions import ChannelKind, Occasion
from siantar.rules.vocabulary import Kind, Stage
from tests.clock import CLOCK
from tests.faults.test_consequences_survive import (
    dying_before_statement,
    in_a_process_of_its_own,
    killed_at_every_statement,
    killed_in_every_relay,
    nobody_else_is_connected,
)
from tests.messaging.conftest import given_whatsapp
from tests.people import HEAD, Town, given_finished, given_told_file, given_town, stage_of
from tests.providers import cloud_api, serving

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]
MOST_POINTS = 60
FAMILY_CARD = "kk-baru"


def everything() -> dict[str, list]:
    tables = (Application, EventRow, Message, Standing)
    return {table.__name__: sorted(map(repr, table.objects.values_list())) for table in tables}


def given_done(town: Town) -> Application:
    """A family card that the registry completed, of a resident who wants to be told; all that was said before is said."""
    file = given_finished(town, FAMILY_CARD, file=given_told_file(town, FAMILY_CARD, channel=ChannelKind.WHATSAPP))
    consequences.relay_all(town.clock)
    Message.objects.filter(application=file).delete()
    return file


def messages_of(file: Application) -> list[tuple[str, str]]:
    return list(Message.objects.filter(application=file).values_list("occasion", "state"))


def test_killed_anywhere_while_a_digital_result_is_issued_and_followed_its_message_is_written_once():
    town = given_town()
    file = given_done(town)
    id, at = uuid7(town.tick()), town.clock

    def issue():
        return town.tell("pemeriksa", Kind.ISSUED_DIGITALLY, file.receipt_number, id=id, at=at)

    assert killed_at_every_statement(issue, everything) > 5
    assert issue().result == "duplicate"  # the officer did not hear the answer
    assert stage_of(file) == Stage.ISSUED_DIGITALLY
    assert messages_of(file) == []
    assert killed_in_every_relay(at, everything) > 3
    assert messages_of(file) == [(Occasion.ISSUED, "waiting")]
    EventRow.objects.filter(kind=Kind.ISSUED_DIGITALLY).update(relayed_at=None)
    consequences.relay_all(at)
    assert messages_of(file) == [(Occasion.ISSUED, "waiting")]


def test_killed_anywhere_while_it_is_sent_the_message_goes_out_and_doubles_carry_its_key():
    town, files = given_town(), []
    at_once = Courtesy(office=town.office, quiet_from=time(0), quiet_until=time(0), daily_most=999, gather_minutes=0)
    office_settings.keep_courtesy(at_once, by=HEAD, at=CLOCK.at)
    with serving(cloud_api()) as provider:
        given_whatsapp(provider)
        while len(files) < MOST_POINTS:
            file = given_done(town)
            assert town.tell("pemeriksa", Kind.ISSUED_DIGITALLY, file.receipt_number, at=town.tick()).result == "recorded"
            consequences.relay_all(town.clock)
            CLOCK.move(timedelta(hours=1))
            files.append(file)
            if not in_a_process_of_its_own(dying_before_statement(len(files) - 1, lambda: send_next(CLOCK.at))):
                break
            while not nobody_else_is_connected():
                pass
            CLOCK.move(timedelta(hours=1))  # past the lease of the dead one
            while send_next(CLOCK.at):
                pass
    assert 5 < len(files) < MOST_POINTS
    assert [messages_of(file) for file in files] == [[(Occasion.ISSUED, "sent")]] * len(files)
    keys = Counter(call.content["biz_opaque_callback_data"] for call in provider.calls)
    assert set(keys) == {str(message.bundle) for message in Message.objects.all()}
    assert len(keys) == len(files)
    assert max(keys.values()) == 2  # killed between the provider's answer and the commit that says so
