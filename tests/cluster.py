"""A PostgreSQL cluster for the tests: an unprivileged user, a free port, a temporary folder, stopped at the end."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


def _binaries() -> str:
    """The folder of PostgreSQL's programs: `SIANTAR_POSTGRESQL` where it is set, to try another version."""
    if chosen := os.environ.get("SIANTAR_POSTGRESQL"):
        return chosen
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    path = programs[-1] if programs else shutil.which("initdb")
    if not path:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return os.path.dirname(os.path.realpath(path))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster; yields its database address. `durable` writes to disk as in production."""
    binaries, folder, port = _binaries(), tempfile.mkdtemp(prefix="siantar-pg-"), _free_port()
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL, env={"PATH": binaries, "LC_ALL": "C"}
        )

    data = f"{folder}/data"
    run(f"{binaries}/initdb", "-D", data, "-U", "siantar", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=60"
    options += " -c shared_buffers=512MB -c max_wal_size=8GB" if durable else " -c fsync=off -c synchronous_commit=off"
    run(f"{binaries}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
    try:
        run(f"{binaries}/createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "siantar", "siantar")
        yield f"postgres://siantar@127.0.0.1:{port}/siantar"
    finally:
        run(f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
