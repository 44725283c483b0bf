"""Nobody looks at the clock but the one module that is asked for the time; tests set it, and read no other either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.test_house import OURS, ROOT, name_of

WALL = {
    "datetime.date.today", "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow",
    "django.db.models.functions.Now", "django.utils.timezone.now", "time.asctime", "time.ctime", "time.gmtime",
    "time.localtime", "time.time", "time.time_ns",
}  # fmt: skip
WALL_WITHOUT_ARGUMENT = {"django.utils.timezone.localdate", "django.utils.timezone.localtime"}
STOPWATCH = {"time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns", "time.sleep"}
MEASURING = {
    "siantar/delivery/planning_queue.py": "a child that hangs is ended, a lease renewed, whatever the clock does",
    "siantar/casework/following.py": "how long a database may take before another is asked",
    "tests/city/city.py": "the deadline of a cluster that starts or mends itself",
    "tests/city/faults.py": "how long a cut lasts",
    "tests/city/network.py": "the deadline of processes that are killed",
    "tests/city/point_in_time.py": "the deadline of PostgreSQL that archives or recovers",
    "tests/city/run.py": "how long a fault lasts, and the outage it costs, told and never asserted",
    "tests/city/watch.py": "when an answer came, for the table of outages",
    "siantar/faces/dispatch/plans.py": "how long a page waits for a plan",
    "siantar/routing/__main__.py": "how long the search took, as VROOM tells it",
    "siantar/routing/engine.py": "the budget of a search",
    "siantar/faces/frame/request_ids.py": "how long a request took, for the log",
    "siantar/project/logs.py": "how long a statement took, for the log",
    "siantar/project/management/commands/work.py": "the rest between two turns of a job",
    "tests/attack/hands.py": "how long a page takes beside an attack, told and compared with itself",
    "tests/faults/storm/dispatcher.py": "the deadline of a plan that is waited for",
    "tests/faults/storm/office.py": "how long a disk stays full",
    "tests/faults/storm/people.py": "the deadline of a request that is repeated",
    "tests/faults/storm/storm.py": "the deadline of a storm",
    "tests/faults/test_messages_survive.py": "the deadline of workers that are killed",
    "tests/journeys/conftest.py": "the deadline of a server that starts",
    "tests/journeys/phone.py": "the deadline of a browser that starts",
    "tests/moved_clock/sitecustomize.py": "sleep itself, under faketime",
    "tests/journeys/test_messages.py": "the deadline of the worker beside the server",
}
THE_CLOCK = ROOT / "siantar/clock.py"
TESTS = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__)]
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
IN_TEXT = re.compile(r"datetime\.now|timezone\.now|utcnow|date\.today|time\.time\(")
IN_TYPESCRIPT = re.compile(r"Date\.now\(|new Date\(\)|(?<!new )\bDate\(\)")


def names(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for: `from datetime import datetime as d` makes `d` `datetime.datetime`."""
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {
                alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
                for alias in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return imported


def dotted(node: ast.AST, imported: dict[str, str]) -> str:
    """The full name an expression stands for; empty for others."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value, imported)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def clock_reads(source: str) -> Iterator[str]:
    """Every look at a clock in a module, called or handed on."""
    tree = ast.parse(source)
    imported = names(tree)
    for node in ast.walk(tree):
        if (name := dotted(node, imported)) in WALL | STOPWATCH:
            yield name
        if isinstance(node, ast.Call) and not node.args and dotted(node.func, imported) in WALL_WITHOUT_ARGUMENT:
            yield dotted(node.func, imported)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            yield node.arg


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("from datetime import datetime, UTC\ndatetime.now(UTC)", ["datetime.datetime.now"]),
        ("import datetime as d\nd.datetime.utcnow()", ["datetime.datetime.utcnow"]),
        ("from django.utils import timezone\nx = Field(default=timezone.now)", ["django.utils.timezone.now"]),
        ("from django.utils import timezone\ntimezone.localtime()", ["django.utils.timezone.localtime"]),
        ("from django.utils import timezone\ntimezone.localtime(at)", []),
        ("from time import time as t\nt()", ["time.time"]),
        ("import time\ntime.sleep(1)", ["time.sleep"]),
        ("from datetime import time\ntime(8, 30)", []),
        ("x = Field(auto_now_add=True)", ["auto_now_add"]),
        ("clock.now()", []),
    ],
)
def test_a_look_at_a_clock_is_recognised(source, reads):
    assert list(clock_reads(source)) == reads


@pytest.mark.parametrize("path", [*OURS, *TESTS], ids=name_of)
def test_only_the_clock_reads_a_clock(path):
    reads = set(clock_reads(path.read_text()))
    if path == THE_CLOCK:
        assert reads == {"datetime.datetime.now"}
    elif name_of(path) in MEASURING:
        assert reads
        assert reads <= STOPWATCH
    else:
        assert reads == set()


def askers(name: str) -> list[str]:
    """The modules that ask the one clock by this name."""
    paths = [path for path in [*OURS, *TESTS] if path != THE_CLOCK]
    return [name_of(path) for path in paths if name in names_used(path)]


def names_used(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    imported = names(tree)
    return {dotted(node, imported) for node in ast.walk(tree)}


def test_the_one_clock_is_asked_at_the_doors():
    doors = [name for name in askers("siantar.clock.now") if name.startswith("siantar/")]
    # A request; `siantar init`, a command that comes before Django; what is relayed beside requests.
    readers = [
        "siantar/faces/frame/arrival.py", "siantar/project/export/importing.py", "siantar/project/initiation.py",
        "siantar/project/wsgi.py",
    ]  # fmt: skip
    assert [name for name in doors if "/commands/" not in name] == readers


def test_tests_look_at_the_machine_s_clock_only_to_set_that_of_a_process():
    assert askers("siantar.clock.wall") == ["tests/clock.py", "tests/project/test_clock.py"]


@pytest.mark.parametrize("path", BENCHMARKS, ids=name_of)
def test_benchmarks_measure_and_ask_the_clock_of_the_product(path):
    assert set(clock_reads(path.read_text())) <= STOPWATCH


@pytest.mark.parametrize("path", [*TESTS, *BENCHMARKS], ids=name_of)
def test_no_command_hidden_in_a_text_reads_a_clock(path):
    assert IN_TEXT.findall(path.read_text()) == []


def test_every_place_that_measures_exists():
    assert [name for name in MEASURING if not (ROOT / name).is_file()] == []


def test_templates_do_not_tell_the_time():
    templates = sorted((ROOT / "siantar").rglob("*.html"))
    assert templates
    assert [
        name_of(path) for path in templates if re.search(r"\{%\s*now\b|\|timesince|\|timeuntil", path.read_text())
    ] == []


def test_only_the_clock_of_the_courier_s_phone_reads_the_browser_s():
    scripts = sorted((ROOT / "frontend").rglob("*.ts"))
    assert [name_of(path) for path in scripts if IN_TYPESCRIPT.search(path.read_text())] == [
        "frontend/courier/clock.ts"
    ]
