"""One storm: clients work, things break at random moments, and afterwards the books are held against the oracle."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

from tests.cluster import Cluster
from tests.faults.storm import books
from tests.faults.storm.dispatcher import dispatcher
from tests.faults.storm.office import Office
from tests.faults.storm.oracle import Oracle, compare
from tests.faults.storm.people import EVERYBODY, Desk
from tests.faults.storm.people import LONGEST as PATIENCE
from tests.faults.storm.wire import Wire
from tests.journeys.conftest import WORKING_MORNING, furnished

WHO = ("loket", "pemeriksa", "penghubung", "dukcapil", "kurir1", "kurir2")
OF_MACHINES = 4  # at least one fault in so many is a machine's, not a line's
CALM = 1.5  # seconds, at most, between two faults of machines
LONGEST = 3 * 3600.0


@dataclass(frozen=True)
class Weather:
    """What came of a storm: faults and acknowledged facts by kind, and all that was found wrong."""

    faults: Counter[str]
    facts: Counter[str]
    wrong: list[str]


def storm(data: Path, *, faults: int, seed: int, database: Cluster | None = None) -> Weather:
    """Work under so many faults, of machines and of lines together; then say what the books say."""
    chance = Random(seed)
    home = furnished(data, applications=0, at=WORKING_MORNING, database=database.url if database else "")
    office = Office(home, database, chance, Random(seed))
    tokens = {name: home.command("token", name).strip() for name in WHO}
    older = frozenset(id for id, *_ in books.read(home).events)
    oracle, wire = Oracle(older=older), Wire(int(home.url.rpartition(":")[2]), Random(chance.random()))
    desk = Desk(wire, oracle, office.now, tokens, chance)
    office.start()
    try:
        met = _under_faults(office, desk, faults)
        wire.rough = False
    finally:
        office.end()
    wrong = [*_settled(office), *compare(oracle, books.read(home), wire.times), *_derived_anew(home)]
    wrong += [f"the backup {name} is not whole" for name in office.damaged_backups()]
    return Weather(met, _facts(oracle), wrong)


def _under_faults(office: Office, desk: Desk, faults: int) -> Counter[str]:
    """All clients at work until so many faults were met; each ends with what it does then answered."""
    over, met, failed = Event(), Counter[str](), list[BaseException]()
    hands = [Thread(target=_work, args=(step, desk, over, failed), daemon=True) for step in (*EVERYBODY, dispatcher)]
    for hand in hands:
        hand.start()
    until = time.monotonic() + LONGEST
    try:
        for fault in _drawn(office):
            if failed or time.monotonic() > until:
                break
            lines = sum(desk.wire.faults.values())
            if met.total() + lines >= faults and met.total() >= faults / OF_MACHINES:
                break
            Event().wait(office.chance.uniform(0, CALM))
            fault()
            met[fault.__name__] += 1
        desk.wire.rough = False
        over.set()
        _all_answered(office, hands)
    finally:
        over.set()
    if failed:
        raise failed[0]
    return met + Counter(desk.wire.faults)


def _drawn(office: Office) -> Iterator[Callable[[], None]]:
    """The faults of machines as from a deck of cards: each once, in an order of chance, before any comes again."""
    machines = (
        office.one_process_killed, office.everything_killed, office.database_killed, office.clock_moved, office.disk_full,
        office.power_lost_in_backup, office.power_lost_in_rotation,
    )  # fmt: skip
    while True:
        yield from office.deck.sample(machines, len(machines))


def _all_answered(office: Office, hands: list[Thread]) -> None:
    """Wait for everybody's last answer; a server that ends meanwhile is started again, as systemd would."""
    until = time.monotonic() + 2 * PATIENCE
    for hand in hands:
        while hand.is_alive() and time.monotonic() < until:
            hand.join(0.5)
            office.minded()
    assert not any(hand.is_alive() for hand in hands), f"somebody still waits for an answer\n{office.last_words()}"


def _work(step: Callable[[Desk], None], desk: Desk, over: Event, failed: list[BaseException]) -> None:
    try:
        while not over.is_set():
            step(desk)
            over.wait(desk.chance.uniform(0, 0.05))
    except BaseException as problem:
        failed.append(problem)


def _settled(office: Office) -> list[str]:
    """The worker catches up as it would by itself; then `siantar doctor` looks at everything."""
    office.home.environment["SIANTAR_CLOCK"] = str(office.usual_clock)
    office.home.command("work", "--once", "--no-plans")
    try:
        office.home.command("doctor")
    except subprocess.CalledProcessError as problem:
        return [f"doctor: {line}" for line in problem.stdout.splitlines() if line.startswith("SERIUS")] or [problem.stderr]
    return []


def _derived_anew(home) -> list[str]:
    """What is live equals what follows from the events, byte for byte."""
    before = books.derived(home)
    home.command("rebuild")
    after = books.derived(home)
    return [f"{table} differs from what the events say" for table in before if before[table] != after[table]]


def _facts(oracle: Oracle) -> Counter[str]:
    facts = Counter(event["type"] for event in oracle.facts.values())
    facts.update(handed_in=len(oracle.files), bundles=len(oracle.bundles), photos=len(oracle.photos), plans=len(oracle.plans), taken=sum(oracle.plans.values()), votes=len(oracle.votes))
    return facts

