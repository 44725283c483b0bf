"""100,000 open files foretold at once, on PostgreSQL: `python -m benchmarks.foretelling [FILES]`.

Two hundred thousand files of one office, half of them done: their ways are drawn, not told by the ledger.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.run import Store
from benchmarks.table import Row
from tests.cluster import cluster

INSIDE = """
import json, random, time
from datetime import datetime, timedelta
from siantar import clock
from django.db import connection
from siantar.casework.models import Application, Standing, TrackRow
from siantar.catalogue.models import Service
from siantar.reports import expected
at = clock.now()
model = Standing.objects.select_related("application").first()
chance = random.Random(1)
services = list(Service.objects.filter(office=model.office_id))
with connection.cursor() as cursor:
    cursor.execute("SELECT application_id FROM casework_standing")
    ids = [row[0] for row in cursor.fetchall()]
rows, files = [], []
stages = ["received", "checking", "sent_to_agency", "at_agency", "finished", "ready_for_delivery", "delivered"]
for place, id in enumerate(ids):
    open_now = place % 2
    while True:
        begin = at - timedelta(days=chance.uniform(0, 9) if open_now else chance.uniform(30, 200))
        when, timeline = begin, []
        for stage in stages:
            timeline.append([stage, when.isoformat(), model.office_id])
            when += timedelta(hours=chance.lognormvariate(2.9, 0.8))
        seen = [entry for entry in timeline if datetime.fromisoformat(entry[1]) <= at]
        if (len(seen) < len(timeline)) == bool(open_now):
            break
    timeline = seen
    progress = {**model.progress, "timeline": timeline}
    rows.append((timeline[-1][0], json.dumps(progress), id))
    files.append((begin, services[place // 2 % len(services)].pk, id))
with connection.cursor() as cursor:
    for start in range(0, len(rows), 5000):
        cursor.executemany("UPDATE casework_standing SET stage = %s, progress = %s WHERE application_id = %s", rows[start:start + 5000])
        cursor.executemany("UPDATE casework_application SET handed_in_at = %s, service_id = %s WHERE id = %s", files[start:start + 5000])
begun = time.perf_counter()
changed = expected.refresh(at)
first = time.perf_counter() - begun
begun = time.perf_counter()
expected.refresh(at)
print(json.dumps([len(ids), changed, first, time.perf_counter() - begun]))
"""


def main() -> None:
    """Fill, foretell, say how long it took."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(prefix="siantar-bench-") as base, cluster(durable=True) as url:
        store = Store("PostgreSQL", url, Path(base))
        store.run("benchmarks.filling", str(files))
        done = subprocess.run([sys.executable, "-m", "siantar.project", "shell", "-c", INSIDE], env=store.environment(), check=True, capture_output=True, text=True)
    every, changed, first, again = json.loads(done.stdout.strip().splitlines()[-1])
    print(Row(f"{changed:,} open files foretold, of {every:,}", f"{first:.0f} s", "60 s", first / 60, 1.0, at_least=False).cells())
    print(f"again, where little changed: {again:.0f} s")


if __name__ == "__main__":
    main()
