"""`make attack`: every attack in full, on SQLite and on PostgreSQL, against freshly started servers.

The short form of what stands in this folder is part of the suite.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.cluster import cluster

ATTACKS = (
    "tests/attack",
    "tests/project/test_login_limits.py", "tests/project/test_open_doors.py", "tests/project/test_access_of_staff.py",
    "tests/project/test_second_factor.py", "tests/project/test_idle_lock.py", "tests/project/test_over_https.py",
    "tests/outward", "tests/roots/test_attack.py", "tests/privacy/test_pictures.py", "tests/faces/test_bad_input.py",
    "tests/faces/test_every_form.py",
    "tests/faces/test_resident.py", "tests/messaging/test_redirects.py", "tests/house/test_gate.py", "tests/house/test_gate_walk.py",
)  # fmt: skip


def run(name: str, database: str = "") -> int:
    """All attacks on one kind of database; the exit code."""
    print(f"== {name}", flush=True)
    environment = {**os.environ, "SIANTAR_ATTACK": "full", "SIANTAR_DATABASE_URL": database}
    if not database:
        environment.pop("SIANTAR_DATABASE_URL")
    command = [sys.executable, "-m", "pytest", "-n2", "--dist", "loadfile", "--durations=5", *ATTACKS]
    return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """A failing exit code, or 0."""
    code = run("SQLite")
    with cluster() as url:
        return run("PostgreSQL", url) or code


if __name__ == "__main__":
    sys.exit(main())
