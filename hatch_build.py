"""The wheel carries what users see: built pages and compiled words. Without them there is no wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MADE = (
    "siantar/faces/frame/static/built/manifest.json",
    "siantar/directory/built/regions.csv.gz",
    "siantar/faces/guides/built/guides.json",
    "siantar/locale/en/LC_MESSAGES/django.mo",
)


class MadeBefore(BuildHookInterface):  # type: ignore[type-arg]
    """Refuse a wheel from a checkout that was not set up; an editable install takes what is there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Look for what `make setup` makes."""
        missing = [name for name in MADE if not (Path(self.root) / name).exists()]
        if version != "editable" and missing:
            raise RuntimeError(f"{', '.join(missing)} is not made yet: run `make wheel`, which does it first")
