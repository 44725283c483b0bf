"""`make growth N=50000`: what everybody does all day, on a history of N files against one of a tenth, by turns; PostgreSQL.

The files are believable and whole (`benchmarks.growing`); what is on its way is the same on both sides. DATABASE=sqlite for
an office's database. Prints the table and keeps it in `benchmarks/README.md`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import rush_machine, table
from benchmarks.rush import Store
from benchmarks.serving import Client, siantar
from siantar import clock
from tests.cluster import cluster

FILES, TURNS = int(os.environ.get("N") or 50_000), 11  # the first turn warms up and is not counted
BEGIN, END = "<!-- growth -->", "<!-- end of growth -->"
TIMES = {
    "look-up": 100, "scan": 20, "work list": 15, "search by name": 20, "search by NIK": 20, "file page": 20,
    "custody page": 10, "monthly figures": 10,
}  # fmt: skip
Acts = Mapping[str, Callable[[], object]]


@dataclass
class Side:
    """A filled database behind a server: what it is measured with, what was measured, how large it is."""

    files: int
    store: Store
    port: int
    sample: Mapping[str, Any]
    bytes: int
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def acts(self) -> Acts:
        """One request of each kind, of another file or person each time."""
        numbers, names, niks, waiting = (cycle(self.sample[name]) for name in ("numbers", "names", "niks", "ready"))
        courier, counter = (Client(self.port, self.sample["tokens"][name]) for name in ("kurir1", "loket"))
        checker, camat, anybody = Client(self.port), Client(self.port), Client(self.port)
        checker.headers["Cookie"], camat.headers["Cookie"] = (self.sample["sessions"][name] for name in ("pemeriksa", "camat"))
        return {
            "look-up": lambda: anybody.get(f"/t/{next(numbers)}"),
            "scan": lambda: scan(courier, next(waiting)),
            "work list": lambda: checker.get("/berkas/"),
            "search by name": lambda: counter.get(f"/api/v1/applications?q={quote(next(names))}"),
            "search by NIK": lambda: counter.get(f"/api/v1/applications?q={next(niks)}"),
            "file page": lambda: checker.get(f"/berkas/{next(numbers)}/"),
            "custody page": lambda: camat.get("/berkas/di-mana/"),
            "monthly figures": lambda: camat.get("/laporan/"),
        }

    def storage(self) -> float:
        """Bytes of the database for each file."""
        return self.bytes / float(self.sample["files"])


def scan(courier: Client, number: str) -> None:
    """A courier loads an envelope that waited for one."""
    event = {"id": str(uuid.uuid4()), "type": "loaded", "receipt_number": number, "occurred_at": clock.wall().isoformat()}
    answer = courier.post("/api/v1/events", {"events": [event]})
    assert answer["results"][0]["outcome"] == "recorded", answer


def size_of(store: Store) -> int:
    """Bytes of the database, indexes and all."""
    if not store.url:
        return sum(file.stat().st_size for file in store.folder.glob("siantar.sqlite3*"))
    query = ["psql", "-qAt", store.url, "-c", "VACUUM", "-c", "SELECT pg_database_size(current_database())"]
    return int(subprocess.run(query, check=True, capture_output=True, text=True).stdout.split()[-1])


def filled(files: int, url: str, folder: Path) -> tuple[Store, Mapping[str, Any], int]:
    """A database of so many files, what it is measured with, and its size."""
    store, begun = Store(url, folder), time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.growing", str(files), str(folder)]
    subprocess.run(command, env=store.environment(), check=True, stdout=subprocess.DEVNULL)
    print(f"{files:,} files in {time.perf_counter() - begun:.0f} s", flush=True)
    return store, json.loads((folder / "sample.json").read_text()), size_of(store)


def measure(sides: Sequence[Side], turns: int = TURNS) -> None:
    """By turns, so that noise meets both alike."""
    every = [(side, side.acts()) for side in sides]
    for turn in range(turns):
        for side, acts in every:
            for kind, act in acts.items():
                for _ in range(TIMES[kind]):
                    begun = time.perf_counter()
                    act()
                    if turn:
                        side.taken[kind].append(time.perf_counter() - begun)


def rows(small: Side, large: Side) -> Iterator[str]:
    """A line a kind of request, then the storage."""
    yield f"| what | {small.files:,} files: median, p99 | {large.files:,} files: median, p99 | ratio of medians | ratio of p99 |"
    yield "|---|---|---|---|---|"
    for kind in TIMES:
        (low, slow), (more, most) = (_middle_and_end(side.taken[kind]) for side in (small, large))
        cells = (f"{1000 * low:.1f}, {1000 * slow:.1f} ms", f"{1000 * more:.1f}, {1000 * most:.1f} ms")
        yield f"| {kind} | {' | '.join(cells)} | {more / low:.2f} | {most / slow:.2f} |"
    each = [f"{side.storage() / 1000:.1f} kB a file, {side.sample['events'] / side.sample['files']:.1f} events" for side in (small, large)]
    yield f"| storage | {' | '.join(each)} | {large.storage() / small.storage():.2f} | |"


def _middle_and_end(taken: Sequence[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=100, method="inclusive")[98]


def keep(lines: Sequence[str]) -> None:
    """Print the table and keep it."""
    print("\n".join(lines))
    text = table.README.read_text()
    head, tail = text[: text.index(BEGIN)], text[text.index(END) :]
    table.README.write_text("\n".join([f"{head}{BEGIN}", *lines, tail]))


def main() -> None:
    """Fill two, measure, keep."""
    on_postgresql = (os.environ.get("DATABASE") or "postgresql") == "postgresql"
    with tempfile.TemporaryDirectory(prefix="siantar-growth-") as base, ExitStack() as stack:
        url = stack.enter_context(cluster(durable=True)) if on_postgresql else ""
        sides = []
        for name, files in (("small", FILES // 10), ("large", FILES)):
            if on_postgresql:
                subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
            store, sample, size = filled(files, url.removesuffix("siantar") + name if url else "", Path(base) / name)
            port = stack.enter_context(siantar(store.environment()))
            sides.append(Side(files, store, port, sample, size))
        measure(sides)
        about = f"Last run: {rush_machine.name()}; {'PostgreSQL' if on_postgresql else 'SQLite'}."
        keep([about, "", *rows(*sides)])


if __name__ == "__main__":
    main()
