"""A PostgreSQL cluster for the tests: an unprivileged user, a free port, a temporary folder, stopped at the end."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.ports import free_port


def binaries() -> str:
    """The folder of PostgreSQL's programs: `SIANTAR_POSTGRESQL` where it is set, to try another version."""
    if chosen := os.environ.get("SIANTAR_POSTGRESQL"):
        return chosen
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    path = programs[-1] if programs else shutil.which("initdb")
    if not path:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return os.path.dirname(os.path.realpath(path))


class Cluster:
    """A running cluster; `url` is its database's address."""

    def __init__(self, *, durable: bool = False) -> None:
        self._binaries, self.folder, self.port = binaries(), tempfile.mkdtemp(prefix="siantar-pg-"), free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.data = f"{self.folder}/data"
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c max_connections=60"
        options += " -c shared_buffers=512MB -c max_wal_size=8GB" if durable else " -c fsync=off -c synchronous_commit=off"
        self._options = options
        self.url = f"postgres://siantar@127.0.0.1:{self.port}/siantar"
        self._run("initdb", "-D", self.data, "-U", "siantar", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        self.start()

    def start(self) -> None:
        """Start it, or start it again; after a crash it recovers first."""
        self._run("pg_ctl", "-D", self.data, "-w", "-l", f"{self.folder}/log", "-o", self._options, "start")

    def configure(self, settings: str) -> None:
        """Add lines to its settings, and start it with them."""
        with open(f"{self.data}/postgresql.conf", "a") as file:
            file.write(settings)
        self.crash()
        self.start()

    def crash(self) -> None:
        """Stop without a word: connections break, nothing is written that was not."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    def database(self) -> None:
        """Make the empty database that `url` names."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "siantar", "siantar")

    def clear(self) -> None:
        """Nothing of it is left."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        environment = {"PATH": f"{self._binaries}:/usr/bin:/bin", "LC_ALL": "C"}
        command = (f"{self._binaries}/{program}", *arguments)
        subprocess.run(command, user=self.user, cwd="/", check=True, stdout=subprocess.DEVNULL, env=environment)


@contextmanager
def standing(*, durable: bool = False) -> Iterator[Cluster]:
    """Start a cluster with an empty database. `durable` writes to disk as in production."""
    cluster = Cluster(durable=durable)
    try:
        cluster.database()
        yield cluster
    finally:
        cluster.crash()
        cluster.clear()


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster with an empty database; yields its address. `durable` writes to disk as in production."""
    with standing(durable=durable) as running:
        yield running.url
