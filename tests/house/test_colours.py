"""Contrast of every pair of tokens that meet: 7:1 for text to read, 4.5:1 at least (WCAG 2.2, 1.4.3 and 1.4.6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "frontend/styles"
BODY = [("ink", "paper"), ("ink", "raised"), ("soft", "paper"), ("soft", "raised")]
SIGNS = [
    ("teal", "paper"), ("teal", "raised"), ("teal-ink", "teal"), ("teal", "teal-wash"), ("ink", "teal-wash"),
    ("amber", "amber-wash"), ("ink", "amber-wash"), ("green", "green-wash"), ("red", "red-wash"), ("red", "paper"),
    ("red", "raised"), ("ink", "red-wash"), ("ink", "green-wash"),
]  # fmt: skip
OFFICE_ONLY = [("soft", "sunken"), ("ink", "sunken"), ("teal-ink", "teal-deep")]


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
    night = tokens((STYLES / "office/pages/courier_night.css").read_text())
    return {**schemes, "courier at night": {**schemes["office"], **night}}


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-fA-F]{3,6})", block))


@pytest.mark.parametrize("scheme", ["office", "public", "courier at night"])
def test_every_pair_of_tokens_that_meet_can_be_read(scheme):
    colours = schemes()[scheme]
    for ink, ground in BODY:
        assert contrast(colours[ink], colours[ground]) >= 7, (ink, ground)
    for ink, ground in SIGNS + (OFFICE_ONLY if scheme != "public" else []):
        assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
