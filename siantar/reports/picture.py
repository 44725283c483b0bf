"""A question of a report with its answer: a picture, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, repeat

from siantar.paper.charts import ChartBar, Pencil
from siantar.paper.workbook import Cell
from siantar.reports import words
from siantar.reports.shares import NOW, Measure

Fits = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class FilePart:
    """Which files a number counts: those that added something to a measure of the month, under a key that fits.

    `code` names it within its picture, in addresses; `service` is the code of one service where it counts only that.
    """

    code: str
    measure: Measure
    fits: Fits
    month: date = NOW
    service: str = ""


def exactly(key: str) -> Fits:
    """This key alone."""
    return key.__eq__


def every(_key: str) -> bool:
    """Whatever the key."""
    return True


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A line of the table; `parts` says which files each cell counts, by its place, and 0 which the bar shows."""

    cells: tuple[Cell, ...]
    parts: Mapping[int, FilePart] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """The question above, the picture, its numbers; `charted` is the column a spreadsheet draws, of this shape."""

    code: str
    question: str
    headings: tuple[str, ...]
    rows: Sequence[PictureRow]
    draw: Callable[[Pencil], str]
    hint: str = ""
    charted: int = 1
    shape: str = "bar"

    def part(self, code: str) -> tuple[PictureRow, int, FilePart] | None:
        """The part of this code with its line and the place of its cell; None where there is none any more."""
        for row in self.rows:
            for place, part in row.parts.items():
                if part.code == code:
                    return row, place, part
        return None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.rows


def counted_bars(
    counts: Iterable[tuple[str, int]], language: str, colour: str = "edge", *, parts: Iterable[str] = ()
) -> list[ChartBar]:
    """A bar for each name and its number, which it says; `parts` are the codes of the files behind them."""
    return [
        ChartBar(name, words.number(count, language), count, colour, part)
        for (name, count), part in zip(counts, chain(parts, repeat("")), strict=False)
    ]
