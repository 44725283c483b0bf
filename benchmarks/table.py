"""The table of ratios, printed and kept in `benchmarks/README.md`."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

README = Path(__file__).parent / "README.md"
INTRODUCTION = """\
# Benchmarks

`make bench` fills databases, measures by turns and writes this table. Ratios count, not times: both sides of a line run
on the same machine within the same minutes. Files have eight events each; 5,000 are on their way, the rest is history.
Copies share the lives of 40 files told by the ledger, so `siantar doctor` would call their chains broken.
`make bench APPLICATIONS=20000 HISTORY=100000` is done sooner.
"""


@dataclass(frozen=True)
class Row:
    """One line of the table; without a limit it only informs."""

    what: str
    ours: str
    peer: str
    ratio: float
    limit: float | None
    at_least: bool = True

    def cells(self) -> str:
        """The line as Markdown."""
        if self.limit is None:
            limit, verdict = "", ""
        else:
            limit = f"{'>=' if self.at_least else '<='} {self.limit}"
            meets = self.ratio >= self.limit if self.at_least else self.ratio <= self.limit
            verdict = "meets" if meets else "**does not meet**"
        return f"| {self.what} | {self.ours} | {self.peer} | {self.ratio:.2f} | {limit} | {verdict} |"


def write(rows: Sequence[Row], applications: int, history: int) -> None:
    """Print the table and keep it with the machine it came from."""
    head = ["| what | Siantar | against | ratio | limit | |", "|---|---|---|---|---|---|"]
    table = "\n".join([*head, *(row.cells() for row in rows)])
    print(table)
    ran = (
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {applications:,} applications, history of {history:,}; "
        f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}."
    )
    README.write_text(f"{INTRODUCTION}\n{ran}\n\n{table}\n")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
