"""Generated pages of the documentation are written in one way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests import environment  # noqa: F401  a demo installation in a folder of its own

Written = Callable[[], dict[Path, str]]


def write(written: Written) -> None:
    """Write the pages."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    django.setup()
    for path, text in written().items():
        path.write_text(text)
