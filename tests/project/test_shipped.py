"""The list of what is shipped: whole, with licences and digests, the same each time; and honest where nothing is known."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.support import shipped

ROOT = shipped.ROOT


@pytest.fixture(scope="module")
def parts():
    return shipped.document()["components"]


def test_every_locked_package_is_named_with_version_licence_and_digest(parts):
    lock = (ROOT / "requirements.txt").read_text()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {(re.sub(r"\[.*\]", "", name).lower(), version) for name, version in re.findall(r"^([^\s=#]+)==([^\s;\\]+)", lock, re.M)}
    locked |= {(path.rpartition("node_modules/")[2], package["version"]) for path, package in packages.items() if path and not package.get("dev")}
    assert {(part["name"], part["version"]) for part in parts} == locked
    for part in parts:
        assert part["licenses"][0]["license"]["name"], part["name"]
        assert part["hashes"], part["name"]
        for digest in part["hashes"]:
            assert re.fullmatch(r"[0-9a-f]{64}|[0-9a-f]{128}", digest["content"])
    python = sum(part["purl"].startswith("pkg:pypi/") for part in parts)
    assert sum(len(part["hashes"]) for part in parts[: len(parts)] if part["purl"].startswith("pkg:pypi/")) == lock.count("--hash=sha256:")
    assert python == len(re.findall(r"^[^\s=#]+==", lock, re.M))


def test_no_test_tool_is_among_them_and_no_licence_that_binds_the_whole(parts):
    assert not {"pytest", "hypothesis", "playwright", "ruff", "mypy", "vite", "typescript"} & {part["name"] for part in parts}
    binding = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", re.I)
    assert [part["name"] for part in parts if binding.search(part["licenses"][0]["license"]["name"])] == []


def test_the_same_lock_files_give_the_same_bytes():
    assert json.dumps(shipped.document()) == json.dumps(shipped.document())


def run(tmp_path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.support.shipped", "--out", str(tmp_path / "sbom.json"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_without_advisories_it_says_that_it_does_not_know(tmp_path):
    (tmp_path / "empty").mkdir()
    for words in ((), ("--advisories", str(tmp_path / "nowhere")), ("--advisories", str(tmp_path / "empty"))):
        done = run(tmp_path, *words)
        assert done.returncode == 0 and "NOT known" in done.stdout, done.stderr


def test_an_advisory_for_a_shipped_version_is_told_and_others_are_not(tmp_path, parts):
    version = next(part["version"] for part in parts if part["name"] == "django")
    folder = tmp_path / "osv"
    folder.mkdir()
    about = {"id": "PYSEC-0", "summary": "example", "affected": [{"package": {"ecosystem": "PyPI", "name": "Django"}, "versions": ["1.0"]}]}
    (folder / "a.json").write_text(json.dumps(about))
    assert run(tmp_path, "--advisories", str(folder)).stdout.count("PYSEC-0") == 0
    about["affected"][0]["versions"].append(version)
    (folder / "a.json").write_text(json.dumps(about))
    done = run(tmp_path, "--advisories", str(folder))
    assert done.returncode == 1 and f"django {version}: PYSEC-0 example" in done.stdout
