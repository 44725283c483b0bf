"""`make cluster-test`: a city's cluster from deploy/cluster, broken in every way it must stand, under load; prints a table.

    python -m tests.city.run [FAULT ...]      all faults of tests/city/faults.py, or these

Needs root (network namespaces; it makes one of its own, and touches no other) and Debian's etcd-server, etcd-client,
haproxy, pgbouncer, pgbackrest, postgresql; Patroni is installed from deploy/cluster/requirements-patroni.txt for the run.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event, Thread

import tests.environment  # noqa: F401  settings before anything reads them
from siantar import clock
from tests.city import faults
from tests.city.city import City, wait_for
from tests.city.network import lay
from tests.city.watch import Resident, WatchedWire, longest_gap
from tests.faults.storm import books
from tests.faults.storm.oracle import Oracle, compare
from tests.faults.storm.people import EVERYBODY, Desk
from tests.faults.storm.people import LONGEST as LONGEST_REQUEST
from tests.faults.storm.storm import WHO, _facts, _work

ROOT = Path(__file__).parents[2]
INSIDE = "SIANTAR_CITY_INSIDE"
STEADY = 5.0  # seconds of work before and after each fault
OBSERVED = 40.0  # seconds that a fault lasts before it is mended
SEED = 20261127


@dataclass(frozen=True)
class Row:
    """What one fault cost, in seconds: without an acknowledged write, without a page, with pages of a follower."""

    fault: str
    writes: float
    pages: float
    behind: int
    looks: int
    refused: tuple[str, ...]


class Load:
    """The nine clients of the storms, at work through the front until it ends."""

    def __init__(self, city: City) -> None:
        home, chance = city.home(), Random(SEED)
        self.home, self.oracle, self.wire = home, Oracle(older=frozenset(id for id, *_ in books.read(home).events)), WatchedWire(chance)
        tokens = {name: city.command("app1", "token", name).strip() for name in WHO}
        desk = Desk(self.wire, self.oracle, home.now, tokens, chance)
        self.resident = Resident(self.oracle, chance)
        self.over, self.failed = Event(), list[BaseException]()
        self.hands = [Thread(target=_work, args=(step, desk, self.over, self.failed), daemon=True) for step in EVERYBODY]

    def begin(self) -> None:
        for hand in self.hands:
            hand.start()
        self.resident.begin()

    def end(self) -> None:
        self.over.set()
        for hand in self.hands:
            hand.join(LONGEST_REQUEST)
        self.resident.end()

    def flows(self) -> bool:
        """Whether writes were acknowledged just now."""
        if self.failed:
            raise self.failed[0]
        return longest_gap(self.wire.acknowledged, now := time.monotonic() - 2.0, now + 2.0) < 2.0


def under(city: City, load: Load, name: str) -> Row:
    """One fault, mended, and all as before."""
    wait_for(load.flows, f"writes before {name}")
    city.keep_apart()
    time.sleep(STEADY)
    since = time.monotonic()
    repair = faults.EVERY[name](city)
    time.sleep(max(0.0, since + OBSERVED - time.monotonic()))
    wait_for(load.flows, f"writes after {name}")
    repair()
    city.wait_whole()
    wait_for(city.is_healthy, f"the whole city after {name}")
    wait_for(load.flows, f"writes after {name} was mended")
    time.sleep(STEADY)
    until = time.monotonic()
    resident = load.resident
    looks = [moment for moment in resident.answered if since <= moment <= until]
    behind = sum(since <= moment <= until for moment in resident.behind)
    refused = tuple(word for moment, word in resident.refused if since <= moment <= until)
    writes, pages = (longest_gap(moments, since, until) for moments in (load.wire.acknowledged, resident.answered))
    row = Row(name, writes, pages, behind, len(looks), refused)
    print(row, flush=True)
    return row


def settled(city: City, load: Load) -> list[str]:
    """The worker catches up; then books and oracle are compared, and `siantar doctor` looks at everything."""
    city.command("app1", "work", "--once", "--no-plans")
    city.back_up()
    city.pgbackrest(city.leader(), "check")
    wrong = list(compare(load.oracle, books.read(city.home()), load.wire.times))
    try:
        city.command("app1", "doctor")
    except subprocess.CalledProcessError as problem:
        wrong += [f"doctor: {line}" for line in problem.stdout.splitlines() if line.startswith("SERIUS")] or [problem.stderr]
    return wrong


def table(rows: list[Row], ttl: int, load: Load, wrong: list[str]) -> str:
    """Markdown."""
    facts = _facts(load.oracle)
    lines = [
        f"{clock.now():%d %B %Y}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, ttl {ttl} s, seed {SEED}",
        "",
        "| fault | longest without an acknowledged write | by ttl | longest without a tracking page | looks, from a follower, refused |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        refused = f"{len(row.refused)} ({', '.join(sorted(set(row.refused)))})" if row.refused else "0"
        lines.append(
            f"| {row.fault.replace('_', ' ')} | {row.writes:.1f} s | {row.writes / ttl:.2f} | {row.pages:.1f} s "
            f"| {row.looks}, {row.behind}, {refused} |"
        )
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(facts.items()))
    return "\n".join([*lines, "", f"acknowledged facts: {facts.total()} ({kinds})", f"wrong: {len(wrong)}", *wrong[:100]])


def inside(names: list[str]) -> int:
    """In a network of our own: 0 where nothing was lost, doubled or changed."""
    lay()
    with tempfile.TemporaryDirectory(prefix="siantar-city-", ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)  # databases have a user of their own
        city = City(folder, patroni(folder))
        try:
            city.start()
            wait_for(city.is_healthy, "a city at work")
            load = Load(city)
            load.begin()
            rows = [under(city, load, name) for name in names or faults.EVERY]
            load.end()
            wrong = settled(city, load)
            print(table(rows, city.ttl, load, wrong), flush=True)
        finally:
            city.end()
            if folder_of_logs := os.environ.get("SIANTAR_CITY_LOGS"):
                subprocess.run(["cp", "-r", str(folder), folder_of_logs], check=False)
    return 1 if wrong else 0


def patroni(folder: Path) -> Path:
    """Patroni in an environment that the databases' user may read; `SIANTAR_PATRONI` names one that is there."""
    if chosen := os.environ.get("SIANTAR_PATRONI"):
        return Path(chosen)
    place = folder / "patroni"
    subprocess.run(["/usr/bin/python3", "-m", "venv", str(place)], check=True)
    needs = ROOT / "deploy/cluster/requirements-patroni.txt"
    pip = [f"{place}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(needs)]
    subprocess.run(pip, check=True)
    return place / "bin/patroni"


def main() -> int:
    """Enter a network namespace and run there."""
    names = sys.argv[1:]
    if unknown := set(names) - set(faults.EVERY):
        print(f"no such fault: {', '.join(sorted(unknown))}. There are: {', '.join(faults.EVERY)}", file=sys.stderr)
        return 2
    if os.environ.get(INSIDE):
        return inside(names)
    if os.geteuid() != 0:
        print("cluster-test needs root, for network namespaces of its own: sudo make cluster-test", file=sys.stderr)
        return 2
    command = ["unshare", "--net", sys.executable, "-m", "tests.city.run", *names]
    return subprocess.run(command, env={**os.environ, INSIDE: "1"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
