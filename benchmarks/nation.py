"""The nation on paper: what 514 cities would need, reckoned from what was measured; written into `docs/nation.md`.

    python -m benchmarks.nation

Per-unit figures are read from the tables of `benchmarks/README.md` and `docs/cluster.md` and stand nowhere else; a test
holds the page against them (`tests/house/test_nation.py`). What nobody measured is an assumption and is called one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

ROOT = Path(__file__).parents[1]
README, CLUSTER, PAGE = ROOT / "benchmarks" / "README.md", ROOT / "docs" / "cluster.md", ROOT / "docs" / "nation.md"
BEGIN, END = "<!-- nation -->", "<!-- end of nation -->"

CITIES, OFFICES, FILES = 514, 7285, 100_000_000  # of the issue; files a year
PROVINCES = 38
RUSH_OFFICES = 7  # of 1x (benchmarks/rush.py)
# Assumptions: nobody measured these here.
WORKING_DAYS, YEARS, DELIVERED, LARGEST = 245, 5, 0.6, 5
COPIES = 3  # three database machines, each with all of it
CORE_PRICE, GIGABYTE_PRICE = 150_000, 1_500  # rupiah a month: a core with 2 GB of memory, a gigabyte of SSD
CLUSTER_CORES = 3 * 4 + 2 * 2 + 2 * 1  # docs/cluster.md: three databases, two servers, two fronts
CLUSTER_MACHINES, ONE_OFFICE_CORES = 7, 2


@dataclass(frozen=True)
class Measured:
    """Per-unit figures of the repository's own tables."""

    file_kb: float
    photo_kb: float
    core_seconds: float
    plan_seconds: float
    cores_model: int
    multiple_model: int
    dead: float
    frozen: float


@dataclass(frozen=True)
class Shape:
    """One way to divide the nation: how many installations, and how many cores and machines each has."""

    name: str
    installations: int
    cores: int
    machines: int
    copies: int
    dies: str


def measured() -> Measured:
    """Raises ValueError where a table has not the line any more."""
    readme, cluster = README.read_text(), CLUSTER.read_text()
    photos, megabytes = _figures(r"all synced with (\d+) photos, ([\d.]+) MB", readme)
    cores, multiple = _figures(r"\| (4) \| 4 \| \| (\d+)x \| not measured", readme)
    return Measured(
        file_kb=_figures(r"\| storage \|.*?\| ([\d.]+) kB a file, [\d.]+ events \| [\d.]+ \|", readme)[0],
        photo_kb=megabytes * 1000 / photos,
        core_seconds=_figures(r"A second of 1x costs ([\d.]+) core seconds", readme)[0],
        plan_seconds=_figures(r"a search of ([\d.]+) s an office", readme)[0],
        cores_model=int(cores),
        multiple_model=int(multiple),
        dead=_figures(r"\| leading machine dead \| ([\d.]+) s", cluster)[0],
        frozen=_figures(r"\| leading machine frozen for 40 s \| ([\d.]+) s", cluster)[0],
    )


def _figures(pattern: str, text: str) -> list[float]:
    match = re.search(pattern, text)
    if match is None:
        raise ValueError(f"no table has {pattern}")
    return [float(group) for group in match.groups()]


def shapes() -> tuple[Shape, ...]:
    """From the most divided to the least."""
    return (
        Shape("a machine an office", OFFICES, ONE_OFFICE_CORES, 1, 1, "one office, until its backup is restored"),
        Shape("a cluster a city", CITIES, CLUSTER_CORES, CLUSTER_MACHINES, COPIES, "nobody by one machine; one city by its site"),
        Shape("a cluster a province", PROVINCES, CLUSTER_CORES, CLUSTER_MACHINES, COPIES, "nobody by one machine; a province by its site"),
    )


def table(figures: Measured) -> str:
    """What stands between the marks of the page."""
    return "\n".join([*_units(figures), "", *_ways(figures), "", *_load(figures)])


def _units(figures: Measured) -> Iterator[str]:
    yield "| unit | figure | from |\n|---|---|---|"
    yield f"| a file in the database, with its events | {figures.file_kb} kB | measured: benchmarks, growth, 50,000 files |"
    yield f"| a photo of a handover | {figures.photo_kb:.0f} kB | measured: benchmarks, courier app, slow line |"
    yield f"| a second of the rush of seven offices | {figures.core_seconds} core seconds | measured: benchmarks, rush |"
    yield f"| a plan of an office | {figures.plan_seconds} core seconds | measured: benchmarks, rush |"
    yield f"| the leading machine dead; frozen | {figures.dead} s; {figures.frozen} s without recording | measured: cluster |"
    yield f"| files an office and working day | {FILES / OFFICES / WORKING_DAYS:.0f} | {FILES:,} a year; assumed: {WORKING_DAYS} working days |"
    yield f"| files brought by a courier with a photo | {DELIVERED:.0%} | assumed |"
    yield f"| years kept | {YEARS} | assumed |"
    yield f"| a core with 2 GB; a gigabyte of SSD, a month | Rp {CORE_PRICE:,}; Rp {GIGABYTE_PRICE:,} | assumed: put your own into `benchmarks/nation.py` |"


def gigabytes(figures: Measured, installations: int) -> float:
    """Of one installation after all years, once."""
    files = FILES / installations * YEARS
    return files * (figures.file_kb + DELIVERED * figures.photo_kb) / 1e6


def _ways(figures: Measured) -> Iterator[str]:
    yield "| divided into | installations | machines | cores | GB each, once | TB in all | Rp billion a year | who stands still when something dies |\n|---|---|---|---|---|---|---|---|"
    for shape in shapes():
        each, cores = gigabytes(figures, shape.installations), shape.installations * shape.cores
        # a copy more of everything: the backups at another place
        stored = each * shape.installations * (shape.copies + 1)
        money = 12 * (cores * CORE_PRICE + stored * GIGABYTE_PRICE) / 1e9
        machines = shape.installations * shape.machines
        yield f"| {shape.name} | {shape.installations:,} | {machines:,} | {cores:,} | {each:,.0f} | {stored / 1000:,.0f} | {money:,.0f} | {shape.dies} |"


def _load(figures: Measured) -> Iterator[str]:
    yield "| installation | offices | rush, in multiples of seven offices | cores of server and database | minutes until all plans are made, on four cores |\n|---|---|---|---|---|"
    for shape in shapes()[1:]:
        for name, offices in (("mean", OFFICES / shape.installations), ("largest", LARGEST * OFFICES / shape.installations)):
            multiple = offices / RUSH_OFFICES
            cores, minutes = multiple * figures.core_seconds, offices * figures.plan_seconds / figures.cores_model / 60
            yield f"| {shape.name}, {name} | {ceil(offices):,} | {multiple:.0f}x | {cores:.1f} | {minutes:.1f} |"
    yield f"\nThe model gives {figures.cores_model} cores {figures.multiple_model}x, not measured; measured was up to 19x on two. The largest is assumed to be {LARGEST} times the mean."


def page(text: str) -> str:
    """The page with its tables as they follow from what was measured."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table(measured())}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
