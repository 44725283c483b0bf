"""An office whose days are sealed."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from siantar.roots import keys, making
from siantar.roots.examining import Exhibit, examine
from tests.people import given_town


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    """A data folder of its own, with its keys and books."""
    settings.SIANTAR_DATA = tmp_path / "var"
    settings.SIANTAR_DATA.mkdir()
    return settings.SIANTAR_DATA


@pytest.fixture
def town():
    return given_town()


def night(town) -> None:
    """The clock goes to half past twelve of the next night, and the worker makes the roots that are due."""
    town.clock = town.clock.replace(hour=17, minute=30) + timedelta(days=0 if town.clock.hour < 17 else 1)
    while making.make_due(town.clock):
        pass


def morning(town) -> None:
    """The next working morning, nine o'clock."""
    town.clock = town.clock.replace(hour=2, minute=0) + timedelta(days=1)


def exhibit(**more) -> Exhibit:
    return Exhibit(Path(settings.SIANTAR_DATA), keys.public_keys(), **more)


def findings_of(town, **more) -> list[str]:
    return [finding.sentence() for finding in examine(town.office, exhibit(**more))]


def codes_of(town, **more) -> set[str]:
    return {finding.code for finding in examine(town.office, exhibit(**more))}
