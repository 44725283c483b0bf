"""The command line: `siantar serve`, `demo`, `token`, `doctor`, `rebuild`, ... and every Django command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Entry point of `siantar`."""
    if sys.argv[1:2] == ["plan"]:
        from siantar.routing.__main__ import main as plan

        sys.exit(plan(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    from siantar.project.configuration import Configuration, UnsafeSetting, write_keys

    if sys.argv[1:2] == ["keys"]:
        file = Configuration().data / "keys.json"
        write_keys(file)
        print(f"Kunci dibuat di {file}. Simpan salinannya terpisah dari cadangan basis data.")
        return
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except UnsafeSetting as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
