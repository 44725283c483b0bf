"""Plans as the product makes them: own overhead, one courier's rest anew through the API, a nation's queue.

    python -m benchmarks.planning [overhead] [again] [queue]

- overhead: what a plan of 150 stops costs beside the search: problem to text and back, model, decoding, checking
- again: a courier with 80 stops, three of them new: `POST /pengantaran/RUN/ulang/` from request to answer, worker beside it
- queue: 200 offices of 40 stops on PostgreSQL, two workers; cost per office and what 7,285 offices would take
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.run import Store, say
from benchmarks.table import Row
from siantar import clock
from siantar.routing import checking, codec, engine, reasons
from siantar.routing.model import Model, Wanted
from siantar.routing.problem import Courier, PlanStop, Price, Problem, Window
from siantar.routing.travel import AirWays, Point, slowed
from tests.cluster import cluster

OFFICES, STOPS, NATION = 200, 40, 7285
ASK = """
import json, sys
from siantar import clock
from siantar.delivery import planning_queue
from siantar.routing import codec
from siantar.demo import office as demo
from siantar.directory.models import User
at = clock.now()
if not User.objects.exists():
    demo.furnish(at)
for line in open({file!r}):
    wish = planning_queue.Wish(demo.OFFICE, at.date(), codec.read(line), planning_queue.default_seconds({stops}))
    planning_queue.ask(wish, at)
"""
LEFT = """
from siantar.delivery.models import Planning
from django.db.models import Count
print(dict(Planning.objects.values_list("status").annotate(n=Count("pk"))), Planning.objects.filter(best__isnull=True).count())
"""


def town(stops: int, couriers: int, seed: int) -> Problem:
    """Scattered stops of one office; the travel times of the air."""
    chance = random.Random(seed)
    points = [Point(-6.25 + chance.uniform(-0.03, 0.03), 106.67 + chance.uniform(-0.03, 0.03)) for _ in range(stops + 1)]
    price = Price(travel_second=0, work_second=1, metre=0.1)
    drivers = tuple(Courier(f"k{i}", 0, 0, Window(8 * 3600, 16 * 3600), (60,), price=price) for i in range(couriers))
    doors = tuple(PlanStop(str(i), i, 180, delivery=(1,)) for i in range(1, stops + 1))
    return Problem(doors, drivers, {"car": slowed(AirWays().matrix(points), 1.4)})


def overhead() -> list[Row]:
    """Everything but the search, for 150 stops."""
    problem = town(150, 4, 1)
    plan = engine.make(problem, engine.Ask(3.0))
    spent: dict[str, float] = {}

    def timed(name: str, act: object) -> None:
        taken = []
        for _ in range(9):
            begun = time.perf_counter()
            act()  # type: ignore[operator]
            taken.append(time.perf_counter() - begun)
        spent[name] = float(np.median(taken))

    text = codec.write(problem)
    timed("write", lambda: codec.write(problem))
    timed("read", lambda: codec.read(text))
    timed("model", lambda: Model(problem, Wanted()).data)
    timed("hopeless", lambda: reasons.all_hopeless(problem))
    timed("check", lambda: checking.timed(problem, plan.order()))
    total = sum(spent.values())
    say(", ".join(f"{name} {1000 * seconds:.1f} ms" for name, seconds in spent.items()))
    deadline = 0.06 * 150
    return [
        Row("Own overhead of a plan, 150 stops", f"{1000 * total:.0f} ms", "80 ms", total / 0.08, 1.0, at_least=False),
        Row("Own overhead, share of the time asked", f"{100 * total / deadline:.1f} %", "5 %", total / deadline / 0.05, 1.0, at_least=False),
    ]


def again() -> list[Row]:
    """One courier's rest through the page's own address, with a real server and worker."""
    import re

    from playwright.sync_api import sync_playwright

    from tests.journeys.conftest import CHROMIUM, FLAGS, installed
    from tests.journeys.phone import log_in
    from tests.journeys.test_dying_phone import LAID_OUT

    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, installed(Path(base), applications=0) as home, sync_playwright() as playwright:
        more = LAID_OUT.replace("letters=16", "letters=60").replace("[:STOPS]", "[:80]").replace(", 60)", ", 90)")
        home.command("shell", "-c", more)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(base_url=home.url)
        page.goto("/masuk/")
        log_in(page, "pengatur", "pengantaran")
        board = json.loads(page.request.get("/pengantaran/papan/").text())
        run = max(board["couriers"], key=lambda courier: len(board["tours"][courier["id"]]["stops"]))["run"]
        csrf = re.search(r'data-csrf="(\w+)"', page.content())[1]  # type: ignore[index]
        taken = []
        for _ in range(7):
            begun = time.perf_counter()
            answer = page.request.post(f"/pengantaran/{run}/ulang/", headers={"X-CSRFToken": csrf, "Referer": home.url})
            taken.append(time.perf_counter() - begun)
            assert answer.ok, answer.text()
        browser.close()
    middle = float(np.median(taken[1:]))
    return [Row("Re-plan of one courier, 80 stops, through the API", f"{middle:.2f} s", "search of 0.25 s", middle / 0.25, None)]


def queue() -> list[Row]:
    """A nation's morning in small: 200 offices, two workers."""
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, ExitStack() as stack:
        url = stack.enter_context(cluster(durable=True))
        store = Store("PostgreSQL", url, Path(base))
        subprocess.run([sys.executable, "-m", "siantar.project", "migrate", "-v0"], env=store.environment(), check=True)
        file = Path(base) / "problems.jsonl"
        file.write_text("\n".join(codec.write(town(STOPS, 3, seed)) for seed in range(OFFICES)) + "\n")
        subprocess.run([sys.executable, "-m", "siantar.project", "shell", "-c", ASK.format(file=str(file), stops=STOPS)], env=store.environment(), check=True)
        begun = time.perf_counter()
        workers = [subprocess.Popen([sys.executable, "-m", "siantar.project", "work", "--once"], env=store.environment()) for _ in range(2)]
        for worker in workers:
            worker.wait(3600)
        whole = time.perf_counter() - begun
        process = subprocess.run([sys.executable, "-m", "siantar.project", "shell", "-c", LEFT], env=store.environment(), check=True, capture_output=True, text=True).stdout
        say(f"queue: {process.strip().splitlines()[-1]} at {clock.now():%H:%M}")
    each = 2 * whole / OFFICES
    deadline = max(2.0, 0.06 * STOPS)
    say(f"{NATION} offices of {STOPS} stops: {NATION * each / 3600:.1f} core-hours, {NATION * each / 32 / 60:.0f} minutes on 32 cores")
    return [Row(f"Plan per office, queue of {OFFICES} on two workers", f"{each:.2f} core s", f"search of {deadline:.1f} s", each / deadline, None)]


MEASURES = {"overhead": overhead, "again": again, "queue": queue}


def main() -> None:
    """Print the rows asked for."""
    for name in sys.argv[1:] or MEASURES:
        for row in MEASURES[name]():
            print(row.cells(), flush=True)


if __name__ == "__main__":
    main()
