"""`siantar map build FILE.osm.pbf`: the road graph for travel times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar.routing import roads


class Command(BaseCommand):
    """Build the road graph of this installation from an OpenStreetMap extract."""

    help = "Bangun graf jalan dari potongan OpenStreetMap (.osm.pbf)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One thing to do, and the file to do it with."""
        parser.add_argument("what", choices=["build"])
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write `roads.npz` into the data folder; running servers take it up at their next plan."""
        extract: Path = options["file"]
        if not extract.is_file():
            raise CommandError(f"Berkas {extract} tidak ada. Beri jalan ke berkas .osm.pbf.")
        try:
            built = roads.build(extract, settings.SIANTAR_DATA / "roads.npz")
        except (roads.NoRoads, RuntimeError) as problem:
            raise CommandError(f"{extract} tidak berisi jalan yang dapat dibaca: {problem}") from problem
        nodes = len(built.lat)
        self.stdout.write(f"Graf jalan dibuat: {nodes} titik, versi {built.version}.")
