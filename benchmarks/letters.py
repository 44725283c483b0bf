"""`python -m benchmarks.letters`: a letter from its facts to the PDF against the bare compile; 200 initialled at once. SQLite.

An office of its own in a temporary folder; prints the table and keeps it in `benchmarks/README.md`. A minute.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import table
from benchmarks.serving import seconds_of
from benchmarks.table import Row

BEGIN, END = "<!-- letters -->", "<!-- end of letters -->"
LETTERS, ROUNDS, EACH = 200, 5, 20


def measure() -> None:
    """Print the medians of ours and of the bare compile, and the seconds of both hands that initial all letters."""
    import django

    django.setup()
    from siantar.letters import queries, writing
    from siantar.letters.many import initial_many
    from siantar.paper import press
    from siantar.paper.letter import letter_pdf
    from tests.letters.cast import SKTM, given_letter_town, given_written

    town = given_letter_town()
    letters = [given_written(town) for _ in range(LETTERS)]
    first, at = letters[0], town.tick()
    content = writing.content_of(first)
    turn = count()

    def values() -> dict[str, Any]:
        """No letter is like the one before: the compiler remembers pages."""
        return {**SKTM, "keperluan": f"keringanan biaya sekolah ke-{next(turn)}"}

    def ours() -> None:
        letter_pdf(queries.preview(content, values(), first.application, at))

    pages = [queries.preview(content, values(), first.application, at).as_data() for _ in range(ROUNDS * EACH)]

    def bare() -> None:
        press.pdf("letter", pages.pop())

    pairs = [(_median(ours), _median(bare)) for _ in range(ROUNDS)]
    numbers = [letter.application.receipt_number for letter in letters]
    initials = []
    for who in ("kasi", "sekcam"):
        initials += seconds_of(lambda: initial_many(numbers, by=town.people[who], at=town.tick()), 1)  # noqa: B023
    print(json.dumps([*(statistics.median(column) for column in zip(*pairs, strict=True)), *initials]))


def _median(act: Callable[[], None]) -> float:
    return statistics.median(seconds_of(act, EACH))


def main() -> None:
    """An empty office in a folder, measured by a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "SIANTAR_DEMO": "1", "SIANTAR_DATA": folder, "PYTHONPATH": str(Path.cwd())}
        settings["DJANGO_SETTINGS_MODULE"] = "siantar.project.settings"
        settings.pop("SIANTAR_DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "siantar.project", "migrate", "-v0"], env=settings, check=True)
        command = [sys.executable, "-m", "benchmarks.letters", "measure"]
        done = subprocess.run(command, env=settings, check=True, capture_output=True, text=True)
    ours, bare, section, secretary = json.loads(done.stdout.splitlines()[-1])
    rows = [Row("Letter (SKTM) as PDF", f"{ours * 1000:.1f} ms", f"bare typst {bare * 1000:.1f} ms", ours / bare, 2.0, False)]
    for who, seconds in (("the head of section", section), ("the secretary", secretary)):
        what = f"{LETTERS} letters initialled at once by {who}"
        rows.append(Row(what, f"{seconds:.2f} s", "a second", seconds, 1.0, at_least=False))
    table.keep(BEGIN, END, table.machine(), rows)


if __name__ == "__main__":
    measure() if sys.argv[1:] == ["measure"] else main()
