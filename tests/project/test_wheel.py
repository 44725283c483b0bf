"""The wheel carries all of it: installed into an empty environment, it sets an office up and serves, without Node."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import sysconfig
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.project import fresh
from tests.project.test_backup import ON_POSTGRESQL
from tests.support.ports import free_port

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="the wheel is the same")
ROOT = Path(__file__).parents[2]


def built(into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(into)]
    done = subprocess.run(
        command, cwd=ROOT, env=fresh.environment(SOURCE_DATE_EPOCH="1767225600"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return next(into.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def program(wheel, tmp_path_factory):
    """`siantar` of an environment that has the wheel and, by a path, what it needs; no Node, no checkout."""
    place = tmp_path_factory.mktemp("venv")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    site = next(place.glob("lib/python*/site-packages"))
    (site / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ["install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", place / "bin/python", *install], check=True)
    command = [place / "bin/python", "-c", "import siantar; print(siantar.__file__)"]
    where = subprocess.run(command, cwd=place, env=fresh.environment(), capture_output=True, text=True, check=True).stdout
    assert Path(where.strip()).is_relative_to(site)
    return [str(place / "bin/siantar")]


def test_two_builds_give_the_same_bytes(wheel, tmp_path):
    first, second = (hashlib.sha256(file.read_bytes()).hexdigest() for file in (wheel, built(tmp_path)))
    assert first == second


def test_it_carries_all_that_git_has_and_what_is_built(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "siantar"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {name for name in listed.stdout.splitlines() if (ROOT / name).exists()} - inside == set()
    manifest = json.loads((ROOT / "siantar/faces/frame/static/built/manifest.json").read_text())
    assert {f"siantar/faces/frame/static/built/{entry['file']}" for entry in manifest.values()} <= inside
    assert {"siantar/locale/en/LC_MESSAGES/django.mo", "siantar/faces/guides/built/guides.json"} <= inside
    assert [name for name in inside if name.startswith(("tests/", "node_modules/")) or name.endswith(".pyc")] == []


def test_an_office_is_set_up_and_served_from_it_in_a_fresh_folder(program, tmp_path):
    assert "/masuk/ sebagai rina.kartika" in fresh.set_up(tmp_path, program=program)
    with fresh.served(tmp_path, free_port(), program=program) as url:
        page = urllib.request.urlopen(f"{url}/").read().decode()
        assert "Serpong Utara" in urllib.request.urlopen(f"{url}/layanan/").read().decode()
        assert urllib.request.urlopen(f"{url}/masuk/").status == 200
        english = urllib.request.Request(f"{url}/layanan/", headers={"Cookie": "django_language=en"})
        assert "Services" in urllib.request.urlopen(english).read().decode()
        style = re.search(r"/static/built/[\w.-]+\.css", page)[0]
        with urllib.request.urlopen(url + style) as answer:
            assert "immutable" in answer.headers["Cache-Control"]
    assert fresh.run(tmp_path, "--version", program=program).stdout.startswith("Siantar ")
