"""The paths that files really took as SVG: steps under each other, ways forward on the right, ways back on the left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siantar.paper.charts import WIDE, Pencil, drawing

LEFT, BOX, HIGH, ROW = 60, 186, 34, 62
LANE, LANES = 22, 4
THICKEST = 7
MOST_DRAWN = 30


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """So many files went from one place of the list to another; `caption` says how many and how long it took.

    `part` is the code of the files behind it.
    """

    before: int
    after: int
    count: int
    caption: str
    part: str = ""


def process(places: Sequence[str], steps: Sequence[ProcessStep], pencil: Pencil) -> str:
    """The picture; the rarest steps are left to the table where there are very many."""
    drawn = sorted(steps, key=lambda step: -step.count)[:MOST_DRAWN]
    most = max((step.count for step in drawn), default=1)
    parts = [_down(step, places, most, pencil) for step in _straight(drawn)]
    parts += _bows([step for step in drawn if step.after > step.before + 1], places, most, pencil, forward=True)
    parts += _bows([step for step in drawn if step.after < step.before], places, most, pencil, forward=False)
    for place, name in enumerate(places):
        y = place * ROW + 2
        parts += [
            pencil.block((LEFT, y), (BOX, HIGH), "sunken"),
            pencil.text(LEFT + BOX / 2, y + 22, name, anchor="middle", strong=True),
        ]
    heard = (_heard(step, places) for step in steps)
    return drawing(parts, len(places) * ROW - 22, heard)


def _heard(step: ProcessStep, places: Sequence[str]) -> tuple[str, str]:
    return f"{places[step.before]} – {places[step.after]}", step.caption


def _straight(steps: Iterable[ProcessStep]) -> list[ProcessStep]:
    return [step for step in steps if step.after == step.before + 1]


def _thick(count: int, most: int) -> float:
    return max(1.5, THICKEST * count / most)


def _down(step: ProcessStep, places: Sequence[str], most: int, pencil: Pencil) -> str:
    y, x = step.before * ROW + 2 + HIGH, LEFT + 24
    path = f"M{x} {y}V{y + ROW - HIGH - 6}"
    shapes = (
        _path(path, _thick(step.count, most), "teal", pencil),
        _arrow(x, y + ROW - HIGH, "down", "teal", pencil),
        pencil.text(x + 12, y + 19, step.caption),
    )
    return pencil.led("".join(shapes), step.part, ": ".join(_heard(step, places)), (LEFT, y, BOX, ROW - HIGH))


def _bows(
    steps: Sequence[ProcessStep], places: Sequence[str], most: int, pencil: Pencil, *, forward: bool
) -> list[str]:
    """Each in a lane of its own as far as there are lanes, the shortest nearest to the steps."""
    token = "edge" if forward else "red-mark"
    side, way = (LEFT + BOX, 1) if forward else (LEFT, -1)
    ends: list[list[tuple[int, int]]] = [[] for _ in range(LANES)]
    parts: list[str] = []
    labels: list[str] = []
    for step in sorted(steps, key=lambda step: (abs(step.after - step.before), step.before)):
        span = (min(step.before, step.after), max(step.before, step.after))
        lane = next((n for n, taken in enumerate(ends) if not _meets(span, taken)), LANES - 1)
        ends[lane].append(span)
        x = side + way * (14 + lane * LANE)
        begin, end = step.before * ROW + HIGH / 2 + 8, step.after * ROW + HIGH / 2 - 2
        path = f"M{side} {begin:g}H{x}V{end:g}H{side + way * 7}"
        label = pencil.text(x + way * 4, (begin + end) / 2 + 5, str(step.count), anchor="start" if forward else "end")
        halo = f'<text paint-order="stroke" stroke="{pencil.ink("raised")}" stroke-width="5" '
        spot = (x - 4 if forward else x - 30, (begin + end) / 2 - 14, 34, 28)
        heard = ": ".join(_heard(step, places))
        labels.append(pencil.led(label.replace("<text ", halo), step.part, heard, spot))
        parts += [
            _path(path, _thick(step.count, most) / 1.6, token, pencil),
            _arrow(side, end, "left" if forward else "right", token, pencil),
        ]
    return parts + labels


def _meets(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return any(first < span[1] and span[0] < last for first, last in taken)


def _path(path: str, thick: float, token: str, pencil: Pencil) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{pencil.ink(token)}" stroke-width="{thick:.1f}" '
        'stroke-linejoin="round"/>'
    )


def _arrow(x: float, y: float, to: str, token: str, pencil: Pencil) -> str:
    tip = {
        "down": f"M{x - 6:g} {y - 8:g}L{x:g} {y:g}L{x + 6:g} {y - 8:g}Z",
        "left": f"M{x + 8:g} {y - 5:g}L{x:g} {y:g}L{x + 8:g} {y + 5:g}Z",
        "right": f"M{x - 8:g} {y - 5:g}L{x:g} {y:g}L{x - 8:g} {y + 5:g}Z",
    }
    return f'<path d="{tip[to]}" fill="{pencil.ink(token)}"/>'


def ways(
    rows: Sequence[tuple[Sequence[str], str]], heard: Sequence[tuple[str, str]], pencil: Pencil, *,
    behind: Sequence[str] = (),
) -> str:  # fmt: skip
    """Whole ways as rows of small blocks, each in the colour of whose hands; the words stand in the table.

    `behind` are the codes of the files of each.
    """
    parts: list[str] = []
    for number, (tokens, caption) in enumerate(rows):
        y, wide = number * 30, min(24.0, (WIDE - 64) / max(len(tokens), 1))
        blocks = [pencil.block((place * wide, y + 2), (wide - 2, 18), token) for place, token in enumerate(tokens)]
        shapes = "".join([*blocks, pencil.text(WIDE, y + 17, caption, anchor="end", strong=True)])
        part = behind[number] if behind else ""
        parts.append(pencil.led(shapes, part, ": ".join(heard[number]), (0, y, WIDE, 30)))
    return drawing(parts, len(rows) * 30, heard)
