"""`siantar init`: five questions, and an office stands. Before Django, which needs keys to start."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Callable, Sequence
from contextlib import suppress
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from siantar import clock
from siantar.project import answers as asking
from siantar.project.answers import Answers, BadAnswer, Prompt
from siantar.project.configuration import TRAINING_MARK, Configuration, UnsafeSetting, write_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = Path(".env")
THERE = (
    "{place} sudah ada, jadi tidak ada yang diubah. Jalankan di folder lain yang kosong, atau pindahkan dulu isinya."
)
TABLES = "Basis data di SIANTAR_DATABASE_URL sudah berisi tabel, jadi tidak ada yang diubah. Pakai basis data kosong."
NO_DATABASE = "Basis data di SIANTAR_DATABASE_URL tidak dapat dibuka: {problem} Periksa alamatnya, lalu ulangi."
DEMO = "SIANTAR_DEMO masih diisi. Kosongkan dulu: kantor sungguhan bukan kantor demo."
NO_FILE = "Arsip jawaban {file} tidak terbaca: {problem}. Periksa, lalu ulangi."
STRANGE = "Arsip jawaban {file} berisi {name}, yang tidak ditanyakan. Yang ditanyakan: {names}."
STOPPED = "Berhenti di tengah pertanyaan; tidak ada yang dibuat. Jalankan `siantar init` lagi."
AGAIN, DIFFERENT = "Sekali lagi, agar tidak salah ketik", "Keduanya tidak sama. Ketik lagi dari awal."
OPENING = "Lima pertanyaan, lalu kantor Anda siap. Enter mengambil jawaban di dalam kurung siku. Ctrl+C berhenti.\n"
DONE = """
{name} siap. Pengaturan di {settings}, data dan kunci di {data}; hanya Anda yang dapat membacanya.

Berikutnya:
  1. Salin {data}/keys.json ke stik yang disimpan terkunci: tanpa kunci itu data pribadi tidak terbaca.
  2. siantar serve                 lalu buka {url}/masuk/ sebagai {admin}
  3. siantar backup --keys /media/STIK/kunci-kantor.txt      kunci cadangan, sekali{backups}
  4. Di {url}/pengaturan/ lengkapi yang masih kurang: pegawai, layanan, jam, hari libur.{villages}
Tiap hari cukup satu hal: lihat Keadaan Siantar di menu administrator, atau jalankan `siantar doctor`."""
NO_BACKUPS = (
    "\n     Folder cadangan belum diatur: isi SIANTAR_BACKUPS di {settings}. Tanpa itu disk rusak berarti semua hilang."
)
NO_VILLAGES = "\n     Isi juga kelurahannya di /admin/ (Wilayah): tanpa itu alamat antar tidak dapat dipilih."


class NotSetUp(RuntimeError):
    """Nothing was set up; says why and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Ask, set up, and say what comes next; the exit code."""
    configuration = Configuration()
    names = [line.name for _title, lines in asking.questions(configuration.data, str) for line in lines]
    parser = argparse.ArgumentParser(prog="siantar init", description="Siapkan kantor baru dengan lima pertanyaan.")
    parser.add_argument("--from", dest="file", type=Path, help="jawaban dari arsip TOML; yang tidak ada diisi bakunya")
    for name in names:
        parser.add_argument(f"--{name.replace('_', '-')}")
    options = parser.parse_args(arguments)
    try:
        _require_nothing(configuration)
        configuration.trains()  # marks the folder of a training installation before anything lies in it
        prepared = _from_file(options.file, names) if options.file else {}
        prepared |= {name: value for name in names if (value := getattr(options, name)) is not None}
        print(_set_up(configuration.data.resolve(), prepared, asks=options.file is None))
    except (KeyboardInterrupt, EOFError):
        print(f"\n{STOPPED}", file=sys.stderr)
        return 1
    except (NotSetUp, BadAnswer, UnsafeSetting) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _require_nothing(configuration: Configuration) -> None:
    if configuration.demo:
        raise NotSetUp(DEMO)
    if SETTINGS.exists():
        raise NotSetUp(THERE.format(place=SETTINGS.resolve()))
    data = configuration.data
    for path in sorted(data.iterdir()) if data.is_dir() else []:
        empty = path.name == "static" and not any(path.iterdir())
        if not empty and path.name not in {"lost+found", TRAINING_MARK}:
            raise NotSetUp(THERE.format(place=path.resolve()))


def _from_file(file: Path, names: list[str]) -> Answers:
    try:
        prepared = tomllib.loads(file.read_text())
    except (OSError, ValueError) as problem:
        raise NotSetUp(NO_FILE.format(file=file, problem=problem)) from problem
    for name in prepared:
        if name not in names:
            raise NotSetUp(STRANGE.format(file=file, name=name, names=", ".join(names)))
    return {name: str(value) for name, value in prepared.items()}


def _set_up(data: Path, prepared: Answers, *, asks: bool) -> str:
    os.environ["SIANTAR_DATA"] = str(data)
    write_keys(data / "keys.json")
    try:
        import django

        django.setup()
        from siantar.project import furnishing

        _require_empty_database()
        answers = ask(asking.questions(data, furnishing.good_password), prepared, asks=asks)
        _write_settings(data, answers)
        furnishing.furnish(answers, clock.now())
    except BaseException:
        _take_back(data)
        raise
    return _next_steps(data, answers)


def _require_empty_database() -> None:
    from django.db import DatabaseError, connection

    try:
        tables = connection.introspection.table_names() if connection.vendor == "postgresql" else []
    except DatabaseError as problem:
        raise NotSetUp(NO_DATABASE.format(problem=problem)) from problem
    if tables:
        raise NotSetUp(TABLES)


def ask(five: Sequence[tuple[str, Sequence[Prompt]]], prepared: Mapping[str, str], *, asks: bool = True) -> Answers:
    """All answers. What was prepared is taken; where `asks`, the rest is asked until it is good. Raises BadAnswer."""
    answers: Answers = {}
    if asks:
        print(OPENING)
    for number, (title, lines) in enumerate(five, 1):
        if asks and any(line.name not in prepared for line in lines):
            print(f"{number}/5  {title}")
        for line in lines:
            if line.wanted(answers):
                answers[line.name] = _answer(line, prepared, answers, asks=asks and not line.quiet)
            else:
                answers[line.name] = ""
    return answers


def _answer(line: Prompt, prepared: Mapping[str, str], answers: Answers, *, asks: bool) -> str:
    default = line.default(answers)
    if line.name in prepared or not asks:
        try:
            return line.check(prepared.get(line.name, default).strip())
        except BadAnswer as problem:
            raise BadAnswer(f"{line.name}: {problem}") from problem
    while True:
        prompt = f"     {line.words}{f' [{default}]' if default else ''}: "
        typed = (_hidden(prompt) if line.secret else input(prompt)).strip()
        try:
            answer = line.check(typed or default)
        except BadAnswer as problem:
            print(f"     {problem}")
            continue
        if not line.twice or _hidden(f"     {AGAIN}: ").strip() == answer:
            return answer
        print(f"     {DIFFERENT}")


def _hidden(prompt: str) -> str:
    ask_for: Callable[[str], str] = getpass if sys.stdin.isatty() else input
    return ask_for(prompt)


def _write_settings(data: Path, answers: Answers) -> None:
    url = urlsplit(answers["url"])
    host = url.hostname or "localhost"
    lines = {
        "SIANTAR_DATA": str(data),
        "SIANTAR_DATABASE_URL": Configuration().database_url,
        "SIANTAR_BASE_URL": answers["url"],
        "SIANTAR_ALLOWED_HOSTS": host if host in asking.LOOPBACK else f"{host},localhost,127.0.0.1",
        "SIANTAR_BEHIND_PROXY": "1" if url.scheme == "https" else "",
        "SIANTAR_BACKUPS": answers["backups"],
    }
    if host in asking.LOOPBACK:
        del lines["SIANTAR_ALLOWED_HOSTS"]
    text = "".join(f"{name}={_quoted(value)}\n" for name, value in lines.items() if value)
    with open(SETTINGS, "x", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        out.write(f"# Dibuat oleh `siantar init`; semua pengaturan ada di docs/operator.md.\n{text}")


def _quoted(value: str) -> str:
    return value if value.replace("/", "").replace(":", "").isalnum() else f"'{value}'"


def _take_back(data: Path) -> None:
    """What was begun goes again, so that the next try finds nothing."""
    for path in (SETTINGS, data / "keys.json", *data.glob("siantar.sqlite3*")):
        with suppress(OSError):
            path.unlink()


def _next_steps(data: Path, answers: Answers) -> str:
    settings = SETTINGS.resolve()
    return DONE.format(
        name=answers["name"],
        settings=settings,
        data=data,
        url=answers["url"],
        admin=answers["admin"],
        backups="" if answers["backups"] else NO_BACKUPS.format(settings=settings),
        villages="" if answers["villages"] else NO_VILLAGES,
    )
