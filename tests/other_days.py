"""The suite on other days: pytest under a machine clock that was moved by `faketime`.

    python -m tests.other_days          what touches time, on two days drawn by lot (SIANTAR_SEED draws the same again)
    python -m tests.other_days --seven  the same choice on the seven days that were ever trouble
    python -m tests.other_days --all    everything but the browser, on the seven days

Further words are handed to pytest. On SQLite: a cluster of PostgreSQL would have to live under the moved clock too.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

SEVEN = {
    "1 January, ten past midnight": "2027-01-01 00:10:00",
    "29 February": "2028-02-29 09:00:00",
    "a Sunday afternoon": "2026-11-29 15:00:00",
    "a Friday before midnight": "2026-11-27 23:50:00",
    "Ramadan": "2027-02-16 10:30:00",
    "the last working day of a year": "2026-12-31 14:00:00",
    "two years ahead": "2028-11-27 08:30:00",
}
TOUCH_TIME = (
    "tests/faces/test_badge.py", "tests/faces/test_courier.py", "tests/faces/test_dispatch.py",
    "tests/faces/test_resident.py", "tests/faces/test_voice.py", "tests/reports", "tests/messaging/test_jobs.py",
    "tests/messaging/test_telling.py", "tests/rules/test_visiting.py", "tests/rules/test_working_time.py",
    "tests/feedback/test_complaints.py", "tests/routing/test_windows.py",
)  # fmt: skip
FIRST, DAYS = datetime(2025, 1, 1), 4 * 365
ZONE = "Asia/Jakarta"


def drawn(seed: int) -> Iterator[tuple[str, str]]:
    """Two moments anywhere within four years, by lot."""
    chance = random.Random(seed)
    for number in ("one", "two"):
        moment = FIRST + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(24 * 60))
        yield f"day {number} of seed {seed}", f"{moment:%Y-%m-%d %H:%M:%S}"


def run(name: str, moment: str, options: Sequence[str]) -> int:
    """Run pytest while the machine's clock says `moment` at its start; the exit code."""
    print(f"== {name}: {moment}", flush=True)
    environment = {
        **os.environ,
        "TZ": ZONE,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",  # what is measured stays as long as it is
        "PYTHONPATH": str(Path(__file__).parent / "moved_clock"),
    }
    environment.pop("SIANTAR_DATABASE_URL", None)
    command = ["faketime", moment, sys.executable, "-m", "pytest", "-m", "not browser", *options]
    return subprocess.run(command, env=environment, check=False).returncode


def main(words: Sequence[str]) -> int:
    """The first failing exit code, or 0."""
    options = [word for word in words if word not in {"--all", "--seven"}]
    if "--all" in words:
        codes = [run(name, moment, options) for name, moment in SEVEN.items()]
    elif "--seven" in words:
        codes = [run(name, moment, [*TOUCH_TIME, *options]) for name, moment in SEVEN.items()]
    else:
        seed = int(os.environ.get("SIANTAR_SEED", random.randrange(10**6)))
        print(f"== other days, SIANTAR_SEED={seed}", flush=True)
        codes = [run(name, moment, [*TOUCH_TIME, *options]) for name, moment in drawn(seed)]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
