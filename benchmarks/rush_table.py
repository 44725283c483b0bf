"""The tables of a rush: times by kind, what saturates first, and the model that carries it to other machines."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from benchmarks import rush_machine, table

if TYPE_CHECKING:
    from benchmarks.rush import RushRun

BEGIN, END = "<!-- rush -->", "<!-- end of rush -->"
SERVING = ("server", "database")


def percentile(taken: Sequence[float], percent: int) -> float:
    """That percentile; of few, the slowest for the higher ones."""
    if len(taken) < 2:
        return taken[0] if taken else float("nan")
    return statistics.quantiles(taken, n=100, method="inclusive")[percent - 1]


def times(runs: Sequence[RushRun]) -> Iterator[str]:
    """A line a kind and run."""
    yield "| cores | rush | kind | answered | failed | median | p99 | slowest |"
    yield "|---|---|---|---|---|---|---|---|"
    for run in runs:
        for kind, taken in sorted(run.taken.items()):
            failed = sum(count for what, count in run.failed.items() if what.startswith(kind))
            cells = [f"{1000 * seconds:,.0f} ms" for seconds in (percentile(taken, 50), percentile(taken, 99), max(taken))]
            yield f"| {run.cores} | {run.multiple:g}x | {kind} | {len(taken):,} | {failed} | {' | '.join(cells)} |"


def shares(runs: Sequence[RushRun], machine: int) -> Iterator[str]:
    """How many cores each part kept busy, and which is nearest to its limit; `machine`: all cores there are."""
    parts = ("server", "database", "work and plans", "load itself", "others")
    yield f"| cores | rush | {' | '.join(parts)} | plans made | nearest to its limit |"
    yield "|---" * (len(parts) + 4) + "|"
    for run in runs:
        busy = {part: run.spent.get(part, 0.0) / run.seconds for part in parts}
        ours, besides = sum(busy[part] for part in parts[:3]), busy["load itself"] + busy["others"]
        limits = {
            "the cores together": ours / (run.cores - max(0.0, besides - (machine - run.cores))),
            "the server's processes": busy["server"] / run.cores,
        }
        first = max(limits, key=lambda what: limits[what])
        cells = " | ".join(f"{busy[part]:.2f}" for part in parts)
        made, wanted = run.plans
        yield f"| {run.cores} | {run.multiple:g}x | {cells} | {made} of {wanted} | {first}, {100 * limits[first]:.0f} % |"


def serving(run: RushRun) -> float:
    """Cores that server and database kept busy."""
    return sum(run.spent.get(part, 0.0) for part in SERVING) / run.seconds


def left(run: RushRun, machine: int) -> float:
    """Cores that were left to server and database, after what did not fit on those that they may not use."""
    besides = sum(seconds for part, seconds in run.spent.items() if part not in SERVING) / run.seconds
    return run.cores - max(0.0, besides - (machine - run.cores))


def model(most: Mapping[int, RushRun], machine: int) -> Iterator[str]:
    """What the smallest size says of the others: cores left, times the share of them that it used, over the cost of 1x."""
    smallest = most[min(most)]
    cost = serving(smallest) / smallest.multiple
    used = min(1.0, serving(smallest) / left(smallest, machine))
    yield f"A second of 1x costs {cost:.3f} core seconds of server and database where as much goes in as can; {100 * used:.0f} % of what was left to them was used ({smallest.cores} core)."
    yield ""
    yield "| cores | left to server and database | kept busy by them | model | measured | measured / model |"
    yield "|---|---|---|---|---|---|"
    for cores, run in sorted(most.items()):
        foretold = left(run, machine) * used / cost
        ratio = "fitted here" if run is smallest else f"{run.multiple / foretold:.2f}"
        yield f"| {cores} | {left(run, machine):.2f} | {serving(run):.2f} | {foretold:.0f}x | {run.multiple:.0f}x | {ratio} |"
    for cores in (4, 8, 16):
        yield f"| {cores} | {cores} | | {cores * used / cost:.0f}x | not measured | |"


def write(runs: Sequence[RushRun], most: Mapping[int, RushRun], seconds: float, database: str) -> None:
    """Print the tables and keep them in `benchmarks/README.md`."""
    machine = os.cpu_count() or 1
    about = f"Last run: {rush_machine.name()}; {database}, {seconds:g} seconds a run."
    lines = [about, "", *times(runs), "", *shares(runs, machine), "", *model(most, machine)]
    for run in runs:
        lines += [f"Failed at {run.multiple:g}x on {run.cores}: {count} times {what}" for what, count in run.failed.items()]
    print("\n".join(lines))
    text = table.README.read_text()
    head, tail = text[: text.index(BEGIN)], text[text.index(END) :]
    table.README.write_text("\n".join([f"{head}{BEGIN}", *lines, tail]))
