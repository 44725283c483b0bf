"""Pictures are text and shapes: whatever a service is called, nothing of it becomes a shape, and each can be parsed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from siantar.paper import charts, process_chart
from siantar.paper.charts import ChartArea, ChartBar, Pencil
from siantar.paper.process_chart import ProcessStep

EVIL = '<script>alert("1")</script> & "x"'
BARS = [ChartBar(EVIL, "12", 12), ChartBar("KTP-el", "0", 0), ChartBar("x" * 300, "1.234", 1234)]
AREA = ChartArea("1", EVIL, [[[106.6, -6.2], [106.7, -6.2], [106.7, -6.3], [106.6, -6.2]]], (-6.23, 106.67))
DRAWN = {
    "bars": lambda pencil: charts.bars(BARS, pencil),
    "full bars": lambda pencil: charts.bars(BARS, pencil, most=2000),
    "no bars": lambda pencil: charts.bars([], pencil),
    "stack": lambda pencil: charts.stack(BARS, pencil),
    "line": lambda pencil: charts.line([("Jan", None), (EVIL, 40.0), ("Mar", 0.0)], pencil, says="{:g} %".format, most=100),
    "no line": lambda pencil: charts.line([], pencil),
    "a point": lambda pencil: charts.line([("Jan", 0)], pencil),
    "heat": lambda pencil: charts.heat([(EVIL, [0, 1, 40])], ["08", "09", "10"], pencil),
    "no heat": lambda pencil: charts.heat([], [], pencil),
    "areas": lambda pencil: charts.areas([AREA, replace(AREA, sign="2", share=1.0)], pencil, rows=BARS, most=100),
    "an area": lambda pencil: charts.areas([AREA], pencil),
    "no areas": lambda pencil: charts.areas([], pencil),
    "process": lambda pencil: process_chart.process(
        [EVIL, "b", "c"], [ProcessStep(0, 1, 5, "5"), ProcessStep(0, 2, 3, EVIL), ProcessStep(2, 0, 1, "1")], pencil
    ),
    "ways": lambda pencil: process_chart.ways([(["hand-ours"] * 60, "3")], [(EVIL, "3")], pencil),
}


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("pencil", [Pencil(), Pencil(on_paper=True)])
def test_a_picture_is_svg_with_its_words_as_text(name, pencil):
    drawing = DRAWN[name](pencil)
    root = ElementTree.fromstring(drawing)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "rect", "path", "circle", "text", "title"}
    assert root.attrib["role"] == "img"
    assert ("var(--" in drawing) is (not pencil.on_paper and len(root) > 0)


@pytest.mark.parametrize("count", [4, 12, 13, 24])
def test_names_of_hours_never_run_into_each_other(count):
    hours = [f"{hour:02}" for hour in range(count)]
    root = ElementTree.fromstring(charts.heat([("Senin", [99] * count)], hours, Pencil()))
    words = [element for element in root if element.tag.endswith("text")]
    at = {element.text: float(element.attrib["x"]) for element in words if element.text in hours}
    places = sorted(at.values())
    assert "00" in at and all(after - before >= 18 for before, after in pairwise(places))
    sizes = {float(element.attrib["font-size"]) for element in words if element.text == "99"}
    assert len(sizes) == 1 and sizes.pop() <= (charts.WIDE - 66) / count


def test_bars_are_as_long_as_their_numbers():
    root = ElementTree.fromstring(charts.bars([ChartBar("a", "50", 50), ChartBar("b", "100", 100)], Pencil()))
    wide = [float(rect.attrib["width"]) for rect in root if rect.tag.endswith("rect")]
    assert wide == [charts.WIDE, charts.WIDE / 2, charts.WIDE, charts.WIDE]


def test_the_last_point_says_its_number():
    root = ElementTree.fromstring(charts.line([("Jan", 40), ("Feb", 91)], Pencil(), says="{:g} %".format, most=100))
    assert "91 %" in [text.text for text in root if text.tag.endswith("text")]


@pytest.mark.parametrize("amounts", [(0, 91), (10, 91), (20, 91), (40, 91), (91, 0), (0, 0), (100, 100)])
def test_no_words_of_a_line_lie_on_others(amounts):
    points = list(zip(("Des 2025", "Nov 2026"), amounts, strict=True))
    root = ElementTree.fromstring(charts.line(points, Pencil(), says="{:g} %".format, most=100))
    lines = [float(text.attrib["y"]) for text in root if text.tag.endswith("text") and float(text.attrib["x"]) < 100]
    assert all(abs(one_line - other) >= 14 for place, one_line in enumerate(lines) for other in lines[:place])


def test_a_map_is_true_to_its_shape_with_north_up_and_fuller_areas_are_stronger():
    east = replace(AREA, rings=[[[106.7, -6.2], [106.8, -6.2], [106.8, -6.3], [106.7, -6.3], [106.7, -6.2]]], share=1.0)
    root = ElementTree.fromstring(charts.areas([AREA, east], Pencil()))
    first, second = [path.attrib for path in root if path.tag.endswith("path")]
    points = [tuple(map(float, point.split())) for point in second["d"].strip("MZ").split("L")]
    wide, high = (max(axis) - min(axis) for axis in zip(*points, strict=True))
    assert wide / high == pytest.approx(0.994, abs=0.003)  # a degree of longitude is shorter at 6 degrees south
    assert points[0][1] < points[2][1]
    assert "fill-opacity" not in first and float(second["fill-opacity"]) == 0.4
