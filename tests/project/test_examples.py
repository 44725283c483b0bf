"""The curl examples of the guides are run as they stand, against a real server in a fresh folder."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

from tests.project import fresh
from tests.support.ports import free_port

GUIDE = Path(__file__).parents[2] / "docs" / "developer" / "webhooks.md"
FAR = "http://127.0.0.1:9/kabar"  # nobody answers there; nothing is sent in an office without files


def commands() -> list[list[str]]:
    """Each indented command, its lines joined, what follows `#` left out."""
    text = re.sub(r"\\\n\s*", "", GUIDE.read_text())
    lines = re.findall(r"^    (curl .*)$", text, re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def filled_in(command: list[str], words: dict[str, str]) -> list[str]:
    for name, value in words.items():
        command = [word.replace(name, value) for word in command]
    return command


def token_of(folder: Path) -> str:
    (line,) = re.findall(r"^    \.venv/bin/siantar (token .*)$", GUIDE.read_text(), re.MULTILINE)
    words = shlex.split(line)
    done = fresh.run(folder, *["rina.kartika" if word == "admin" else word for word in words])
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()[0]


def test_another_system_is_connected_by_the_commands_of_the_guide(tmp_path):
    fresh.set_up(tmp_path)
    token = token_of(tmp_path)
    id, answers = "ID", []
    with fresh.served(tmp_path, free_port(), SIANTAR_OUTBOUND_ALLOW="127.0.0.1") as url:
        for command in commands():
            words = {"https://KANTOR": url, "TOKEN": token, "/ID": f"/{id}", "https://contoh.go.id/siantar": FAR}
            ready = [*filled_in(command, words), "-s", "-w", "\n%{http_code}"]
            done = subprocess.run(ready, capture_output=True, text=True, check=True)
            body, _line, status = done.stdout.rpartition("\n")
            answers.append(int(status))
            if "secret" in body and id == "ID":
                id = json.loads(body)["id"]
    assert answers == [201, 200, 200, 200, 200, 204]
