"""The office under the storm: server processes, their worker and their database, and everything that can befall them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

from siantar.project import archive, backup_keys
from tests.cluster import Cluster
from tests.faults.storm import power
from tests.journeys.conftest import Siantar, _wait_for

KEYS = ("", "--index", "--phones", "--push", "--roots", "--sessions")
HOLDS = 0.6  # seconds, at most, that the power holds after a command has set to work
LONGEST_JUMP = 8 * 60  # seconds; ten minutes of difference are clocks, more would be another story


class Office:
    """`siantar serve` with two processes and the worker beside them, in a process group of its own."""

    def __init__(self, home: Siantar, database: Cluster | None, chance: Random, deck: Random) -> None:
        self.home, self.database, self.chance, self.deck = home, database, chance, deck
        self.usual_clock = float(home.environment["SIANTAR_CLOCK"])
        self._server: subprocess.Popen | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="siantar-stick-")  # gone with the office
        self.stick = Path(self._folder.name)
        self._key = self.stick / "kunci.txt"
        home.command("backup", "--keys", str(self._key))

    def now(self) -> datetime:
        """The time on the clients' clocks, which nobody moves."""
        return self.home.now()

    def start(self) -> None:
        port = self.home.url.rpartition(":")[2]
        with (self.home.data / "server.log").open("a") as log:
            self._server = subprocess.Popen(
                [f"{Path(sys.executable).parent}/siantar", "serve", "--port", port, "--workers", "2"],
                env=self.home.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        _wait_for(f"{self.home.url}/api/v1/health", self._server)

    def end(self) -> None:
        """As an operator ends it; whoever is left of those killed before is ended too."""
        if self._server is not None:
            self._server.terminate()
            self._server.wait(30)
            self._kill_group()

    def everything_killed(self) -> None:
        """SIGKILL for the server, its processes and its worker at the same moment; then it is started again."""
        self._kill_group()
        self.start()

    def one_process_killed(self) -> None:
        """SIGKILL for one of the server's processes or the worker: whoever minds them starts it again."""
        children = _children(self._running.pid)
        with suppress(ProcessLookupError):
            if children:
                os.kill(self.chance.choice(children), signal.SIGKILL)
        self.minded(0.5)

    def minded(self, seconds: float = 0.0) -> None:
        """Start it again if it has ended by itself: a process killed twice in a moment ends the server (Granian's rule)."""
        if self._gone_within(seconds):
            self.everything_killed()

    def last_words(self) -> str:
        """The end of the server's log, for whoever must find out what happened."""
        return (self.home.data / "server.log").read_text(errors="replace")[-3000:]

    def clock_moved(self) -> None:
        """The machine's clock was wrong, or is now: the office goes on some minutes earlier or later."""
        jump = self.chance.uniform(-LONGEST_JUMP, LONGEST_JUMP)
        self.home.environment["SIANTAR_CLOCK"] = str(self.usual_clock + jump)
        self.everything_killed()

    def database_killed(self) -> None:
        """PostgreSQL stops without a word to anybody and recovers from its log. SQLite lives in the server: all die."""
        if self.database is None:
            self.everything_killed()
            return
        self.database.crash()
        self.database.start()

    def power_lost_in_backup(self) -> None:
        """Nothing is left running in the middle of a backup; the same command makes it whole afterwards, while serving."""
        file = self.stick / f"{len(list(self.stick.glob('*.age')))}.age"
        if self._power_lost_in("backup", str(file)) and not file.exists():  # under its name it is whole: `damaged_backups`
            self.home.command("backup", str(file))

    def power_lost_in_rotation(self) -> None:
        """Nothing is left running in the middle of the rotation of a key; the same command goes on with it, while serving."""
        rotation = ["keys", "rotate", *filter(None, [self.chance.choice(KEYS)])]
        if self._power_lost_in(*rotation):
            self.home.command(*rotation)

    def damaged_backups(self) -> list[str]:
        """The names of those that do not open with the office's key, or not to their end."""
        identity, damaged = backup_keys.identity(self._key.read_text()), []
        for file in sorted(self.stick.glob("*.age")):
            try:
                with tempfile.TemporaryDirectory() as folder, file.open("rb") as source:
                    archive.read(source, [identity], Path(folder))
            except archive.BackupRefused:
                damaged.append(file.name)
        return damaged

    def _power_lost_in(self, *command: str) -> bool:
        """Whether the command died with the server and the database; else it was through before they did."""
        died = power.lost_in(command, self.home.environment, self.chance.uniform(0, HOLDS))
        self._kill_group()
        if self.database is not None:
            self.database.crash()
            self.database.start()
        self.start()
        return died

    def disk_full(self) -> None:
        """No process of the server may make a file any longer for a moment: what a full disk answers, it is answered."""
        for process in _children(self._running.pid):
            _largest_file(process, 1)
        time.sleep(self.chance.uniform(0.2, 0.8))
        for process in _children(self._running.pid):
            _largest_file(process, None)

    @property
    def _running(self) -> subprocess.Popen:
        assert self._server is not None
        return self._server

    def _gone_within(self, seconds: float) -> bool:
        try:
            self._running.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, signal.SIGKILL)
        self._running.wait(30)


def _children(process: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def _largest_file(process: int, size: int | None) -> None:
    limit = "unlimited" if size is None else f"{size}:"
    subprocess.run(["prlimit", f"--pid={process}", f"--fsize={limit}"], check=False, stderr=subprocess.DEVNULL)

