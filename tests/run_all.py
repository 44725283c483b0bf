"""Run the whole suite on SQLite and on a PostgreSQL cluster of its own, the browser journeys once; and on other days."""

from __future__ import annotations

import os
import subprocess
import sys

from tests import other_days
from tests.cluster import cluster

PYTEST = [sys.executable, "-m", "pytest"]


def run(*options: str, database_url: str = "") -> int:
    """Run pytest; the exit code."""
    environment = {**os.environ, "SIANTAR_DATABASE_URL": database_url}
    if not database_url:
        environment.pop("SIANTAR_DATABASE_URL")
    return subprocess.run([*PYTEST, *options, *sys.argv[1:]], env=environment, check=False).returncode


def main() -> int:
    """A failing exit code, or 0."""
    print("== SQLite", flush=True)
    code = run("-n2")
    code = other_days.main(["-n2", *sys.argv[1:]]) or code
    with cluster() as url:
        print("== PostgreSQL", flush=True)
        return run("-n2", "-m", "not browser", database_url=url) or code


if __name__ == "__main__":
    sys.exit(main())
