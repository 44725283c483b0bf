"""`siantar keys rotate`: a new key while serving; killed, it goes on when called again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory import audit
from siantar.privacy import key_ring
from siantar.project import key_rotation
from siantar.rules.audit import Audited

IN_THE_ENVIRONMENT = (
    "Kunci ada di SIANTAR_FIELD_KEYS, bukan di keys.json, jadi tidak diganti di sini. Pindahkan dulu ke keys.json "
    "(lihat docs/privacy/kunci.md), kosongkan pengaturan itu, jalankan lagi serve, lalu ulangi."
)
SESSIONS = "Kunci sesi diganti; yang lama masih dibaca. Jalankan ulang `siantar serve`."
DONE = "Kunci data sekarang nomor {number}; {count} isian disegel ulang. Salin keys.json ke tempat amannya."


class Command(BaseCommand):
    """Rotate, and say what was done."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Ganti kunci data pribadi (atau kunci sesi) sambil melayani."

    def add_arguments(self, parser: CommandParser) -> None:
        """`rotate`; `--sessions` for the key of the sessions."""
        parser.add_argument("act", choices=["rotate"])
        parser.add_argument("--sessions", action="store_true", help="kunci sesi, bukan kunci data")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate one of the keys."""
        data = settings.SIANTAR_DATA
        if settings.KEYS.get("from") == "environment" or not (data / key_ring.FILE).exists():
            raise CommandError(IN_THE_ENVIRONMENT)
        if options["sessions"]:
            key_rotation.rotate_sessions(data)
            audit.note(Audited.KEYS_ROTATED, at=clock.now(), keys="sessions")
            self.stdout.write(SESSIONS)
            return
        count = sum(key_rotation.rotate_fields(data))
        number = key_ring.current().newest
        audit.note(Audited.KEYS_ROTATED, at=clock.now(), keys=f"fields {number}")
        self.stdout.write(DONE.format(number=number, count=count))
