"""The two keys of backups: the office's, in a file on a stick, and one on paper. Only what seals stays here."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity, Recipient

from siantar.project.archive import BackupRefused

RECIPIENTS = "backup-recipients.txt"  # in the data folder, as `age --recipients-file` reads it
PREFIX = "AGE-SECRET-KEY-1"
NO_KEYS = (
    "Kunci cadangan belum dibuat, jadi cadangan tidak dapat disegel. Jalankan sekali "
    "`siantar backup --keys /media/STIK/kunci-kantor.txt` (stik, bukan komputer ini)."
)
ALREADY = (
    "Kunci cadangan sudah ada ({file}) dan tidak diganti: cadangan lama hanya terbuka dengan kunci lama. "
    "Bila sungguh perlu kunci baru, simpan kunci lama selama cadangannya masih ada, hapus {file}, lalu jalankan lagi."
)
INSIDE = (
    "Kunci kantor tidak boleh disimpan di {folder}: siapa yang mengambil cadangannya ikut mengambil kuncinya. "
    "Pilih stik lain."
)
FILE_THERE = "{file} sudah ada dan tidak ditimpa. Beri nama lain."
MISTYPED = (
    "Ini bukan kunci cadangan, atau ada huruf yang salah ketik. Kuncinya mulai dengan AGE-SECRET-KEY-1, "
    "lalu 58 huruf dan angka; di dalamnya tidak pernah ada huruf B, I, O dan angka 1."
)
PAPER = """Kunci kantor disimpan di {file}. Cabut stiknya dan simpan terpisah dari cadangan.

KUNCI PEMULIHAN CADANGAN SIANTAR: hanya ditampilkan sekali ini
  {prefix}
  {groups}

1. Salin atau cetak baris di atas pada kertas, bandingkan huruf demi huruf dengan teman sekantor.
2. Masukkan ke amplop, tutup, tulis tanggal dan nama, simpan di brankas atau lemari terkunci di gedung lain.
3. Jangan difoto, jangan dikirim lewat pesan, jangan disimpan di komputer ini.
Satu dari keduanya, kunci kantor atau kertas ini, cukup untuk memulihkan.
Tanpa keduanya cadangan tidak dapat dibuka oleh siapa pun."""


def make(private: Path, data: Path, others: list[Path]) -> str:
    """Make both keys, once: the office's into `private`; what to print is given back. `others`: where backups lie."""
    public = data / RECIPIENTS
    if public.exists():
        raise BackupRefused(ALREADY.format(file=public))
    for folder in (data, *others):
        if private.resolve().is_relative_to(folder.resolve()):
            raise BackupRefused(INSIDE.format(folder=folder))
    if private.exists():
        raise BackupRefused(FILE_THERE.format(file=private))
    office, recovery = Identity.generate(), Identity.generate()
    _lay(private, f"# Kunci kantor untuk cadangan Siantar. Simpan terpisah dari cadangan.\n{office}\n")
    _lay(public, f"# kantor\n{office.to_public()}\n# pemulihan (kertas)\n{recovery.to_public()}\n")
    return PAPER.format(file=private, prefix=PREFIX, groups=_in_groups(str(recovery).removeprefix(PREFIX)))


def recipients(data: Path) -> list[Recipient]:
    """For whom backups are sealed. Raises BackupRefused where no keys were made."""
    file = data / RECIPIENTS
    if not file.exists():
        raise BackupRefused(NO_KEYS)
    lines = [line.strip() for line in file.read_text().splitlines()]
    try:
        return [Recipient.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.RecipientError as problem:
        raise BackupRefused(f"{file} rusak: {problem}. Salin lagi dari cadangan, atau buat kunci baru.") from problem


def identity(text: str) -> Identity:
    """The key in a key file, or as somebody typed it from paper: in groups, in small letters."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    try:
        return Identity.from_str(re.sub(r"\s", "", "".join(lines)).upper())
    except pyrage.IdentityError as problem:
        raise BackupRefused(MISTYPED) from problem


def _in_groups(text: str) -> str:
    groups = [text[start : start + 4] for start in range(0, len(text), 4)]
    return "\n  ".join(" ".join(groups[start : start + 5]) for start in range(0, len(groups), 5))


def _lay(file: Path, text: str) -> None:
    """A new file, readable by its owner only, on the disk before anything goes on."""
    try:
        with open(file, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except OSError as problem:
        raise BackupRefused(f"{file} tidak dapat ditulis: {problem.strerror}. Apakah stiknya terpasang?") from problem
