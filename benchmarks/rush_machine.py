"""What a machine spends: processor seconds of families of processes, and on which cores they may run (Linux)."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from siantar import clock

TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> set[int]:
    """A process and all that came from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _fields(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    members, ahead = {pid}, [pid]
    while ahead:
        fresh = [child for child in children.get(ahead.pop(), ()) if child not in members]
        members.update(fresh)
        ahead += fresh
    return members


def pin(pids: Iterable[int], cores: set[int]) -> None:
    """Let these run on these cores only, all their threads."""
    for pid in pids:
        for thread in _threads(pid):
            try:
                os.sched_setaffinity(thread, cores)
            except ProcessLookupError:
                continue


def spent(pids: Iterable[int]) -> float:
    """Processor seconds so far, of these and of their children that have ended."""
    return sum(sum(map(int, fields[11:15])) for pid in pids if (fields := _fields(pid))) / TICKS


def machine_spent() -> float:
    """Processor seconds so far, of the whole machine."""
    values = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]))
    return (sum(values) - values[3] - values[4]) / TICKS


def name() -> str:
    """The machine and the day, for a table."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    processor = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return f"{clock.now():%Y-%m-%d}, {os.cpu_count()} cores, {processor}, Python {platform.python_version()}"


@dataclass(frozen=True)
class Families:
    """The processes that are told apart, by the name they have in the table."""

    roots: Mapping[str, int]

    def spent(self) -> dict[str, float]:
        """Processor seconds so far of each; `planning` is taken out of the server it runs beside."""
        sums = {title: spent(family(pid)) for title, pid in self.roots.items()}
        work = [pid for pid in self.members() if _is_work(pid)]
        planning = spent({pid for each in work for pid in family(each)})
        sums["server"] -= planning
        return sums | {"work and plans": planning}

    def members(self) -> set[int]:
        """All of their processes."""
        return {pid for root in self.roots.values() for pid in family(root)}


def _is_work(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"work" in words


def _fields(pid: int) -> list[str]:
    """State, parent and so on: what stands behind the name of the process in its `stat`."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _threads(pid: int) -> Iterator[int]:
    try:
        yield from [int(entry.name) for entry in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return
