"""Each release has a number and a day; what is not released yet stands on top."""

from __future__ import annotations

import re

import pytest

from tests.support import manuals
from tests.support.release import released

TEXT = manuals.text_of("CHANGELOG.md")


def test_the_changelog_has_an_open_section_then_numbered_and_dated_ones():
    heads = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    assert heads[0] == "Unreleased"
    assert [head for head in heads[1:] if not re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", head)] == []


def test_a_release_closes_the_open_section_once():
    text = released(
        "# Changelog\n\n## Unreleased\n\n- One thing.\n\n## 0.1.0 (2026-01-01)\n\n- Before.\n", "0.2.0", "2026-12-01"
    )
    assert re.findall(r"^(?:## |- ).+$", text, re.MULTILINE) == [
        "## Unreleased", "## 0.2.0 (2026-12-01)", "- One thing.", "## 0.1.0 (2026-01-01)", "- Before.",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="nothing is unreleased"):
        released(text, "0.3.0", "2026-12-02")
    with pytest.raises(ValueError, match="released already"):
        released(text.replace("## Unreleased\n", "## Unreleased\n\n- More.\n"), "0.2.0", "2026-12-02")
