"""`siantar map build FILE.osm.pbf`: road graph, background, borders of kelurahan and street index from one extract."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar.delivery import city_files, coverage
from siantar.directory import village_borders
from siantar.routing import background, borders, roads, streets

NO_TILEMAKER = (
    "Latar peta tidak dibuat: program tilemaker tidak ada. Pasang (`apt install tilemaker`), lalu jalankan lagi."
)
OF_ELSEWHERE = (
    "Peta ini bukan peta wilayah kantor mana pun yang ada di sini, jadi tidak dipasang; peta yang lama tetap dipakai. "
    "Ambil potongan peta wilayah Anda, atau pasang juga dengan --force."
)


class Command(BaseCommand):
    """Build the map of this installation from an OpenStreetMap extract."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Bangun graf jalan, latar peta, batas kelurahan, dan indeks jalan dari potongan OpenStreetMap (.osm.pbf)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One thing to do, and the file to do it with."""
        parser.add_argument("what", choices=["build"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--force", action="store_true", help="pasang juga peta yang bukan peta wilayah kantor")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write all files aside, check what they cover, then put them into the data folder; servers take them up."""
        extract: Path = options["file"]
        if not extract.is_file():
            raise CommandError(f"Berkas {extract} tidak ada. Beri jalan ke berkas .osm.pbf.")
        data = Path(settings.SIANTAR_DATA)
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data, prefix=".peta-") as folder:
            self._build(extract, Path(folder), force=options["force"])
            for file in sorted(Path(folder).iterdir()):
                file.replace(data / file.name)
        self._keep_borders(extract)

    def _build(self, extract: Path, folder: Path, *, force: bool) -> None:
        try:
            graph = roads.build(extract, folder / city_files.ROADS)
        except (roads.NoRoads, RuntimeError) as problem:
            raise CommandError(f"{extract} tidak berisi jalan yang dapat dibaca. {problem}".strip()) from problem
        self._check(graph, force=force)
        self.stdout.write(f"Graf jalan dibuat: {len(graph.lat)} titik, versi {graph.version}.")
        self._draw(extract, folder / city_files.BACKGROUND, graph)
        index = streets.build(extract)
        index.save(folder / city_files.STREETS)
        self.stdout.write(f"Indeks jalan dibuat: {len(index.streets)} jalan bernama.")

    def _check(self, graph: roads.Roads, *, force: bool) -> None:
        """Say of every office how much of it is on this map. Raises CommandError where that is nothing of anybody."""
        coverages = coverage.of_all_offices(graph)
        for line in coverages:
            if line.is_checked:
                self.stdout.write(f"{line.office}: {line.covered} dari {line.places} tempatnya ada di peta ini.")
            else:
                self.stdout.write(f"{line.office}: letak kantor dan kelurahannya belum diisi, jadi tidak diperiksa.")
        checked = [line for line in coverages if line.is_checked]
        if checked and not any(line.is_of_here for line in checked) and not force:
            raise CommandError(OF_ELSEWHERE)
        for line in checked:
            if not line.is_of_here:
                self.stderr.write(f"PERHATIAN: peta ini bukan peta wilayah {line.office}; di sana dipakai jarak udara.")

    def _draw(self, extract: Path, out: Path, graph: roads.Roads) -> None:
        try:
            background.build(extract, out, background.box_around(graph.lat.tolist(), graph.lon.tolist()))
        except background.NoTilemaker:
            self.stderr.write(NO_TILEMAKER)
        except background.NotDrawn as problem:
            self.stderr.write(f"Latar peta tidak dibuat: {problem}")
        else:
            self.stdout.write(f"Latar peta dibuat: {out.stat().st_size // 1024} kB.")

    def _keep_borders(self, extract: Path) -> None:
        """Take the borders for the kelurahan of the offices, and the middles of those that had none."""
        outlines = {border.name: border.outline for border in borders.read(extract)}
        if not outlines:
            self.stdout.write("Potongan peta ini tidak memuat batas kelurahan.")
            return
        count = village_borders.fill_from_map(outlines)
        self.stdout.write(f"Batas kelurahan di peta: {len(outlines)}; dipasang untuk {count} kelurahan kantor di sini.")
