"""An archive is opened whole or not at all, and writes nowhere but where it was told to."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile

import pyrage
import pytest
from pyrage.x25519 import Identity

from siantar.project import archive
from siantar.project.archive import LIST, BackupRefused

KEY = Identity.generate()


def sealed(entries: dict[str, bytes], *, kind: bytes = tarfile.REGTYPE) -> io.BytesIO:
    """An archive somebody forged: our public key is no secret."""
    tar_file, out = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tar_file, mode="w|") as tar:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            info.size, info.type = (len(content), tarfile.REGTYPE) if name == LIST else (len(content), kind)
            info.linkname = "/etc/passwd" if info.type != tarfile.REGTYPE else ""
            tar.addfile(info, io.BytesIO(content))
    tar_file.seek(0)
    pyrage.encrypt_io(tar_file, out, [KEY.to_public()])
    out.seek(0)
    return out


def listing(entries: dict[str, bytes]) -> bytes:
    return json.dumps({"entries": {name: [len(content), hashlib.sha256(content).hexdigest()] for name, content in entries.items()}}).encode()


def test_what_went_in_comes_out_for_every_key(tmp_path):
    other, source = Identity.generate(), tmp_path / "besar"
    source.write_bytes(bytes(range(256)) * 20_000)
    out = io.BytesIO()
    archive.write(out, [("data/besar", source)], {"at": "kini"}, [KEY.to_public(), other.to_public()])
    for number, key in enumerate((KEY, other)):
        out.seek(0)
        into = tmp_path / str(number)
        into.mkdir()
        assert archive.read(out, [key], into)["at"] == "kini"
        assert (into / "data" / "besar").read_bytes() == source.read_bytes()


def test_a_long_tail_of_nothing_as_other_tars_write_it_is_read_to_its_end(tmp_path):
    entries = {"data/x": b"isi"}
    plain, out = io.BytesIO(), io.BytesIO()
    pyrage.decrypt_io(sealed({**entries, LIST: listing(entries)}), plain, [KEY])
    pyrage.encrypt_io(io.BytesIO(plain.getvalue() + bytes(500_000)), out, [KEY.to_public()])
    out.seek(0)
    archive.read(out, [KEY], tmp_path)
    assert (tmp_path / "data" / "x").read_bytes() == b"isi"


@pytest.mark.parametrize("name", ["../luar", "data/../../luar", "/luar"])
def test_no_name_leads_elsewhere(tmp_path, name):
    into = tmp_path / "tempat"
    into.mkdir()
    with pytest.raises(BackupRefused, match="rusak"):
        archive.read(sealed({name: b"x", LIST: listing({name: b"x"})}), [KEY], into)
    assert list(tmp_path.iterdir()) == [into]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_nothing_but_files_is_laid(tmp_path, kind):
    with pytest.raises(BackupRefused, match="rusak"):
        archive.read(sealed({"data/x": b"", LIST: listing({"data/x": b""})}, kind=kind), [KEY], tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "entries",
    [
        {"data/x": b"isi"},
        {"data/x": b"isi", LIST: b"{}"},
        {"data/x": b"isi", LIST: b"["},
        {"data/x": b"lain", LIST: listing({"data/x": b"isi"})},
        {"data/x": b"isi", "data/y": b"", LIST: listing({"data/x": b"isi"})},
        {LIST: listing({"data/x": b"isi"})},
    ],
)
def test_what_the_list_does_not_say_is_refused(tmp_path, entries):
    with pytest.raises(BackupRefused, match="rusak"):
        archive.read(sealed(entries), [KEY], tmp_path)


def test_a_file_that_shrinks_while_it_is_read_stops_the_backup(tmp_path, monkeypatch):
    source = tmp_path / "menyusut"
    source.write_bytes(b"x" * 100)
    monkeypatch.setattr(archive.os, "fstat", lambda _handle: type("Stat", (), {"st_size": 1000}))
    with pytest.raises(OSError, match="unexpected end of data"):
        archive.write(io.BytesIO(), [("data/x", source)], {}, [KEY.to_public()])
