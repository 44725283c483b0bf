"""Pictures of numbers as SVG: the same on a page and on paper, text that is text, colours by the name of their token.

A picture is 360 wide, as a phone in the hand, and as high as its rows need; it is never narrower than its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, cos, radians

WIDE = 360
ROW, BAR, TOP = 46, 14, 21
TALLEST = 340  # of a map, on the same measure
LETTER = 8.4  # how wide a letter is at most, on the average of a label

Says = Callable[[float], str]
WEB = "var(--{})"
# The tokens on paper; `tests/house/test_colours.py` compares them with those of the pages.
PAPER: Mapping[str, str] = {
    "hand-ours": "#0b5c58", "hand-agency": "#756c5c", "hand-resident": "#9a5b00", "hand-courier": "#48688a",
    "ink": "#1e1b16", "soft": "#4b443a", "faint": "#625a4e", "line": "#e7e0d4", "edge": "#877e6f", "sunken": "#f4f0e8",
    "red-mark": "#c0362a", "teal": "#0b5c58", "teal-wash": "#e3f0ed", "raised": "#ffffff", "hand-ink": "#ffffff",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartBar:
    """A bar: what it is, what it says, how much that is, the token of its colour, and the code of what is behind it."""

    label: str
    caption: str
    amount: float
    colour: str = "hand-ours"
    part: str = ""


@dataclass(frozen=True, slots=True)
class ChartArea:
    """An area on a map: its sign, what it says, its rings of [lon, lat], a point inside, how full it is (0 to 1)."""

    sign: str
    caption: str
    rings: Sequence[Sequence[Sequence[float]]]
    inside: tuple[float, float]
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Pencil:
    """How colours and letters are written: on a page by tokens, on paper by their values.

    `address` gives where a part of the picture leads, by its code; empty where it leads nowhere.
    """

    on_paper: bool = False
    address: Callable[[str], str] | None = None

    def led(self, shapes: str, part: str, heard: str, spot: tuple[float, float, float, float]) -> str:
        """Shapes that lead to what is behind them: pressed anywhere on the spot (x, y, wide, high)."""
        to = self.address(part) if self.address and part else ""
        if not to:
            return shapes
        x, y, wide, high = spot
        hit = f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" fill="none" pointer-events="all"/>'
        return f'<a href="{escape(to)}" aria-label="{escape(heard)}">{hit}{shapes}</a>'

    def ink(self, token: str) -> str:
        """The colour of a token."""
        return PAPER[token] if self.on_paper else WEB.format(token)

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", strong: bool = False) -> str:
        """Words, where they begin or end."""
        colour = self.ink("ink" if strong else "soft")
        weight = ' font-weight="700"' if strong else ""
        end = f' text-anchor="{anchor}"' if anchor != "start" else ""
        return f'<text x="{x:g}" y="{y:g}" font-size="16" fill="{colour}"{weight}{end}>{escape(words)}</text>'

    def block(self, place: tuple[float, float], size: tuple[float, float], token: str) -> str:
        """A rectangle."""
        (x, y), (wide, high) = place, size
        corner = min(4, high / 2, wide / 2)
        return (
            f'<rect x="{x:.2f}" y="{y:.2f}" width="{wide:.2f}" height="{high:.2f}" '
            f'rx="{corner:g}" fill="{self.ink(token)}"/>'
        )


def bars(rows: Sequence[ChartBar], pencil: Pencil, *, most: float = 0) -> str:
    """Bars under each other, the words above each; a full one is `most`, else the largest."""
    return drawing(_bars(rows, pencil, most, 0), len(rows) * ROW - 6, [(row.label, row.caption) for row in rows])


def _bars(rows: Sequence[ChartBar], pencil: Pencil, most: float, above: float) -> Iterable[str]:
    most = most or max((row.amount for row in rows), default=0) or 1
    for place, row in enumerate(rows):
        top = above + place * ROW
        shapes = [
            pencil.text(0, top + TOP - 5, _short(row.label, WIDE - LETTER * len(row.caption))),
            pencil.text(WIDE, top + TOP - 5, row.caption, anchor="end", strong=True),
            pencil.block((0, top + TOP), (WIDE, BAR), "sunken"),
        ]
        if row.amount > 0:
            shapes.append(pencil.block((0, top + TOP), (max(3.0, WIDE * row.amount / most), BAR), row.colour))
        yield pencil.led("".join(shapes), row.part, f"{row.label}: {row.caption}", (0, top, WIDE, ROW - 6))


def areas(
    shapes: Sequence[ChartArea], pencil: Pencil, *, rows: Sequence[ChartBar] = (), most: float = 0, colour: str = "teal"
) -> str:
    """A map, north up, each area the fuller the stronger, with its sign; bars under it, if any, with their words."""
    place, high = _plane(shapes)
    outlines = [_outline(area, place, pencil.ink(colour), pencil) for area in shapes]
    signs = [
        pencil.text(x, y + 5, area.sign, anchor="middle", strong=True)
        for area in shapes
        for x, y in [place(area.inside[1], area.inside[0])]
    ]
    parts = [*outlines, *signs, *_bars(rows, pencil, most, high + 16)]
    heard = [(row.label, row.caption) for row in rows] or [(area.sign, area.caption) for area in shapes]
    return drawing(parts, high + (16 + len(rows) * ROW if rows else 0), heard)


def _plane(shapes: Sequence[ChartArea]) -> tuple[Callable[[float, float], tuple[float, float]], float]:
    """Where a place in degrees lies on the picture, and how high that is."""
    points = [point for area in shapes for ring in area.rings for point in ring] or [(0.0, 0.0)]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = cos(radians((south + north) / 2))
    wide, tall = max((east - west) * narrow, 1e-6), max(north - south, 1e-6)
    scale = min((WIDE - 4) / wide, TALLEST / tall)
    left = (WIDE - wide * scale) / 2

    def place(lon: float, lat: float) -> tuple[float, float]:
        return left + (lon - west) * narrow * scale, 2 + (north - lat) * scale

    return place, round(tall * scale + 4, 1)


def _outline(area: ChartArea, place: Callable[[float, float], tuple[float, float]], colour: str, pencil: Pencil) -> str:
    """The filled outline; holes stay open."""
    rings = ("L".join("{:.1f} {:.1f}".format(*place(point[0], point[1])) for point in ring) for ring in area.rings)
    path = "".join(f"M{ring}Z" for ring in rings)
    fill = pencil.ink("sunken") if area.share is None else colour
    strength = "" if area.share is None else f' fill-opacity="{0.06 + 0.34 * area.share:.2f}"'
    return (
        f'<path d="{path}" fill-rule="evenodd" fill="{fill}"{strength} stroke="{pencil.ink("edge")}" '
        f'stroke-width="1.5" stroke-linejoin="round"><title>{escape(area.caption)}</title></path>'
    )


def stack(rows: Sequence[ChartBar], pencil: Pencil) -> str:
    """A whole and its parts: one band, and a line for each part."""
    whole = sum(row.amount for row in rows) or 1
    parts, x = [], 0.0
    for row in rows:
        wide = WIDE * row.amount / whole
        if wide > 0:
            parts.append(pencil.block((x, 0), (max(wide - 2, 1), 32), row.colour))
        x += wide
    for place, row in enumerate(rows):
        y = 60 + place * 28
        shapes = (
            pencil.block((0, y - 11), (12, 12), row.colour),
            pencil.text(20, y, _short(row.label, WIDE - 20 - LETTER * len(row.caption))),
            pencil.text(WIDE, y, row.caption, anchor="end", strong=True),
        )
        parts.append(pencil.led("".join(shapes), row.part, f"{row.label}: {row.caption}", (0, y - 19, WIDE, 28)))
    return drawing(parts, 44 + len(rows) * 28, [(row.label, row.caption) for row in rows])


def line(
    points: Sequence[tuple[str, float | None]], pencil: Pencil, *, says: Says = "{:g}".format, most: float = 0
) -> str:
    """A line through these points; where nothing is known there is a gap. The first and the last speak, in `says`."""
    known_points = [(place, amount) for place, (_label, amount) in enumerate(points) if amount is not None]
    high = most or max((amount for _place, amount in known_points), default=0) or 1
    step = (WIDE - 72) / max(len(points) - 1, 1)
    spots = [(8 + place * step, 124 - 100 * amount / high) for place, amount in known_points]
    parts = [f'<path d="M0 124.5H{WIDE - 56}" stroke="{pencil.ink("line")}" stroke-width="1.5"/>']
    if spots:
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        area = f"{path}L{spots[-1][0]:.1f} 124L{spots[0][0]:.1f} 124Z"
        parts += [
            f'<path d="{area}" fill="{pencil.ink("teal-wash")}"/>',
            f'<path d="{path}" fill="none" stroke="{pencil.ink("teal")}" stroke-width="3" stroke-linejoin="round"/>',
            *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{pencil.ink("teal")}"/>' for x, y in spots),
            *_spoken(spots, [amount for _place, amount in known_points], says, pencil),
        ]
    if points:
        parts += [pencil.text(0, 144, points[0][0]), pencil.text(WIDE - 56, 144, points[-1][0], anchor="end")]
    heard = ((label, "–" if amount is None else says(amount)) for label, amount in points)
    return drawing(parts, 152, heard)


def _spoken(
    spots: Sequence[tuple[float, float]], amounts: Sequence[float], says: Says, pencil: Pencil
) -> Iterable[str]:
    """What the last point says, and the first, where that lies neither on it nor on the words below the line."""
    x, y = spots[-1]
    yield pencil.text(x + 9, y + 5, says(amounts[-1]), strong=True)
    if len(spots) > 1:
        x, y = spots[0]
        height = y + 21 if spots[1][1] < y else y - 10
        if height < 144 - 14:
            yield pencil.text(max(x - 8, 0), height, says(amounts[0]))


_NAME = 24  # how wide the name of a column is, with room beside it


def heat(
    rows: Sequence[tuple[str, Sequence[int]]], columns: Sequence[str], pencil: Pencil, *,
    behind: Sequence[Sequence[str]] = (),
) -> str:  # fmt: skip
    """A field of squares, the fuller the more; each says its number. Where many stand, not every column is named.

    `behind` are the codes of what is behind each square.
    """
    most = max((amount for _label, amounts in rows for amount in amounts), default=0) or 1
    left = 66
    wide = (WIDE - left) / max(len(columns), 1)
    apart, size = ceil(_NAME / wide), min(15, wide * 0.75)
    named = list(enumerate(columns))[::apart]
    parts = [pencil.text(left + wide * (place + 0.5), 14, column, anchor="middle") for place, column in named]
    for number, (label, amounts) in enumerate(rows):
        y = 22 + number * 32
        parts.append(pencil.text(0, y + 20, label))
        for place, amount in enumerate(amounts):
            x = left + place * wide + 1
            parts.append(pencil.block((x, y), (wide - 2, 30), "sunken"))
            if amount:
                token = "hand-ink" if amount / most > 0.55 else "ink"
                square = _square(pencil, (x, y), (wide - 2, 30), amount / most) + (
                    f'<text x="{x + wide / 2 - 1:.1f}" y="{y + 20}" font-size="{size:.3g}" text-anchor="middle" '
                    f'fill="{pencil.ink(token)}">{amount}</text>'
                )
                heard = f"{label}, {columns[place]}: {amount}"
                part = behind[number][place] if behind else ""
                parts.append(pencil.led(square, part, heard, (x, y, wide - 2, 30)))
    spoken = ((label, ", ".join(map(str, amounts))) for label, amounts in rows)
    return drawing(parts, 24 + len(rows) * 32, spoken)


def _square(pencil: Pencil, place: tuple[float, float], size: tuple[float, float], share: float) -> str:
    strength = 1.0 if share > 0.55 else 0.1 + share / 4
    return pencil.block(place, size, "hand-ours").replace("/>", f' fill-opacity="{strength:.2f}"/>')


def _short(label: str, wide: float) -> str:
    """As much of a label as fits; the whole one stands in the table."""
    letters = int(wide / LETTER)
    return label if len(label) <= letters else label[: letters - 1].rstrip() + "…"


def drawing(parts: Iterable[str], high: float, rows: Iterable[tuple[str, str]]) -> str:
    """The whole picture; `rows` are what a reader of screens hears instead of it."""
    heard = "; ".join(f"{label}: {caption}" for label, caption in rows)
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:g}"'
    shapes = "".join(parts)
    role = "group" if "<a " in shapes else "img"  # what is in an image cannot be pressed
    return f'<svg class="picture" {box} role="{role}" aria-label="{escape(heard)}">{shapes}</svg>'
