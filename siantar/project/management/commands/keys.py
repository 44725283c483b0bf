"""`siantar keys rotate`: a new key while serving; killed, it goes on when called again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory import audit
from siantar.privacy import key_ring, vault
from siantar.privacy.key_ring import KeyName
from siantar.project import index_rotation, key_rotation
from siantar.project.management.commands import roots
from siantar.roots import keys as root_keys
from siantar.roots.keys import DamagedKeys
from siantar.rules.audit import Audited

IN_THE_ENVIRONMENT = (
    "Kunci ada di SIANTAR_FIELD_KEYS, bukan di keys.json, jadi tidak diganti di sini. Pindahkan dulu ke keys.json "
    "(lihat docs/privacy/kunci.md), kosongkan pengaturan itu, jalankan lagi serve, lalu ulangi."
)
TOO_MANY = "Kunci ini sudah diganti {last} kali; nomornya habis. Minta bantuan pengembang sebelum menggantinya lagi."
SESSIONS = "Kunci sesi diganti; yang lama masih dibaca. Jalankan ulang `siantar serve`."
DONE = "Kunci data sekarang nomor {number}; {count} isian disegel ulang. Salin keys.json ke tempat amannya."
FINISHED_FIRST = (
    "Penggantian sebelumnya belum selesai; sekarang selesai ({count} isian). Panggil lagi untuk memakai {cipher}."
)
INDEX = "Kunci indeks sekarang nomor {number}; {count} indeks dibawa serta. Salin keys.json ke tempat amannya."
INDEX_LEFT = (
    "Kunci indeks sekarang nomor {number}; {count} indeks dibawa serta, {left} tertinggal karena kembarannya sudah ada "
    "atau ditulis pada saat yang sama. Semuanya tetap ditemukan. Panggil lagi; bila tetap, cari orang yang tercatat "
    "dua kali dan gabungkan datanya."
)
PHONES = (
    "Kunci ponsel kurir sekarang nomor {number}. Tiap ponsel memakainya sejak sambungan berikutnya; lencana lama "
    "berlaku sampai hari ini selesai. Salin keys.json ke tempat amannya."
)
PUSH = (
    "Kunci pemberitahuan peramban sekarang nomor {number}. Peramban yang baru dinyalakan memakainya; yang lama tetap "
    "dikirimi dengan kuncinya sendiri sampai warga membuka halamannya lagi. Salin keys.json ke tempat amannya."
)
APART = {
    "sessions": "kunci sesi, bukan kunci data",
    "index": "kunci indeks: NIK, nama, alamat pesan ditemukan dengannya",
    "phones": "kunci ponsel kurir: kotak surat, isi ponsel, lencana",
    "push": "kunci pemberitahuan ke peramban",
    "roots": "kunci yang menandatangani akar harian",
}


class Command(BaseCommand):
    """Rotate, and say what was done."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them
    help = "Ganti satu kunci (data pribadi, bila tidak disebut) sambil melayani."

    def add_arguments(self, parser: CommandParser) -> None:
        """`rotate`; which key, that of the fields where none is named."""
        parser.add_argument("act", choices=["rotate"])
        which = parser.add_mutually_exclusive_group()
        for name, words in APART.items():
            which.add_argument(f"--{name}", action="store_true", help=words)

        parser.add_argument("--cipher", choices=[*vault.CIPHERS], default="", help="sandi untuk kunci data yang baru")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Rotate one of the keys."""
        self.cipher: str = options["cipher"]
        which = next((name for name in APART if options[name]), "fields")
        data = settings.SIANTAR_DATA
        in_file = settings.KEYS.get("from") != "environment" and (data / key_ring.FILE).exists()
        if which != "roots" and not in_file:
            raise CommandError(IN_THE_ENVIRONMENT)
        try:
            note, words = getattr(self, f"_{which}")(data)
        except key_rotation.NotRotatable as problem:
            raise CommandError(TOO_MANY.format(last=key_ring.LAST)) from problem
        except DamagedKeys as problem:
            raise CommandError(str(problem)) from problem
        audit.note(Audited.KEYS_ROTATED, at=clock.now(), keys=note)
        self.stdout.write(words)

    def _fields(self, data: Path) -> tuple[str, str]:
        cipher = self.cipher
        count = sum(key_rotation.rotate_fields(data, cipher))
        ring = key_ring.current()
        if cipher and ring.ciphers.get(ring.newest, vault.FIRST_CIPHER) != cipher:
            raise CommandError(FINISHED_FIRST.format(count=count, cipher=cipher))
        return f"fields {ring.newest} {cipher}".strip(), DONE.format(number=ring.newest, count=count)

    def _sessions(self, data: Path) -> tuple[str, str]:
        key_rotation.rotate_sessions(data)
        return "sessions", SESSIONS

    def _index(self, data: Path) -> tuple[str, str]:
        count = sum(index_rotation.rotate_index(data))
        number, left = key_ring.current(KeyName.INDEX).newest, index_rotation.older()
        return f"index {number}", (INDEX_LEFT if left else INDEX).format(number=number, count=count, left=left)

    def _phones(self, data: Path) -> tuple[str, str]:
        number = key_rotation.rotate_phones(data, clock.now())
        return f"phones {number}", PHONES.format(number=number)

    def _push(self, data: Path) -> tuple[str, str]:
        number = key_rotation.rotate_push(data)
        return f"push {number}", PUSH.format(number=number)

    def _roots(self, _data: Path) -> tuple[str, str]:
        key = root_keys.renew(clock.now())
        return f"roots {key.id}", roots.NEW_KEY.format(id=key.id, public=key.public)
