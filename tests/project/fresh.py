"""An office on a fresh folder, set up by `siantar init`, and served for real."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.journeys.conftest import _wait_for as wait_for

HERE = [sys.executable, "-m", "siantar.project"]
PASSWORD = "sangat-rahasia-sekali"
ANSWERS = {
    "office": "36.74.02", "name": "Kecamatan Serpong Utara", "street": "Jl. Raya Serpong 1", "admin": "rina.kartika",
    "villages": "1006 Jelupang", "person": "Rina Kartika", "password": PASSWORD,
}  # fmt: skip


def environment(**more: str) -> dict[str, str]:
    """This machine's, without anything of Siantar's or of Django's."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("SIANTAR_", "DJANGO_", "PYTEST"))}
    return {**ours, **more}


def answers_file(folder: Path, **more: str) -> Path:
    file = folder / "jawaban.toml"
    lines = {**ANSWERS, **more}
    file.write_text("".join(f"{name} = '{value}'\n" for name, value in lines.items()))
    return file


def run(folder: Path, *words: object, program=HERE, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run `siantar ...` in this folder."""
    command = [*program, *map(str, words)]
    return subprocess.run(
        command, cwd=folder, env=environment(**more), input=typed, capture_output=True, text=True, check=False
    )


def set_up(folder: Path, *, program=HERE, settings: Mapping[str, str] | None = None, **answers: str) -> str:
    """An office in this folder; what `siantar init` said."""
    done = run(folder, "init", "--from", answers_file(folder, **answers), program=program, **(settings or {}))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def served(folder: Path, port: int, *, program=HERE, **more: str) -> Iterator[str]:
    """A real server in this folder; where it answers."""
    url = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [*program, "serve", "--port", str(port)],
            cwd=folder,
            env=environment(**more),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(f"{url}/api/v1/health", server)
            yield url
        finally:
            server.terminate()
            server.wait(20)

