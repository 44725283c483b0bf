"""`siantar verify FILE.json`: the path of one file, on any machine, without a database, a key or a network."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from siantar.roots import paths, signing
from siantar.roots.paths import NotAPath, RootPath

SENTENCES = {
    "other_file": "nama rantai bukan milik resi ini",
    "not_in_the_day": "rantai berkas ini tidak tercakup akar hari itu",
    "not_in_the_root": "hari itu tidak tercakup akar yang ditandatangani",
    "not_signed": "tanda tangan akar tidak cocok dengan kuncinya",
}
HOLDS = """Cocok: berkas {number} dengan {count} kejadian tercakup akar harian {office}, {day}.
Kepala rantainya {head}
Akarnya         {root}
Kunci kantor    {key}"""
COMPARE = (
    "Bandingkan akar dan kuncinya dengan yang terbit di /kinerja/bukti/, di surat saksi, atau di lembar bercapnya; "
    "atau ulangi dengan --roots."
)
PUBLISHED = "Akar ini sama dengan yang diterbitkan ({source})."
NOT_PUBLISHED = "TIDAK COCOK: akar ini bukan yang diterbitkan untuk hari itu ({source})."


def is_about_a_path(arguments: Sequence[str]) -> bool:
    """Whether the arguments of `verify` name the path of a file, and not a backup or nothing."""
    file = _parser(exit_on_error=False).parse_known_args(arguments)[0].file
    return file is not None and file.suffix == ".json"


def main(arguments: Sequence[str]) -> int:
    """Check it, say so; the exit code."""
    options = _parser().parse_args(arguments)
    try:
        path = paths.parse(options.file.read_text())
        published = [(str(source), source.read_text()) for source in options.roots]
    except NotAPath:
        print(f"{options.file} bukan jalur berkas yang utuh. Unduh lagi dari halaman resi.", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as problem:
        print(f"Tidak terbaca: {problem}. Akar dari sebuah alamat diunduh dulu sebagai arsip.", file=sys.stderr)
        return 1
    if codes := path.problems():
        for code in codes:
            print(f"TIDAK COCOK: {SENTENCES[code]}.")
        return 1
    print(_words(path))
    return _against(path, published)


def _parser(*, exit_on_error: bool = True) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="siantar verify", description="Cocokkan jalur satu berkas dengan akarnya.", add_help=exit_on_error,
        exit_on_error=exit_on_error,
    )  # fmt: skip
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--roots", action="append", default=[], type=Path, help="akar yang diterbitkan (arsip)")
    parser.add_argument("--key", type=Path, help="hanya untuk cadangan")
    return parser


def _words(path: RootPath) -> str:
    statement = path.signed.statement
    return HOLDS.format(
        number=path.receipt_number, count=path.entry.count, office=statement.office, head=path.entry.head,
        day=f"{statement.day:%d-%m-%Y}", root=statement.root, key=path.public_key,
    )  # fmt: skip


def _against(path: RootPath, published: list[tuple[str, str]]) -> int:
    """Whether each published text has this very statement; without one, what is left for a person to compare."""
    if not published:
        print(COMPARE)
    code = 0
    for source, text in published:
        same = path.signed.statement in [root.statement for root in signing.published_in(text)]
        print((PUBLISHED if same else NOT_PUBLISHED).format(source=source))
        code = code if same else 1
    return code
