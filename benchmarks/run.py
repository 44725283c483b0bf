"""`make bench`: fill, measure, print the table, keep it in `benchmarks/README.md`.

`make bench APPLICATIONS=200000 HISTORY=1000000` are the sizes of the issue; smaller ones finish sooner.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import table
from benchmarks.serving import Client, bare, p99, requests_a_second, seconds_of, siantar
from benchmarks.table import Row
from siantar import clock
from tests.cluster import cluster

APPLICATIONS = int(os.environ.get("APPLICATIONS") or 200_000)
HISTORY = int(os.environ.get("HISTORY") or 1_000_000)
ROUNDS = 3


@dataclass(frozen=True)
class Store:
    """A filled database."""

    name: str
    url: str
    folder: Path

    def environment(self) -> dict[str, str]:
        settings = {
            **os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(self.folder), "SIANTAR_DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "siantar.project.settings", "PYTHONPATH": str(Path.cwd()),
        }  # fmt: skip
        if not self.url:
            settings.pop("SIANTAR_DATABASE_URL")
        return settings

    def run(self, module: str, *arguments: str) -> None:
        subprocess.run([sys.executable, "-m", module, *arguments, str(self.folder)], env=self.environment(), check=True)

    def sample(self) -> dict[str, Any]:
        sample: dict[str, Any] = json.loads((self.folder / "sample.json").read_text())
        return sample

    def plain_address(self) -> str:
        return self.url or str(self.folder / "siantar.sqlite3")


def keep_rows(rows: list[Row], more: list[Row]) -> None:
    """Keep what was measured, and say it at once."""
    for row in more:
        say(row.cells())
    rows += more


def say(text: str) -> None:
    print(f"{clock.now():%H:%M:%S} {text}", flush=True)


def turns(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """The medians of both, measured by turns so that noise meets both alike."""
    pairs = [(ours(), peer()) for _ in range(ROUNDS)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def event(number: str) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "type": "loaded",
        "receipt_number": number,
        "occurred_at": clock.now().isoformat(),
    }


def lookups(store: Store) -> list[Row]:
    """The tracking look-up against the bare handler, the page against the look-up."""
    numbers = store.sample()["waiting"]
    api, page = ([f"{prefix}{number}" for number in numbers] for prefix in ("/api/v1/track/", "/t/"))
    with siantar(store.environment()) as ours, bare(store.plain_address()) as peer:
        json_rate, bare_rate = turns(lambda: requests_a_second(ours, api), lambda: requests_a_second(peer, api))
        html_rate, json_again = turns(lambda: requests_a_second(ours, page), lambda: requests_a_second(ours, api))
    return [
        Row(
            f"Look-up by the API, {store.name}",
            f"{json_rate:,.0f}/s",
            f"bare handler {bare_rate:,.0f}/s",
            json_rate / bare_rate,
            0.9,
        ),
        Row(
            f"Tracking page, {store.name}",
            f"{html_rate:,.0f}/s",
            f"look-up {json_again:,.0f}/s",
            html_rate / json_again,
            0.7,
        ),
    ]


def scans(store: Store) -> list[Row]:
    """Scans by the API against the same statements without any rules."""
    store.run("benchmarks.peers")
    sample = store.sample()
    numbers = iter(sample["waiting"])
    with siantar(store.environment()) as port:
        client = Client(port, sample["tokens"]["kurir1"])

        def post(count: int) -> None:
            answer = client.post("/api/v1/events", {"events": [event(next(numbers)) for _ in range(count)]})
            assert all(result["outcome"] == "recorded" for result in answer["results"]), answer

        seconds_of(lambda: post(1), 20)
        peers_one, peers_many = (parts(store, name) for name in ("one", "hundred"))
        ours, peer_one = turns(
            lambda: 100 / sum(seconds_of(lambda: post(1), 100)), lambda: replay(store, next(peers_one))
        )
        many, peer_many = turns(
            lambda: 700 / sum(seconds_of(lambda: post(100), 7)), lambda: 100 * replay(store, next(peers_many))
        )
    tool = "pgbench" if store.url else "sqlite3"
    return [
        Row(
            f"One scan by the API, {store.name}",
            f"{ours:,.0f}/s",
            f"same statements, {tool} {peer_one:,.0f}/s",
            ours / peer_one,
            0.3 if store.url else None,
        ),
        Row(
            f"100 scans in one request, {store.name}",
            f"{many:,.0f}/s",
            f"bare bulk, {tool} {peer_many:,.0f}/s",
            many / peer_many,
            0.3 if store.url else None,
        ),
    ]


def parts(store: Store, name: str) -> Iterator[list[list[Any]]]:
    """The peer's transactions, a part for each round: they can be run only once."""
    sample = json.loads((store.folder / f"{name}.json").read_text())
    size = len(sample) // ROUNDS
    return (sample[place * size : (place + 1) * size] for place in range(ROUNDS))


def replay(store: Store, transactions: list[list[Any]]) -> float:
    """Transactions a second of these statements on one connection."""
    if not store.url:
        return _replay_sqlite(store.plain_address(), transactions)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "scans.sql"
        scripts = (";\n".join(["BEGIN", *(statements), "COMMIT"]) for statements in transactions)
        script.write_text(";\n".join(scripts) + ";\n")
        start = time.perf_counter()
        subprocess.run(
            ["pgbench", "-n", "-c1", "-t1", "-f", str(script), store.url],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return len(transactions) / (time.perf_counter() - start)


def _replay_sqlite(path: str, transactions: list[list[Any]]) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=NORMAL")
    start = time.perf_counter()
    for statements in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for sql, values, many in statements:
            if many:
                connection.executemany(sql, values)
            else:
                connection.execute(sql, values).fetchall()
        connection.execute("COMMIT")
    rate = len(transactions) / (time.perf_counter() - start)
    connection.close()
    return rate


def receipt_row(store: Store) -> Row:
    """The receipt as PDF against typst alone."""
    process = subprocess.run(
        [sys.executable, "-m", "benchmarks.receipt", str(store.folder)],
        env=store.environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    ours, peer = json.loads(process.stdout)
    return Row(
        "Receipt as PDF", f"{ours * 1000:.1f} ms", f"bare typst {peer * 1000:.1f} ms", ours / peer, 2.0, at_least=False
    )


def growth(small: Store, large: Store) -> list[Row]:
    """p99 of look-up, scan and work list on a long history against a short one, by turns."""
    slow: dict[str, dict[str, list[float]]] = {
        store.name: {"look-up": [], "scan": [], "work list": []} for store in (small, large)
    }
    with siantar(small.environment()) as first, siantar(large.environment()) as second:
        sides = [(store, port, iter(store.sample()["waiting"])) for store, port in ((small, first), (large, second))]
        for turn in range(11):
            for store, port, numbers in sides:
                courier, dispatcher = (Client(port, store.sample()["tokens"][name]) for name in ("kurir1", "pengatur"))

                def scan(courier: Client = courier, numbers: Any = numbers) -> None:
                    courier.post("/api/v1/events", {"events": [event(next(numbers))]})

                waiting = store.sample()["waiting"][turn * 200 :]
                known_numbers = iter(waiting)
                acts = {
                    "look-up": lambda c=courier, n=known_numbers: c.get(f"/api/v1/track/{next(n)}"),
                    "scan": scan,
                    "work list": lambda c=dispatcher: c.get("/api/v1/applications?stage=ready_for_delivery"),
                }
                for name, times in (("look-up", 200), ("scan", 60), ("work list", 60)):
                    taken = seconds_of(acts[name], times)
                    if turn:
                        slow[store.name][name] += taken
    rows = []
    for name in ("look-up", "scan", "work list"):
        a, b = p99(slow[large.name][name]), p99(slow[small.name][name])
        rows.append(
            Row(
                f"p99 of {name}, {large.name}",
                f"{a * 1000:.1f} ms",
                f"{small.name} {b * 1000:.1f} ms",
                a / b,
                1.3,
                at_least=False,
            )
        )
    return rows


def filled(name: str, url: str, folder: Path, applications: int) -> Store:
    store = Store(name, url, folder)
    say(f"filling {name}")
    store.run("benchmarks.filling", str(applications))
    return store


def main() -> None:
    """Everything, in one run."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, ExitStack() as stack:
        folder = Path(base)
        url = stack.enter_context(cluster(durable=True))
        for name in ("main", "small", "large"):
            subprocess.run(["psql", "-q", url, "-c", f"CREATE DATABASE {name}"], check=True)
        postgres = filled("PostgreSQL", url.removesuffix("siantar") + "main", folder / "main", APPLICATIONS)
        say("measuring PostgreSQL")
        keep_rows(rows, lookups(postgres))
        keep_rows(rows, scans(postgres))
        keep_rows(rows, [receipt_row(postgres)])
        sqlite = filled("SQLite", "", folder / "sqlite", APPLICATIONS)
        say("measuring SQLite")
        keep_rows(rows, lookups(sqlite))
        keep_rows(rows, scans(sqlite))
        small = filled(
            f"{HISTORY // 10:,} files", url.removesuffix("siantar") + "small", folder / "small", HISTORY // 10
        )
        large = filled(f"{HISTORY:,} files", url.removesuffix("siantar") + "large", folder / "large", HISTORY)
        say("measuring growth")
        keep_rows(rows, growth(small, large))
    table.write(rows, APPLICATIONS, HISTORY)


if __name__ == "__main__":
    main()
