"""A release: its number in `pyproject.toml` and `publiccode.yaml`, what is unreleased in the changelog under that number
and its day, and what later ones are held against: the description of the API (`tests/house/test_api_kept.py`) and the
migrations there are (`tests/house/test_side_by_side.py`).

    python -m tests.support.release 0.2.0 2026-12-01
"""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from tests import environment  # noqa: F401  a demo installation in a folder of its own

ROOT = Path(__file__).parents[2]
API = ROOT / "docs" / "developer" / "api-of-the-last-release.json"
MIGRATIONS = ROOT / "docs" / "developer" / "migrations-of-the-last-release.json"
OPEN = "## Unreleased\n"
NUMBER = re.compile(r"\d+\.\d+\.\d+")


def released(changelog: str, number: str, day: str) -> str:
    """The changelog with its open section closed. Raises ValueError where nothing is open, or the number is taken."""
    head, mark, rest = changelog.partition(OPEN)
    section = rest.partition("\n## ")[0].strip()
    if not mark or not section:
        raise ValueError("nothing is unreleased")
    if f"## {number} (" in changelog:
        raise ValueError(f"{number} is released already")
    return f"{head}{OPEN}\n## {number} ({day})\n{rest}"


def described() -> dict[str, Any]:
    """The description of the API as it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    import django

    django.setup()
    from siantar.faces.api.views import api

    return dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))


def migrations() -> list[str]:
    """Every migration of Siantar by room and name."""
    from django.db.migrations.loader import MigrationLoader

    there = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items()
    return sorted(f"{app}.{name}" for (app, name), migration in there if migration.__module__.startswith("siantar."))


def main(words: list[str]) -> int:
    """Write the files; the exit code."""
    if len(words) != 2 or not NUMBER.fullmatch(words[0]):
        print(__doc__, file=sys.stderr)
        return 2
    number, day = words[0], date.fromisoformat(words[1]).isoformat()
    changelog, project = ROOT / "CHANGELOG.md", ROOT / "pyproject.toml"
    changelog.write_text(released(changelog.read_text(), number, day))
    public = ROOT / "publiccode.yaml"
    public.write_text(re.sub(r"^softwareVersion: .+", f"softwareVersion: {number}", public.read_text(), flags=re.M))
    API.write_text(f"{json.dumps(described(), sort_keys=True, separators=(',', ':'))}\n")
    MIGRATIONS.write_text(json.dumps(migrations(), indent=1) + "\n")
    project.write_text(re.sub(r'^version = "[^"]+"', f'version = "{number}"', project.read_text(), count=1, flags=re.M))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
