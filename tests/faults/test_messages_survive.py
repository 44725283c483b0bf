"""Workers are killed with SIGKILL while they relay and send: nothing is lost, doubles carry the same key."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import time as hour
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from siantar.casework.consequences import relay
from siantar.casework.models import EventRow
from siantar.clock import shifted
from siantar.messaging import office_settings, outbox
from siantar.messaging.models import Courtesy, Message
from siantar.messaging.sending import send_next
from siantar.project import supervisor
from siantar.rules.vocabulary import Kind
from tests.clock import CLOCK, ahead_of_the_machine
from tests.messaging.conftest import given_whatsapp
from tests.people import HEAD, given_told_file, given_town
from tests.providers import cloud_api, serving

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("stored_for_real")]
FILES, WORKERS, KILLS = 40, 3, int(os.environ.get("SIANTAR_KILLS", "6"))
LONGEST = 120.0


def address_of_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def worker(ahead: timedelta) -> subprocess.Popen:
    environment = {
        **os.environ,
        "SIANTAR_CLOCK": str(ahead.total_seconds()),
        "SIANTAR_DATABASE_URL": address_of_database(),
        "SIANTAR_DATA": str(settings.SIANTAR_DATA),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "siantar.project", "work", "--no-plans"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def in_time(happened) -> None:
    until = time.monotonic() + LONGEST
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_workers_killed_in_the_middle_of_relaying_and_sending_lose_nothing():
    town = given_town()
    office_settings.keep_courtesy(
        Courtesy(office=town.office, quiet_from=hour(0), quiet_until=hour(0), daily_most=999, gather_minutes=0),
        by=HEAD,
        at=CLOCK.at,
    )
    chance = random.Random(7)
    workers: list[subprocess.Popen] = []
    with serving(cloud_api()) as provider:
        given_whatsapp(provider)
        taken = provider.answer

        def answer(call):
            """The worst moment: the provider has taken it, the worker has not heard so."""
            if killed[0] < KILLS and chance.random() < 0.3:
                killed[0] += 1
                victim = chance.choice(workers)
                victim.kill()
                victim.wait(10)
            return taken(call)

        killed = [0]
        provider.answer = answer
        files = [given_told_file(town, address=f"0812{n:08d}") for n in range(FILES)]
        for file in files:
            town.tell("loket", Kind.WENT_MISSING, file.receipt_number, reason="x", at=town.clock)
        ahead = ahead_of_the_machine(town.tick())
        workers += [worker(ahead) for _ in range(WORKERS)]
        try:
            before = 0
            while killed[0] < KILLS:
                in_time(lambda before=before: killed[0] > before or not left())
                if not left():
                    break
                before = killed[0]
                dead = [worker for worker in workers if worker.poll() is not None]
                for entry in dead:
                    workers.remove(entry)
                workers += [worker(ahead) for _ in dead]
            in_time(lambda: not left())
        finally:
            for entry in workers:
                with suppress(ProcessLookupError):
                    entry.send_signal(signal.SIGTERM)
            for entry in workers:
                entry.wait(LONGEST)
        drained = shifted(ahead)() + 3 * outbox.LEASE
        while relay(drained) or send_next(drained):
            pass
    assert killed[0] >= KILLS // 2
    assert not EventRow.objects.filter(relayed_at=None).exists()
    messages = list(Message.objects.exclude(state="dropped"))
    assert Counter(message.state for message in messages) == {"sent": len(messages)}
    assert {message.application_id for message in messages} == {file.pk for file in files}
    keys = Counter(call.content["biz_opaque_callback_data"] for call in provider.calls)
    assert set(keys) >= {str(message.bundle) for message in messages}
    assert sum(keys.values()) - len(keys) <= 3 * killed[0]


def left() -> bool:
    """Whether anything waits that a worker could take now (not what a killed one still holds)."""
    return EventRow.objects.filter(relayed_at=None).exists() or Message.objects.filter(state="waiting").exists()


def test_a_worker_that_dies_beside_the_server_is_started_again(monkeypatch):
    monkeypatch.setattr(supervisor, "COMMAND", ["sleep", "60"])
    monkeypatch.setattr(supervisor, "REST", 0.01)
    companion = supervisor.Companion()
    try:
        first = companion.process
        first.kill()
        in_time(lambda: companion.process is not first)
        assert companion.process.poll() is None
    finally:
        companion.end()
    assert companion.process.poll() is not None
