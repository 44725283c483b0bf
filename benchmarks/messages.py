"""Messages put out and sent through the fake gateway by several workers that are killed with SIGKILL meanwhile.

    python -m benchmarks.messages [--messages 10000] [--workers 3] [--kills 20]

One table row a database: how many a second, how many were lost (none may be), how many came twice (same key).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from tests.cluster import cluster
from tests.providers import Provider, cloud_api, serving

QUIET_PATIENCE = 300.0  # seconds without any progress after which the run is given up


@dataclass
class Crew:
    """Worker processes; some are killed and replaced."""

    environment: dict[str, str]
    size: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    def fill(self) -> None:
        self.running = [worker for worker in self.running if worker.poll() is None]
        while len(self.running) < self.size:
            command = [sys.executable, "-m", "siantar.project", "work", "--no-plans"]
            self.running.append(subprocess.Popen(command, env=self.environment))

    def kill_one(self, chance: random.Random) -> None:
        victim = chance.choice(self.running)
        victim.kill()
        victim.wait()
        self.killed += 1

    def end(self) -> None:
        for worker in self.running:
            worker.send_signal(signal.SIGTERM)
        for worker in self.running:
            worker.wait()


def measure(name: str, url: str, options: argparse.Namespace) -> Row:
    """Fill, let the crew work while it is killed, and count."""
    with tempfile.TemporaryDirectory(prefix="siantar-messages-") as folder, serving(cloud_api()) as provider:
        environment = _environment(url, Path(folder), provider)
        subprocess.run(
            [sys.executable, "-m", "benchmarks.messages", "--fill", str(options.messages)], env=environment, check=True
        )
        start = time.perf_counter()
        killed = _work(environment, provider, options)
        seconds = time.perf_counter() - start
        process = subprocess.run(
            [sys.executable, "-m", "benchmarks.messages", "--count"], env=environment, check=True, capture_output=True
        )
        sample = json.loads(process.stdout)
    keys = Counter(call.content["biz_opaque_callback_data"] for call in provider.calls)
    lost = options.messages - len(set(sample["sent"]) & set(keys))
    twice = sum(keys.values()) - len(keys)
    what = f"{options.messages:,} messages, {options.workers} workers, {killed} killed, {name}"
    peer = f"lost {lost}, doubles {twice} (same key)"
    return Row(what, f"{options.messages / seconds:,.0f}/s", peer, lost, 0, at_least=False)


def _environment(url: str, folder: Path, provider: Provider) -> dict[str, str]:
    return {
        **os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(folder), "SIANTAR_DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "siantar.project.settings", "PROVIDER": provider.url, "PYTHONPATH": str(Path.cwd()),
    }  # fmt: skip


def _work(environment: dict[str, str], provider: Provider, options: argparse.Namespace) -> int:
    """Until every key reached the provider and every message is settled; how many workers were killed."""
    crew, chance = Crew(environment, options.workers), random.Random(7)
    every = max(1, options.messages // (options.kills + 1))
    seen, moved = 0, time.monotonic()
    with _left(environment) as left:
        crew.fill()
        while left():
            time.sleep(0.2)
            now = len(provider.calls)
            if now != seen:
                seen, moved = now, time.monotonic()
            if time.monotonic() - moved > QUIET_PATIENCE:
                break
            if crew.killed < options.kills and seen > every * (crew.killed + 1):
                crew.kill_one(chance)
            crew.fill()
        crew.end()
    return crew.killed


@contextmanager
def _left(environment: dict[str, str]) -> Iterator[Any]:
    """A process that says how many messages are not settled, asked again and again."""
    asking = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.messages", "--watch"],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert asking.stdin is not None and asking.stdout is not None
    lock = threading.Lock()

    def left() -> int:
        with lock:
            asking.stdin.write("\n")
            asking.stdin.flush()
            return int(asking.stdout.readline())

    try:
        yield left
    finally:
        asking.stdin.close()
        asking.wait()


def fill(messages: int) -> None:
    """So many files, each of its own resident who chose WhatsApp; the office holds nothing back."""
    import django

    django.setup()
    from datetime import time as hour

    from django.core.management import call_command
    from django.db import transaction

    from siantar import clock
    from siantar.casework import intake
    from siantar.catalogue.models import Service
    from siantar.demo import office
    from siantar.directory.models import User
    from siantar.directory.staff import actor_of
    from siantar.messaging import office_settings, preferences
    from siantar.messaging.models import Courtesy
    from siantar.rules.identifiers import uuid7
    from siantar.rules.occasions import ChannelKind

    call_command("migrate", verbosity=0)
    at = clock.now()
    office.furnish(at)
    courtesy = Courtesy(
        office_id=office.OFFICE, quiet_from=hour(0), quiet_until=hour(0), daily_most=999, gather_minutes=0
    )
    office_settings.keep_courtesy(courtesy, at)
    config = {
        "base": os.environ["PROVIDER"],
        "phone_number_id": "1007",
        "token": "token-uji",
        "template": "siantar_kabar",
    }
    office_settings.keep_channel(office.OFFICE, ChannelKind.WHATSAPP, {**config, "app_secret": "a", "verify_token": "b"}, on=True)
    by = actor_of(User.objects.get(username="loket"), at)
    service = Service.objects.select_related("office").get(office=office.OFFICE, code="pengantar-skck")
    papers = [intake.Paper(requirement.code, "original") for requirement in service.requirements.all()]
    for first in range(0, messages, 200):
        with transaction.atomic():
            for n in range(first, min(first + 200, messages)):
                phone = f"0812{n:08d}"
                hand_in = intake.HandIn(uuid7(at), service, "Siti Aminah", "", phone, papers)
                preferences.hand_in(hand_in, [preferences.MessageWish(ChannelKind.WHATSAPP, phone)], by=by, at=at)


def watch() -> None:
    """For every line on standard input the number of events and messages that are not settled."""
    import django

    django.setup()
    from siantar.casework.models import EventRow
    from siantar.messaging.models import Message

    for _line in sys.stdin:
        left = EventRow.objects.filter(relayed_at=None).count()
        left += Message.objects.filter(state__in=["waiting", "sending"]).count()
        print(left, flush=True)


def count() -> None:
    """The keys of what was sent."""
    import django

    django.setup()
    from siantar.messaging.models import Message

    sent = Message.objects.filter(state="sent").values_list("bundle", flat=True)
    print(json.dumps({"sent": [str(id) for id in sent]}))


def main() -> None:
    """Both databases."""
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--workers", type=int, default=3)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--fill", type=int)
    options.add_argument("--watch", action="store_true")
    options.add_argument("--count", action="store_true")
    options.add_argument("--only", choices=["PostgreSQL", "SQLite"])
    choices = options.parse_args()
    if choices.fill:
        fill(choices.fill)
    elif choices.watch:
        watch()
    elif choices.count:
        count()
    else:
        if choices.only != "SQLite":
            with cluster(durable=True) as url:
                print(measure("PostgreSQL", url, choices).cells(), flush=True)
        if choices.only != "PostgreSQL":
            print(measure("SQLite", "", choices).cells(), flush=True)


if __name__ == "__main__":
    main()
