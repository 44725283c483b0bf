"""Run the whole suite on SQLite and on a PostgreSQL cluster of its own, the browser journeys once; and on other days.

    python -m tests.run_all                  everything
    python -m tests.run_all tests/rules      only that, on both databases (the browser once)
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests import other_days
from tests.cluster import cluster

PYTEST = [sys.executable, "-m", "pytest"]
# Journeys of one file go on where the one before stopped, and files follow in the order of their names.
TWO_WORKERS = ("-n2", "--dist", "loadfile", "--no-loadscope-reorder")
NOTHING_COLLECTED = 5


def run(*options: str, database_url: str = "") -> int:
    """Run pytest; the exit code."""
    environment = {**os.environ, "SIANTAR_DATABASE_URL": database_url}
    if not database_url:
        environment.pop("SIANTAR_DATABASE_URL")
    return subprocess.run([*PYTEST, *options, *sys.argv[1:]], env=environment, check=False).returncode


def main() -> int:
    """A failing exit code, or 0."""
    narrow = [word for word in sys.argv[1:] if not word.startswith("-")]
    workers = ("-n0",) if any("::" in word or word.endswith(".py") for word in narrow) else TWO_WORKERS
    print("== SQLite", flush=True)
    code = run(*workers)
    if not narrow:
        code = other_days.main([*workers, *sys.argv[1:]]) or code
    with cluster() as url:
        print("== PostgreSQL", flush=True)
        again = run(*workers, "-m", "not browser", database_url=url)
    only_browser = bool(narrow) and again == NOTHING_COLLECTED
    return code or (0 if only_browser else again)


if __name__ == "__main__":
    sys.exit(main())
