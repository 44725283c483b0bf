"""Machines as network namespaces behind two bridges: each with its own address, to be killed, frozen, or cut off.

The test itself stands in a namespace of its own (`python -m tests.city.run` sees to that); nothing outlives it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

HERE, BEYOND = "br-here", "br-beyond"  # where the clients are, and the other side of a cut
OURS = "10.79.0"
LONGEST = 20.0


def lay() -> None:
    """Two bridges, and an address of our own on the one that clients reach."""
    _ip("link", "set", "lo", "up")
    for bridge in (HERE, BEYOND):
        _ip("link", "add", bridge, "type", "bridge")
        _ip("link", "set", bridge, "up")
    _ip("addr", "add", f"{OURS}.1/24", "dev", HERE)


class Machine:
    """One machine at an address, with the processes started on it."""

    def __init__(self, name: str, number: int, folder: Path) -> None:
        self.name, self.address, self.folder = name, f"{OURS}.{number}", folder
        folder.mkdir(parents=True, exist_ok=True)
        self._holder = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self._net = _entered(self._holder.pid)
        self._port = f"port-{name}"
        _ip("link", "add", self._port, "type", "veth", "peer", "name", "eth0", "netns", str(self._holder.pid))
        _ip("link", "set", self._port, "master", HERE, "up")
        inside = f"ip link set lo up; ip addr add {self.address}/24 dev eth0; ip link set eth0 up"
        subprocess.run(["nsenter", "-t", str(self._holder.pid), "-n", "sh", "-c", inside], check=True)
        self._started: dict[str, subprocess.Popen] = {}

    def start(self, name: str, command: Sequence[str], *, user: str = "root", environment: Mapping[str, str] | None = None) -> None:
        """Start a program there; what it says is in `<name>.log` of its folder."""
        with (self.folder / f"{name}.log").open("a") as log:
            self._started[name] = subprocess.Popen(
                [*self._inside(user), *command], env=dict(environment or os.environ), cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def stop(self, name: str) -> None:
        """End a program as an operator does, and wait for it."""
        started = self._started.pop(name)
        started.terminate()
        started.wait(LONGEST)

    def kill(self, name: str) -> None:
        """End a program without a word."""
        started = self._started.pop(name)
        started.kill()
        started.wait(LONGEST)

    def run(self, command: Sequence[str], *, user: str = "root", environment: Mapping[str, str] | None = None, typed: str = "") -> str:
        """Run a program there to its end; what it prints. Raises CalledProcessError."""
        done = subprocess.run(
            [*self._inside(user), *command], env=dict(environment or os.environ), cwd=self.folder, input=typed,
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout

    def processes(self) -> list[int]:
        """Everything that runs there."""
        found_here = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self._holder.pid:
                with suppress(OSError):
                    if os.stat(entry / "ns/net").st_ino == self._net:
                        found_here.append(int(entry.name))
        return found_here

    def tell_all(self, number: signal.Signals) -> None:
        """The same signal for everything on it, until nobody new appears."""
        reached: set[int] = set()
        while new := set(self.processes()) - reached:
            for process in new:
                with suppress(ProcessLookupError):
                    os.kill(process, number)
            reached |= new

    def die(self) -> None:
        """As when the power goes."""
        until = time.monotonic() + LONGEST
        while self.processes():
            self.tell_all(signal.SIGKILL)
            for started in self._started.values():
                started.poll()
            assert time.monotonic() < until, f"{self.name} does not die"
            time.sleep(0.02)
        self._started.clear()

    def end(self) -> None:
        """Everything on it, and the machine."""
        self.tell_all(signal.SIGCONT)
        self.die()
        self._holder.kill()
        self._holder.wait()

    def stand(self, bridge: str) -> None:
        """Put its cable into this bridge."""
        _ip("link", "set", self._port, "master", bridge)

    def _inside(self, user: str) -> list[str]:
        enter = ["nsenter", "-t", str(self._holder.pid), "-n"]
        return enter if user == "root" else [*enter, "setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]


def _entered(process: int) -> int:
    """The number of the namespace that this process has made."""
    ours, until = os.stat("/proc/self/ns/net").st_ino, time.monotonic() + LONGEST
    while time.monotonic() < until:
        with suppress(FileNotFoundError):
            if (theirs := os.stat(f"/proc/{process}/ns/net").st_ino) != ours:
                return theirs
        time.sleep(0.01)
    raise AssertionError("no network namespace")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)
