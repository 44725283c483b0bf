"""`siantar serve`: the production server."""

from __future__ import annotations

import gc
import os
import socket
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from granian import Granian
from granian.constants import Interfaces

from siantar.catalogue.queries import broken_paths
from siantar.delivery import coverage, travel_times
from siantar.demo import office
from siantar.project import request_counts
from siantar.project.supervisor import Companion
from siantar.routing.travel import Quality

KILL_SECONDS = 5  # what a worker that was told to end may still take; a half-sent request would hold it for ever


def require_free(host: str, port: int) -> None:
    """Raise CommandError where something listens on this port already: two servers would share its visitors."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:  # without SO_REUSEPORT, with which a second listener is let in silently
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} sudah dipakai program lain. Hentikan program itu, atau pilih port lain dengan --port."
            ) from error


def load_pages() -> None:
    """Load every page once, before workers are forked: they share the memory, and nobody's first page waits for it."""
    import_module(settings.ROOT_URLCONF)
    request_counts.counts()  # one table for all of them
    gc.freeze()  # the collector writes into what it looks at, which would be copied for each worker


def map_warnings() -> list[str]:
    """A line for each office the road graph is not of. A road server is not asked: it may be slower to start."""
    ways = travel_times.source()
    not_covered = coverage.not_covered(ways) if ways.quality is Quality.GRAPH else []
    return [
        f"PERHATIAN: peta jalan bukan peta wilayah {line.office}; di sana waktu dihitung dari jarak udara. "
        "Jalankan `siantar map build` dengan potongan peta wilayah itu."
        for line in not_covered
    ]


class Command(BaseCommand):
    """Serve with Granian."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Jalankan server produksi."

    def add_arguments(self, parser: CommandParser) -> None:
        """Address and number of workers."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--threads", type=int, default=2)
        parser.add_argument("--no-work", action="store_true", help="`siantar work` berjalan sendiri di tempat lain")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Bring the database up to date and serve until stopped; refuse where that is unsafe or the port taken."""
        require_free(options["host"], options["port"])
        call_command("migrate", verbosity=0)
        if not settings.SIANTAR_DEMO and (people := office.people_with_the_demo_password()):
            raise CommandError(
                f"Kata sandi demo masih dipakai oleh {', '.join(people)}. Ganti di /admin/ atau dengan "
                "`siantar changepassword NAMA`, atau nonaktifkan orangnya, lalu jalankan lagi."
            )
        if broken := broken_paths():
            raise CommandError("Ada layanan yang jalannya tidak utuh. Perbaiki di /admin/:\n" + "\n".join(broken))
        for line in map_warnings():
            self.stderr.write(line)
        load_pages()
        os.environ["SIANTAR_THREADS"] = str(options["threads"])
        worker = None if options["no_work"] else Companion()
        try:
            Granian(
                "siantar.project.asgi:application",
                address=options["host"],
                port=options["port"],
                workers=options["workers"],
                interface=Interfaces.ASGINL,
                workers_kill_timeout=KILL_SECONDS,
                respawn_failed_workers=True,
                log_access=False,
            ).serve()
        finally:
            if worker is not None:
                worker.end()
