"""Contrast of every pair of tokens that meet: 7:1 for text to read, 4.5:1 at least (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from siantar.paper import charts

STYLES = Path(__file__).parents[2] / "frontend/styles"
BODY = [(ink, ground) for ink in ("ink", "soft") for ground in ("paper", "raised")]
SIGNS = [
    ("teal", "paper"), ("teal", "raised"), ("teal-ink", "teal"), ("teal", "teal-wash"), ("ink", "teal-wash"),
    ("amber", "amber-wash"), ("ink", "amber-wash"), ("green", "green-wash"), ("red", "red-wash"), ("red", "paper"),
    ("red", "raised"), ("ink", "red-wash"), ("ink", "green-wash"),
]  # fmt: skip
STAFF_BODY = [
    *((ink, ground) for ink in ("ink", "soft") for ground in ("sunken", "hover")),
    *((colour, f"{colour}-wash") for colour in ("amber", "green", "red")),
]
STAFF_SIGNS = [
    ("teal-ink", "teal-deep"), ("teal", "sunken"), ("teal-deep", "teal-wash"), ("teal-deep", "raised"),
    *(("faint", ground) for ground in ("paper", "raised", "sunken")),
    *(("hand-ink", f"hand-{hand}") for hand in ("ours", "agency", "resident", "courier")),
]  # fmt: skip
MARKS = [
    *(("edge", ground) for ground in ("paper", "raised", "sunken")),
    *((f"{colour}-mark", ground) for colour in ("amber", "green", "red") for ground in (f"{colour}-wash", "raised")),
]  # fmt: skip


def luminance(colour: str) -> float:
    full = colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])
    parts = [int(full[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, other: str) -> float:
    high, low = sorted((luminance(first), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def schemes() -> dict[str, dict[str, str]]:
    schemes = {name: tokens((STYLES / name / "tokens.css").read_text()) for name in ("office", "public")}
    night = tokens((STYLES / "office/night.css").read_text())
    return {**schemes, "courier at night": {**schemes["office"], **night}}


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-fA-F]{3,6})", block))


@pytest.mark.parametrize("scheme", ["office", "public", "courier at night"])
def test_every_pair_of_tokens_that_meet_can_be_read(scheme):
    colours = schemes()[scheme]
    staff = scheme != "public"
    for least, pairs in ((7, BODY), (4.5, SIGNS), (7, STAFF_BODY), (4.5, STAFF_SIGNS), (3, MARKS)):
        for ink, ground in pairs if staff or pairs in (BODY, SIGNS) else ():
            assert contrast(colours[ink], colours[ground]) >= least, (ink, ground)


def test_white_is_read_on_every_tour():
    colours = schemes()["office"]
    for place in range(1, 5):
        assert contrast("#ffffff", colours[f"tour-{place}"]) >= 4.5


def test_pictures_on_paper_have_the_colours_of_the_pages():
    colours = schemes()["office"]
    assert {token: colours[token] for token in charts.PAPER} == dict(charts.PAPER)
