"""`make faults N=1000`: a storm of so many faults on SQLite and on PostgreSQL; prints what the table of docs/faults.md keeps.

    python -m tests.faults.run N [SEED]
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import tests.environment  # noqa: F401  settings before anything reads them
from tests.cluster import Cluster, standing
from tests.faults.storm.storm import Weather, storm


def run(name: str, faults: int, seed: int, database: Cluster | None = None) -> int:
    """One storm; the number of things found wrong."""
    print(f"== {name}, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="siantar-storm-", ignore_cleanup_errors=True) as folder:
        weather = storm(Path(folder), faults=faults, seed=seed, database=database)
    print(table(weather), flush=True)
    return len(weather.wrong)


def table(weather: Weather) -> str:
    """Faults, acknowledged facts, and what was found wrong."""
    rows = [_row("faults", weather.faults), _row("acknowledged facts", weather.facts)]
    return "\n".join([*rows, f"wrong: {len(weather.wrong)}", *weather.wrong[:100]])


def _row(name: str, counts: Counter[str]) -> str:
    each = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    return f"{name}: {counts.total()} ({each})"


def main() -> int:
    """0 where nothing was lost, doubled or changed."""
    faults = int(sys.argv[1]) if sys.argv[1:] else 100
    seed = int(sys.argv[2]) if sys.argv[2:] else random.SystemRandom().randrange(10**6)
    wrong = run("SQLite", faults, seed)
    with standing(durable=True) as cluster:
        wrong += run("PostgreSQL", faults, seed, cluster)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
