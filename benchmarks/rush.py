"""`make rush`: the first minutes after opening, with plans at seven, on real processes; at 1x, 3x, 10x, on one core and more.

1x is seven offices with thirty counters, forty couriers and 5,000 residents who all look within ten minutes. Requests come
when they are due, whether or not those before were answered, and are timed from when they were due. Sizes from the
environment: SECONDS (of each run, 20), MULTIPLES (1,3,10), CORES (1,2), FILES (2100), DATABASE (postgresql or sqlite).
"""

from __future__ import annotations

import heapq
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import rush_machine, rush_table
from benchmarks.rush_machine import Families
from benchmarks.serving import BINARIES, Client, free_port, until_it_answers
from siantar import clock
from tests.cluster import cluster

OFFICES, COUNTERS, COURIERS, RESIDENTS, OPENING = 7, 30, 40, 5000, 600  # OPENING: seconds in which all of them come
HAND_INS, LISTS, SYNCS, BAG = 120, 60, 60, 5  # seconds between two of one counter or courier; files in a bag at a time
THREADS, WARM_UP = 24, 4
WAY = ("loaded", "delivery_failed", "unloaded", "loaded", "delivered")
HOW = {
    "delivery_failed": {"reason": "house_empty"},
    "delivered": {"data": {"receiver_name": "Siti", "relation": "applicant", "identity_check": "ktp_seen"}},
}
Act = Callable[[], None]


class NoFileLeft(RuntimeError):
    """Everything in all bags went its way: more FILES are needed."""


@dataclass(frozen=True)
class Size:
    """How large the rush is, and how it is run."""

    seconds: float = 20.0
    multiples: tuple[float, ...] = (1, 3, 10)
    cores: tuple[int, ...] = (1, 2)
    files: int = 2100
    offices: int = OFFICES
    postgresql: bool = True

    def rates(self) -> dict[str, float]:
        """Requests a second of each kind at 1x; offices fewer than seven bring their part of everything."""
        part = self.offices / OFFICES
        return {
            "resident looks": part * RESIDENTS / OPENING,
            "hand-in": part * COUNTERS / HAND_INS,
            "receipt as PDF": part * COUNTERS / HAND_INS,
            "search by name": part * COUNTERS / HAND_INS,
            "work list": part * COUNTERS / LISTS,
            "courier syncs": part * COURIERS / SYNCS,
        }


@dataclass
class Scene:
    """The cast of a filled database, and one connection of each kind and thread."""

    port: int
    cast: Mapping[str, Any]
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    handed_in: list[tuple[str, str]] = field(default_factory=list)
    bags: list[list[list[Any]]] = field(default_factory=list)
    phones: list[threading.Lock] = field(default_factory=list)  # each sends one thing at a time
    lock: threading.Lock = field(default_factory=threading.Lock)
    counts: Counter[str] = field(default_factory=Counter)
    local: threading.local = field(default_factory=threading.local)

    def __post_init__(self) -> None:
        couriers = self.cast["courier"]
        for place, (_token, office) in enumerate(couriers):
            mine = [other for other, (_t, code) in enumerate(couriers) if code == office]
            numbers = self.cast["ready"][office][mine.index(place) :: len(mine)]
            self.bags.append([[number, 0] for number in numbers])
            self.phones.append(threading.Lock())

    def line(self, token: str = "") -> Client:
        """This thread's connection, under a token."""
        lines = self.local.__dict__.setdefault("lines", {})
        if token not in lines:
            lines[token] = Client(self.port, token)
        client: Client = lines[token]
        return client

    def act(self, kind: str) -> Act:
        """A request of a kind, with who makes it drawn by lot."""
        if kind == "resident looks":
            number = self.chance.choice(self.chance.choice(list(self.cast["ready"].values())))
            return lambda: self._get(f"/t/{number}")
        if kind == "courier syncs":
            return self._sync()
        token, _office = self.chance.choice(self.cast["counter"])
        name = self.chance.choice(("siti", "budi", "dewi", "agus"))
        plain = {
            "work list": "/api/v1/applications?stage=received",
            "search by name": f"/api/v1/applications?q={name}",
        }
        if kind in plain:
            return lambda: self._get(plain[kind], token)
        return (lambda: self._hand_in(token, name)) if kind == "hand-in" else self._receipt

    def _get(self, path: str, token: str = "") -> None:
        self.line(token).get(path)

    def _hand_in(self, token: str, name: str) -> None:
        body = {
            "id": str(uuid.uuid4()), "service": "pengantar-skck", "documents": self.cast["papers"],
            "applicant": {"name": f"{name.title()} Warga", "phone": "081234567890"},
            "return": {"method": "courier", "address": {"line": "Jl. Raya Serpong 8", "rt": "001", "rw": "004", "village": "36.74.02.1006"}},
        }  # fmt: skip
        answer = self.line(token).post("/api/v1/applications", body)
        with self.lock:
            self.counts["files"] += 1
            self.counts["events"] += 1
            self.handed_in.append((token, answer["receipt_number"]))

    def _receipt(self) -> None:
        """That of a file that was handed in; the first ones come before there is any, and look for work instead."""
        with self.lock:
            mine = self.chance.choice(self.handed_in) if self.handed_in else None
        token, number = mine or (self.cast["counter"][0][0], self.cast["ready"][self.cast["counter"][0][1]][0])
        self._get(f"/api/v1/applications/{number}/receipt.pdf?paper=80mm", token)

    def _sync(self) -> Act:
        """The next five of a bag, each one step further on its way, when the phone has sent what came before."""
        first = self.chance.randrange(len(self.bags))

        def sync() -> None:
            for place in (*range(first, len(self.bags)), *range(first)):
                with self.phones[place]:
                    if self._one_step(self.bags[place], self.cast["courier"][place][0]):
                        return
            raise NoFileLeft("no file is left: give FILES")

        return sync

    def _one_step(self, bag: list[list[Any]], token: str) -> bool:
        """Whether there was anything in the bag that still had a way to go."""
        mine = [entry for entry in bag if entry[1] < len(WAY)][:BAG]
        if not mine:
            return False
        self._post_events(token, [{"type": WAY[step], "receipt_number": number, **HOW.get(WAY[step], {})} for number, step in mine])
        for entry in mine:
            entry[1] += 1
            bag.remove(entry)
            bag.append(entry)
        return True

    def _post_events(self, token: str, events: list[dict[str, Any]]) -> None:
        at = clock.wall().isoformat()
        body = {"events": [{"id": str(uuid.uuid4()), "occurred_at": at, **event} for event in events]}
        answer = self.line(token).post("/api/v1/events", body)
        results = Counter(result["outcome"] for result in answer["results"])
        with self.lock:
            self.counts["events"] += results["recorded"] + results["conflict"]
            self.counts["conflicts"] += results["conflict"]
            self.counts["refused"] += results["refused"]


@dataclass(frozen=True)
class RushRun:
    """What came of one run: seconds from due to answered by kind, what went wrong, and what was spent on it."""

    cores: int
    multiple: float
    seconds: float
    taken: Mapping[str, list[float]]
    failed: Mapping[str, int]
    spent: Mapping[str, float]
    plans: tuple[int, int]
    due: int

    def count(self) -> int:
        """How many requests were answered."""
        return sum(map(len, self.taken.values()))


class Meter:
    """Processor seconds from now on, of the parts, of the load itself, and of everything else on the machine."""

    def __init__(self, families: Families) -> None:
        self.families, self.before = families, families.spent()
        self.machine, self.own = rush_machine.machine_spent(), time.process_time()

    def spent(self) -> dict[str, float]:
        """So far."""
        after = self.families.spent()
        costs = {title: after[title] - self.before.get(title, 0.0) for title in after}
        costs["load itself"] = time.process_time() - self.own
        costs["others"] = max(0.0, rush_machine.machine_spent() - self.machine - sum(costs.values()))
        return costs


def due(size: Size, multiple: float, chance: random.Random) -> list[tuple[float, str]]:
    """When a request of which kind is due: as people come, independently of each other (Poisson)."""
    moments = []
    for kind, rate in size.rates().items():
        at = chance.expovariate(rate * multiple)
        while at < size.seconds:
            moments.append((at, kind))
            at += chance.expovariate(rate * multiple)
    heapq.heapify(moments)
    return [heapq.heappop(moments) for _ in range(len(moments))]


def rush(scene: Scene, size: Size, multiple: float, families: Families) -> tuple[Any, ...]:
    """Send everything when it is due; how many, seconds, times by kind, failures by kind, what was spent."""
    taken: dict[str, list[float]] = defaultdict(list)
    failed: Counter[str] = Counter()
    meter = Meter(families)
    begun = time.perf_counter()

    def carry_out(kind: str, at: float, act: Act) -> None:
        try:
            act()
        except (OSError, AssertionError, RuntimeError, ValueError) as problem:
            failed[f"{kind}: {problem}"[:160]] += 1
            scene.local.__dict__.clear()
        else:
            taken[kind].append(time.perf_counter() - begun - at)

    pause, moments = threading.Event(), due(size, multiple, scene.chance)
    with ThreadPoolExecutor(THREADS) as hands:
        for at, kind in moments:
            pause.wait(max(0.0, at - (time.perf_counter() - begun)))
            hands.submit(carry_out, kind, at, scene.act(kind))
    seconds = time.perf_counter() - begun
    return len(moments), seconds, dict(taken), dict(failed), meter.spent()


def flood(scene: Scene, size: Size, cores: int, seconds: float, families: Families) -> RushRun:
    """How many times 1x is answered at most: the same mixture, each hand with the next one as soon as it is free.

    Ends when its time is over, or when a machine was so fast that no file is left.
    """
    rates = size.rates()
    kinds, weights = list(rates), list(rates.values())
    meter, begun, answered = Meter(families), time.perf_counter(), Counter[str]()
    ends, empty = begun + seconds, threading.Event()

    def work() -> None:
        while time.perf_counter() < ends and not empty.is_set():
            with scene.lock:
                (kind,) = scene.chance.choices(kinds, weights)
            try:
                scene.act(kind)()
            except NoFileLeft:
                empty.set()
                return
            answered[kind] += 1

    with ThreadPoolExecutor(THREADS) as hands:
        for outcome in [hands.submit(work) for _ in range(THREADS)]:
            outcome.result()
    lasted = time.perf_counter() - begun
    most = answered.total() / lasted / sum(weights)
    return RushRun(cores, most, lasted, {}, {}, meter.spent(), (0, 0), answered.total())


@dataclass(frozen=True)
class Store:
    """A database with its folder."""

    url: str
    folder: Path

    def environment(self) -> dict[str, str]:
        settings = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(self.folder), "DJANGO_SETTINGS_MODULE": "siantar.project.settings", "SIANTAR_DATABASE_URL": self.url}  # fmt: skip
        if not self.url:
            settings.pop("SIANTAR_DATABASE_URL")
        return settings

    def scene(self, *words: object) -> str:
        command = [sys.executable, "-m", "benchmarks.rush_scene", *map(str, words)]
        return subprocess.run(command, env=self.environment(), check=True, capture_output=True, text=True).stdout

    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = json.loads(self.scene("counts").strip().splitlines()[-1])
        return counts


@contextmanager
def served(store: Store, cores: int) -> Iterator[tuple[int, Families]]:
    """The server as in production with a process a core, its database beside it, all on so many cores."""
    port = free_port()
    command = [str(BINARIES / "siantar"), "serve", "--port", str(port), "--workers", str(cores if store.url else 1)]
    server = subprocess.Popen(command, env=store.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    roots = {"server": server.pid}
    if store.url:
        query = ["psql", "-qAt", store.url, "-c", "SHOW data_directory"]
        folder = subprocess.run(query, check=True, capture_output=True, text=True).stdout.strip()
        roots["database"] = int(Path(folder, "postmaster.pid").read_text().split()[0])
    families = Families(roots)
    try:
        until_it_answers(server, port)
        rush_machine.pin(families.members(), set(sorted(os.sched_getaffinity(0))[:cores]))
        yield port, families
    finally:
        server.terminate()
        server.wait(30)


def measure(store: Store, size: Size, cores: int, flooded: float) -> tuple[list[RushRun], RushRun, list[dict[str, int]]]:
    """All multiples on so many cores, then the flood; what was sent and what is in the database, to be compared."""
    cast = json.loads((store.folder / "scene.json").read_text())
    runs, before = [], store.counts()
    with served(store, cores) as (port, families):
        scene = Scene(port, cast)
        for kind in [*size.rates()] * WARM_UP * cores:  # the first of each kind loads what later ones have
            scene.act(kind)()
        for multiple in size.multiples:
            plans = max(1, round(size.offices * multiple))
            done = store.counts()["plans done"]
            store.scene("plans", plans)
            sent, seconds, taken, failed, costs = rush(scene, size, multiple, families)
            finished = store.counts()["plans done"] - done
            store.scene("calm")
            runs.append(RushRun(cores, multiple, seconds, taken, failed, costs, (finished, plans), sent))
        most = flood(scene, size, cores, flooded, families)
    return runs, most, [before, dict(scene.counts), store.counts()]


def run(size: Size, flooded: float = 10.0) -> tuple[list[RushRun], dict[int, RushRun], list[list[dict[str, int]]]]:
    """Fill anew for each number of cores, and measure: the runs, the most that was answered by cores, the books."""
    runs: list[RushRun] = []
    most: dict[int, RushRun] = {}
    books = []
    for cores in size.cores:
        with tempfile.TemporaryDirectory(prefix="siantar-rush-") as base, ExitStack() as stack:
            store = Store(stack.enter_context(cluster(durable=True)) if size.postgresql else "", Path(base))
            part = size.offices / OFFICES
            store.scene(store.folder, size.offices, max(1, round(COUNTERS * part)), max(1, round(COURIERS * part)), size.files)
            measured, most[cores], counted = measure(store, size, cores, flooded)
            runs += measured
            books.append(counted)
    return runs, most, books


def main() -> None:
    """Everything, and the table."""
    wishes = os.environ
    size = Size(
        float(wishes.get("SECONDS") or 20),
        tuple(float(each) for each in (wishes.get("MULTIPLES") or "1,3,10").split(",")),
        tuple(int(each) for each in (wishes.get("CORES") or "1,2").split(",")),
        int(wishes.get("FILES") or 2100),
        postgresql=(wishes.get("DATABASE") or "postgresql") == "postgresql",
    )
    runs, most, books = run(size)
    for before, sent, after in books:
        for what in ("files", "events"):
            print(f"{what}: {before[what]:,} before, {sent.get(what, 0):,} answered, {after[what]:,} after", flush=True)
    rush_table.write(runs, most, size.seconds, "PostgreSQL" if size.postgresql else "SQLite")


if __name__ == "__main__":
    main()
