"""The guides as `make setup` builds them out of `docs/kantor` and `docs/panduan` (`tests/support/guides.py`)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TypedDict

from django.core.exceptions import ImproperlyConfigured

BUILT = Path(__file__).parent / "built"


class Heading(TypedDict):
    """A heading below the title, and the anchor it stands at."""

    anchor: str
    name: str


class BuiltGuide(TypedDict):
    """One guide: its page is HTML of our own build, without the title."""

    title: str
    page: str
    headings: list[Heading]


class _Built(TypedDict):
    index: BuiltGuide
    guides: dict[str, BuiltGuide]


@cache
def _built() -> _Built:
    try:
        built: _Built = json.loads((BUILT / "guides.json").read_text())
    except FileNotFoundError as error:
        raise ImproperlyConfigured("The guides are not built: run `make setup`.") from error
    return built


def index() -> BuiltGuide:
    """The guides by who reads them."""
    return _built()["index"]


def guide(name: str) -> BuiltGuide | None:
    """The guide of this name ("loket")."""
    return _built()["guides"].get(name)


def all_guides() -> dict[str, BuiltGuide]:
    """Every guide by its name."""
    return _built()["guides"]


def picture(name: str) -> Path | None:
    """A picture that a guide shows, by its name ("rak-1366.png")."""
    pictures = {path.name: path for path in (BUILT / "pictures").iterdir()}
    return pictures.get(name)
