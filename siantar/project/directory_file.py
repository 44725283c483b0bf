"""The keeper's side of the directory of offices: a key on a stick, and a file that is signed and handed out."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from siantar.roots import whole_files
from siantar.roots.keys import DamagedKeys, RootKey, in_file
from siantar.rules import ed25519, office_directory
from siantar.rules.office_directory import DirectoryEntry, NotADirectory, OfficeDirectory, SignedDirectory

DAYS = 400  # a year, and a month to be late in
THERE = "{file} sudah ada, jadi tidak ditimpa. Pilih nama lain."
NO_FOLDER = "Folder {folder} tidak ada. Apakah stiknya terpasang?"
NOT_READ = "{file} tidak terbaca sebagai direktori kantor ({problem}). Periksa berkasnya, atau ambil salinannya."
NO_KEY = "{file} tidak berisi kunci. Buat dengan `siantar directory key {file}`, atau pasang stiknya."
NOT_IN_IT = "Kantor {code} tidak ada di {file}."
NOT_POSSIBLE = (
    "Tidak jadi: {problem}. Nomor 0-14999 dan kode masing-masing hanya untuk satu kantor; alamat seperti "
    "https://siantar.kota.go.id, tanpa apa pun di belakangnya."
)


class CannotKeep(RuntimeError):
    """A sentence for the keeper: why the file or key stayed as it was."""


def make_key(file: Path, at: datetime) -> str:
    """A new key in a file of its own, readable by its owner; its public half (hex). Raises CannotKeep."""
    seed = secrets.token_hex(32)
    key = RootKey(ed25519.public_half(seed), seed, at.isoformat(timespec="seconds"))
    _require_folder(file)
    if not whole_files.lay(file, json.dumps({"keys": [asdict(key)]}, indent=1), over=False):
        raise CannotKeep(THERE.format(file=file))
    return key.public


def read(file: Path) -> SignedDirectory:
    """What is in a file; an empty draft where there is none yet. Raises CannotKeep."""
    if not file.exists():
        return SignedDirectory(OfficeDirectory())
    try:
        return office_directory.parse(file.read_text())
    except (OSError, UnicodeDecodeError, NotADirectory) as problem:
        raise CannotKeep(NOT_READ.format(file=file, problem=problem)) from problem


def add(file: Path, entry: DirectoryEntry) -> None:
    """Put an office in, or its new name and address; the file is a draft until it is signed. Raises CannotKeep."""
    try:
        changed = read(file).directory.with_entry(entry)
    except NotADirectory as problem:
        raise CannotKeep(NOT_POSSIBLE.format(problem=problem)) from problem
    _lay(file, SignedDirectory(changed))


def remove(file: Path, code: str) -> None:
    """Take an office out; a draft until it is signed. Raises CannotKeep."""
    try:
        changed = read(file).directory.without(code)
    except KeyError as problem:
        raise CannotKeep(NOT_IN_IT.format(code=code, file=file)) from problem
    _lay(file, SignedDirectory(changed))


def sign(file: Path, key_file: Path, today: date, days: int = DAYS) -> SignedDirectory:
    """Sign what is in the file under the next serial number, to hold for so many days. Raises CannotKeep."""
    try:
        key = next(iter(in_file(key_file)), None)
    except DamagedKeys as problem:
        raise CannotKeep(str(problem)) from problem
    if key is None or not key.seed:
        raise CannotKeep(NO_KEY.format(file=key_file))
    draft = read(file).directory
    ready = replace(draft, serial=draft.serial + 1, issued_on=today, ends_on=today + timedelta(days=days))
    signed = office_directory.sign(ready, key.seed)
    _lay(file, signed)
    return signed


def _lay(file: Path, signed: SignedDirectory) -> None:
    _require_folder(file)
    whole_files.lay(file, signed.file_text(), over=True)
    file.chmod(0o644)  # nothing in it is secret, and a web server may hand it out


def _require_folder(file: Path) -> None:
    if not file.absolute().parent.is_dir():
        raise CannotKeep(NO_FOLDER.format(folder=file.absolute().parent))
