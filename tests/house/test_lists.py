"""Lists of tests that commands run name tests that are there: a moved file would be left out without a word, or end the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.run import ATTACKS
from tests.other_days import TOUCH_TIME

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", [*ATTACKS, *TOUCH_TIME])
def test_it_is_there(path):
    assert (ROOT / path).exists()
