"""`siantar directory`: which installation serves which office, kept and signed by one, taken by all the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory import elsewhere, offices
from siantar.project import directory_file, directory_following
from siantar.project.directory_file import CannotKeep
from siantar.project.directory_following import NotFetched
from siantar.rules.office_directory import DirectoryEntry, OfficeDirectory

NEW_KEY = (
    "Kunci direktori dibuat di {file}: simpan di stik terkunci. Kunci umumnya, untuk SIANTAR_DIRECTORY_KEYS di tiap "
    "pemasangan:\n{public}"
)
DRAFT = "{file}: {count} kantor, belum ditandatangani. Lanjutkan: `siantar directory sign {file} --key KUNCI`."
ADDED = "{code} bernomor {number} di resinya."
SIGNED = "{file}: nomor seri {serial}, {count} kantor, berlaku sampai {day:%d-%m-%Y}. Bagikan berkas ini."
TAKEN = "Direktori nomor seri {serial} dipakai: {count} kantor, berlaku sampai {day:%d-%m-%Y}."
GENUINE = "{file} ditandatangani oleh kunci di SIANTAR_DIRECTORY_KEYS."
NOT_GENUINE = "{file} tidak ditandatangani oleh kunci di SIANTAR_DIRECTORY_KEYS."
NONE_HELD = "Belum ada direktori kantor di sini."
ACTS = ("key", "own", "add", "remove", "sign", "check", "take", "show")


class Command(BaseCommand):
    """One act of the keeper, or of an installation that follows."""

    requires_system_checks = []
    help = "Direktori kantor: resi kantor lain diarahkan ke pemasangan yang melayaninya."

    def add_arguments(self, parser: CommandParser) -> None:
        """The act and what it needs."""
        acts = parser.add_subparsers(dest="act", required=True)
        lines = {act: acts.add_parser(act) for act in ACTS}
        for act in ("key", "add", "remove", "sign", "check"):
            lines[act].add_argument("file", type=Path)
        lines["add"].add_argument("code", help="kode kantor, misalnya 36.74.02")
        lines["add"].add_argument("address", help="alamat pemasangannya, misalnya https://siantar.kota.go.id")
        lines["add"].add_argument("name", help="nama kantor")
        lines["add"].add_argument("--number", type=int, help="nomornya di resi; kosong: nomor yang masih bebas")
        lines["remove"].add_argument("code")
        lines["sign"].add_argument("--key", type=Path, required=True, help="berkas kunci dari `directory key`")
        lines["sign"].add_argument("--days", type=int, default=directory_file.DAYS, help="berlaku sekian hari")
        lines["take"].add_argument("source", help="berkas, atau alamat pemasangan yang membagikannya")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what came of it."""
        acts: dict[str, Callable[..., None]] = {
            "key": self._key, "own": self._own, "add": self._add, "remove": self._remove, "sign": self._sign,
            "check": self._check, "take": self._take, "show": self._show,
        }  # fmt: skip
        try:
            acts[options["act"]](options)
        except (CannotKeep, NotFetched) as problem:
            raise CommandError(str(problem)) from problem

    def _key(self, options: dict[str, Any]) -> None:
        public = directory_file.make_key(options["file"], clock.now())
        self.stdout.write(NEW_KEY.format(file=options["file"], public=public))

    def _own(self, _options: dict[str, Any]) -> None:
        """The lines by which the keeper puts the offices of this installation in."""
        for office in offices.serving_residents():
            self.stdout.write(
                f"siantar directory add direktori.json {office.code} {settings.SIANTAR_BASE_URL} "
                f'"{office.name}" --number {office.number}'
            )

    def _add(self, options: dict[str, Any]) -> None:
        file, code = options["file"], options["code"]
        number = options["number"]
        if number is None:
            number = _number_of(directory_file.read(file).directory, code)
        entry = DirectoryEntry(number, code, options["name"], options["address"].rstrip("/"))
        directory_file.add(file, entry)
        self.stdout.write(ADDED.format(code=code, number=number))
        self._draft(file)

    def _remove(self, options: dict[str, Any]) -> None:
        directory_file.remove(options["file"], options["code"])
        self._draft(options["file"])

    def _draft(self, file: Path) -> None:
        self.stdout.write(DRAFT.format(file=file, count=len(directory_file.read(file).directory.entries)))

    def _sign(self, options: dict[str, Any]) -> None:
        file = options["file"]
        signed = directory_file.sign(file, options["key"], clock.now().date(), options["days"])
        self.stdout.write(SIGNED.format(file=file, **_words(signed.directory)))

    def _check(self, options: dict[str, Any]) -> None:
        file = options["file"]
        if not file.exists():
            raise CommandError(directory_file.NOT_READ.format(file=file, problem="tidak ada"))
        signed = directory_file.read(file)
        self._list(signed.directory)
        if not signed.is_by(elsewhere.keys()):
            raise CommandError(NOT_GENUINE.format(file=file))
        self.stdout.write(GENUINE.format(file=file))

    def _take(self, options: dict[str, Any]) -> None:
        source = options["source"]
        text = directory_following.fetch(source) if source.startswith(("http://", "https://")) else _text_of(source)
        self.stdout.write(TAKEN.format(**_words(directory_following.take(text, clock.now()))))

    def _show(self, _options: dict[str, Any]) -> None:
        directory = elsewhere.held()
        if directory is None:
            self.stdout.write(NONE_HELD)
            return
        self._list(directory)

    def _list(self, directory: OfficeDirectory) -> None:
        for entry in directory.entries:
            self.stdout.write(f"{entry.number:>6}  {entry.code:<13} {entry.address}  {entry.name}")
        words = _words(directory)
        self.stdout.write("Nomor seri {serial}, {count} kantor, berlaku sampai {day:%d-%m-%Y}.".format(**words))


def _number_of(directory: OfficeDirectory, code: str) -> int:
    """The number an office has already, or a free one."""
    mine = next((entry.number for entry in directory.entries if entry.code == code), None)
    return directory.free_number(code) if mine is None else mine


def _words(directory: OfficeDirectory) -> dict[str, Any]:
    return {"serial": directory.serial, "count": len(directory.entries), "day": directory.ends_on}


def _text_of(source: str) -> str:
    try:
        return Path(source).read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotKeep(directory_file.NOT_READ.format(file=source, problem=type(problem).__name__)) from problem
