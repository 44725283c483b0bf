"""The table of ratios, printed and kept in `benchmarks/README.md`."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from siantar import clock

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- ratios -->", "<!-- end of ratios -->"  # between these the table is written anew


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
    keep(BEGIN, END, f"{applications:,} applications, history of {history:,}; {machine()}", rows)


def keep(begin: str, end: str, ran: str, rows: Sequence[Row]) -> None:
    """Print the rows, and keep them between two marks of the README, with the day and what they ran on."""
    head = ["| what | Siantar | against | ratio | limit | |", "|---|---|---|---|---|---|"]
    table = "\n".join([*head, *(row.cells() for row in rows)])
    print(table)
    text = README.read_text()
    before, after = text[: text.index(begin)], text[text.index(end) :]
    README.write_text(f"{before}{begin}\nLast run: {clock.now():%Y-%m-%d}, {ran}.\n\n{table}\n{after}")


def machine() -> str:
    """Cores, processor and Python."""
    return f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
