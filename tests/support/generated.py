"""Write files that are made from the code."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests import environment  # noqa: F401  a demo installation in a folder of its own


def write(files: Callable[[], dict[Path, str]]) -> None:
    """Write every file with its text; the code they are made from may need Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    import django

    django.setup()
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
