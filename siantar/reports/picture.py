"""A question of a report with its answer: a picture, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from siantar.paper.charts import ChartBar, Pencil
from siantar.paper.workbook import Cell
from siantar.reports import words


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A line of the table; `wish` says which files are behind it, as parameters of the work list."""

    cells: tuple[Cell, ...]
    wish: Mapping[str, str] = field(default_factory=dict)


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

    @property
    def empty(self) -> bool:
        """Whether there is nothing to be seen."""
        return not self.rows


def counted_bars(counts: Iterable[tuple[str, int]], language: str, colour: str = "edge") -> list[ChartBar]:
    """A bar for each name and its number, which it says."""
    return [ChartBar(name, words.number(count, language), count, colour) for name, count in counts]
