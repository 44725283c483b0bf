"""Commands of ours begin without loading every page; the checks of Django are run by `siantar doctor`."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import load_command_class

from siantar.project import management

COMMANDS = sorted(file.stem for file in (Path(management.__file__).parent / "commands").glob("[a-z]*.py"))


@pytest.mark.parametrize("name", COMMANDS)
def test_it_asks_for_no_checks(name):
    assert not load_command_class("siantar.project", name).requires_system_checks
