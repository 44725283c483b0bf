"""The command line: `siantar serve`, `demo`, `token`, `doctor`, `backup`, `restore`, ... and every Django command."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from siantar.routing.problem import Matrix
    from siantar.routing.travel import Point, Ways


def _installed_travel_times(points: Sequence[Point]) -> tuple[Matrix, Ways]:
    """Travel times of this installation: its road server, its graph, or the air; also where it is not set up yet."""
    import django

    from siantar.project.configuration import UnsafeSetting

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    try:
        django.setup()
    except UnsafeSetting:
        from siantar.routing.vroom import by_air

        return by_air(points)
    from siantar.delivery import travel_times

    return travel_times.between(points)


def main() -> None:
    """Entry point of `siantar`."""
    gc.set_threshold(50_000, 20, 50)  # loading makes objects that stay: looking for waste among them took a sixth of it
    if sys.argv[1:2] == ["plan"]:
        from siantar.routing.__main__ import main as plan

        sys.exit(plan(sys.argv[2:], source=_installed_travel_times))
    if sys.argv[1:2] == ["init"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
        from siantar.project.initiation import main as init

        sys.exit(init(sys.argv[2:]))
    if sys.argv[1:] in (["--version"], ["version"]):
        print(f"Siantar {version('siantar')}")
        return
    if sys.argv[1:2] == ["restore"]:
        from siantar.project.restoring import main as restore

        sys.exit(restore(sys.argv[2:]))
    if sys.argv[1:2] == ["import"]:
        from siantar.project.export.importing import main as bring_in

        sys.exit(bring_in(sys.argv[2:]))
    if sys.argv[1:2] == ["verify"]:
        from siantar.project import path_verifying

        if path_verifying.is_about_a_path(sys.argv[2:]):
            sys.exit(path_verifying.main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siantar.project.settings")
    from siantar.project.configuration import Configuration, UnsafeSetting, write_keys

    if sys.argv[1:] == ["keys"]:
        try:
            Configuration().trains()
        except UnsafeSetting as problem:
            sys.exit(str(problem))
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
