"""A release is listed with digests and signed; what was changed, added, taken away or signed by somebody else is refused."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.project.test_backup import ON_POSTGRESQL

pytestmark = pytest.mark.skipif(ON_POSTGRESQL, reason="no database in it")
DEPLOY = Path(__file__).parents[2] / "deploy"
WHEEL = "siantar-0.2.0-py3-none-any.whl"


def run(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", DEPLOY / script, *map(str, words)], capture_output=True, text=True, check=False)


def key_of(folder: Path, name: str) -> Path:
    file = folder / name
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file], check=True)
    return file


@pytest.fixture
def keys(tmp_path):
    folder = tmp_path / "my keys"
    folder.mkdir()
    maker, stranger = key_of(folder, "maker"), key_of(folder, "stranger")
    signers = folder / "signers"
    signers.write_text(f"rilis@siantar.example.go.id {maker.with_suffix('.pub').read_text()}")
    return maker, stranger, signers


@pytest.fixture
def release(tmp_path, keys):
    folder = tmp_path / "release"
    (folder / "deploy").mkdir(parents=True)
    for name in (WHEEL, "requirements.txt", "deploy/one-office.sh", "a name with spaces.md"):
        (folder / name).write_text(f"content of {name}")
    done = run("sign-release.sh", folder, keys[0])
    assert done.returncode == 0, done.stderr
    return folder


def test_what_its_makers_signed_is_whole(release, keys):
    done = run("check-release.sh", release, keys[2])
    assert (done.returncode, done.stderr) == (0, "")
    assert "rilis@siantar.example.go.id" in done.stdout
    assert run("sign-release.sh", release, keys[0]).returncode == 0  # again: the list does not list itself
    assert run("check-release.sh", release, keys[2]).returncode == 0


def forged_list(release: Path, _keys) -> None:
    (release / WHEEL).write_text("other")
    sums = subprocess.run(["sha256sum", WHEEL], cwd=release, capture_output=True, text=True, check=True).stdout
    lines = [line for line in (release / "SHA256SUMS").read_text().splitlines(keepends=True) if WHEEL not in line]
    (release / "SHA256SUMS").write_text("".join([*lines, sums]))


def signed_by_a_stranger(release: Path, keys) -> None:
    assert run("sign-release.sh", release, keys[1]).returncode == 0


def signed_for_something_else(release: Path, keys) -> None:
    (release / "SHA256SUMS.sig").unlink()
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", keys[0], release / "SHA256SUMS"], check=True)


TAMPERING = {
    "changed": (lambda release, _keys: (release / WHEEL).write_text("other"), "berubah atau hilang"),
    "taken away": (lambda release, _keys: (release / "requirements.txt").unlink(), "berubah atau hilang"),
    "added": (lambda release, _keys: (release / "deploy" / "more.sh").write_text("rm -rf"), "tidak tercantum"),
    "hidden": (lambda release, _keys: (release / ".more").write_text("x"), "tidak tercantum"),
    "list forged": (forged_list, "tidak cocok"),
    "stranger": (signed_by_a_stranger, "tidak ditandatangani oleh siapa pun"),
    "other purpose": (signed_for_something_else, "tidak cocok"),
    "not signed": (lambda release, _keys: (release / "SHA256SUMS.sig").unlink(), "tidak ditandatangani"),
    "no list": (lambda release, _keys: (release / "SHA256SUMS").unlink(), "tidak ditandatangani"),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_anything_else_is_refused_in_words(release, keys, what):
    tamper, words = TAMPERING[what]
    tamper(release, keys)
    done = run("check-release.sh", release, keys[2])
    assert done.returncode != 0
    assert words in done.stderr


def test_one_office_installs_nothing_that_is_not_whole(release, keys, tmp_path):
    (release / WHEEL).write_text("other")
    for trust in (["--signers", keys[2]], []):
        done = run("one-office.sh", "--wheel", release / WHEEL, "--root", tmp_path / "root", *trust)
        assert done.returncode != 0 and "berubah" in done.stderr
        assert not (tmp_path / "root").exists()
    shutil.rmtree(release)
