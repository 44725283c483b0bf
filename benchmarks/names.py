"""`python -m benchmarks.names BEFORE`: sealed names against clear ones, two versions by turns on the same files; SQLite.

BEFORE is a checkout of a version that had names in clear (the commit before decision 0049), with its front end built. N=50000 files are
told by that version; a copy is migrated by this one. Prints the table and keeps it in `benchmarks/README.md`.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import rush_machine, table
from benchmarks.growth import scan
from benchmarks.serving import Client, free_port, until_it_answers

FILES, TURNS = int(os.environ.get("N") or 50_000), 11  # the first turn warms up and is not counted
BEGIN, END = "<!-- names -->", "<!-- end of names -->"
LIMIT = 1.3
HERE = Path(__file__).parents[1]
TIMES = {
    "search by name, API": 20, "search by a word, page": 10, "search by one letter, page": 5, "work list": 15,
    "work list by name": 10, "all delivered files by name": 2, "file page": 15, "scan": 10,
}  # fmt: skip
Taken = dict[str, list[float]]


def environment_of(checkout: Path, folder: Path) -> dict[str, str]:
    """Where this checkout's code runs on the database of the folder."""
    settings = {**os.environ, "PYTHONPATH": str(checkout), "SIANTAR_DEMO": "1", "SIANTAR_DATA": str(folder)}
    settings.pop("SIANTAR_DATABASE_URL", None)
    return settings | {"DJANGO_SETTINGS_MODULE": "siantar.project.settings"}


def run(checkout: Path, folder: Path, module: str, *words: str) -> float:
    """Run a module of a checkout; the seconds it took."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", module, *words]
    subprocess.run(command, env=environment_of(checkout, folder), cwd=checkout, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


@contextmanager
def served(checkout: Path, folder: Path) -> Iterator[int]:
    """The server of a checkout on a folder; its port."""
    port = free_port()
    command = [sys.executable, "-m", "siantar.project", "serve", "--port", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=environment_of(checkout, folder), cwd=checkout, stdout=quiet, stderr=quiet)
    try:
        until_it_answers(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def acts(port: int, sample: Mapping[str, Any]) -> Mapping[str, Callable[[], object]]:
    """One request of each kind, of another file or name each time."""
    numbers, names, waiting = (cycle(sample[name]) for name in ("numbers", "names", "ready"))
    words = cycle(sorted({name.split()[0] for name in sample["names"]}))
    letters = cycle(sorted({name[0] for name in sample["names"]}))
    courier, counter = (Client(port, sample["tokens"][name]) for name in ("kurir1", "loket"))
    checker = Client(port)
    checker.headers["Cookie"] = sample["sessions"]["pemeriksa"]
    return {
        "search by name, API": lambda: counter.get(f"/api/v1/applications?q={quote(next(names))}"),
        "search by a word, page": lambda: checker.get(f"/berkas/?q={next(words)}"),
        "search by one letter, page": lambda: checker.get(f"/berkas/?q={next(letters)}"),
        "work list": lambda: checker.get("/berkas/"),
        "work list by name": lambda: checker.get("/berkas/?urut=nama"),
        "all delivered files by name": lambda: checker.get("/berkas/?tahap=delivered&urut=nama"),
        "file page": lambda: checker.get(f"/berkas/{next(numbers)}/"),
        "scan": lambda: scan(courier, next(waiting)),
    }


def measure(ports: Sequence[int], sample: Mapping[str, Any], turns: int = TURNS) -> list[Taken]:
    """By turns, so that noise meets both alike."""
    sides = [(defaultdict(list), acts(port, sample)) for port in ports]
    for turn in range(turns):
        for kind, times in TIMES.items():
            for taken, every in sides if turn % 2 else reversed(sides):
                for _ in range(times):
                    begun = time.perf_counter()
                    every[kind]()
                    if turn:
                        taken[kind].append(time.perf_counter() - begun)
    return [taken for taken, _every in sides]


def rows(clear: Taken, sealed: Taken) -> Iterator[str]:
    """A line a kind of request."""
    yield "| what | sealed | in clear | ratio of medians | limit | |"
    yield "|---|---|---|---|---|---|"
    for kind in TIMES:
        before, now = statistics.median(clear[kind]), statistics.median(sealed[kind])
        yield table.Row(kind, f"{1000 * now:.1f} ms", f"{1000 * before:.1f} ms", now / before, LIMIT, at_least=False).cells()


def keep(lines: Sequence[str]) -> None:
    """Print the table and keep it."""
    print("\n".join(lines))
    text = table.README.read_text()
    head, tail = text[: text.index(BEGIN)], text[text.index(END) :]
    table.README.write_text("\n".join([f"{head}{BEGIN}", *lines, tail]))


def main() -> None:
    """Fill, migrate a copy, measure, keep."""
    before = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="siantar-names-") as base, ExitStack() as stack:
        clear, sealed = Path(base) / "clear", Path(base) / "sealed"
        clear.mkdir()
        run(before, clear, "benchmarks.growing", str(FILES), str(clear))
        shutil.copytree(clear, sealed)
        migrated = run(HERE, sealed, "siantar.project", "migrate")
        sizes = [sum(file.stat().st_size for file in side.glob("siantar.sqlite3*")) for side in (clear, sealed)]
        sample = json.loads((clear / "sample.json").read_text())
        ports = [stack.enter_context(served(code, side)) for code, side in ((before, clear), (HERE, sealed))]
        lines = list(rows(*measure(ports, sample)))
    about = f"Last run: {rush_machine.name()}; SQLite, {sample['files']:,} files, {migrated:.0f} s to migrate them; the database grew by {sizes[1] / sizes[0] - 1:.0%}."
    keep([about, "", *lines])


if __name__ == "__main__":
    main()
