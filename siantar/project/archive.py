"""An archive: a tar sealed by age for several keys, whose last entry lists size and digest of all the others.

Nothing is written unsealed: one thread makes the tar, the other seals it. Who reads trusts nothing before the end.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol, cast

import pyrage
from pyrage.x25519 import Identity, Recipient

LIST = "daftar.json"
CHUNK = 1 << 20
DAMAGED = (
    "Cadangan ini rusak, terpotong, atau diubah orang, jadi tidak ada yang dipulihkan. "
    "Salin lagi dari stiknya, atau pakai cadangan sebelumnya."
)
WRONG_KEY = (
    "Kunci ini bukan kunci cadangan ini. "
    "Pakai kunci kantor atau kunci pemulihan yang dibuat oleh `siantar backup --keys`."
)

AN_EXPORT = (
    "Ini ekspor, bukan cadangan. Impor di tempat kosong dengan `siantar import`; hasilnya diperiksa saat itu juga."
)


class BackupRefused(RuntimeError):
    """A sentence for the operator: why it did not go, and what to do."""


class Readable(Protocol):
    """What a visited entry can do."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, or all that is left."""


Entry = tuple[str, Path | bytes]  # its name in the archive, and what it holds
Visit = Callable[[str, Readable], None]


class _Counted:
    """A file whose digest is reckoned while it passes, read or written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self._size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        return self._passed(self._file.read(size))

    def write(self, chunk: bytes) -> int:
        return self._file.write(self._passed(chunk))

    def _passed(self, chunk: bytes) -> bytes:
        self._digest.update(chunk)
        self._size += len(chunk)
        return chunk

    def line(self) -> list[Any]:
        """What stands in the list."""
        return [self._size, self._digest.hexdigest()]


class _Sink:
    """Where age writes to; remembers the error of the disk, which age would tell as its own."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.problem: OSError | None = None

    def write(self, chunk: bytes) -> int:
        try:
            return self._file.write(chunk)
        except OSError as problem:
            self.problem = problem
            raise

    def flush(self) -> None:
        self._file.flush()


def write(out: BinaryIO, entries: Iterable[Entry], about: dict[str, Any], recipients: Sequence[Recipient]) -> None:
    """Seal files or contents, by their names in the archive, and what is told `about` them when all are in.

    Raises OSError as the disk does.
    """

    def pack(pipe: BinaryIO) -> None:
        try:
            _pack(pipe, entries, about)
        finally:
            if isinstance(entries, Generator):
                entries.close()  # where it was begun: in this thread

    sink = _Sink(out)
    with _from_a_thread(pack) as plain:
        try:
            pyrage.encrypt_io(plain, sink, list(recipients))
        except pyrage.EncryptError as problem:
            raise sink.problem or problem from problem


def _pack(pipe: BinaryIO, entries: Iterable[Entry], about: Mapping[str, Any]) -> None:
    lines = {}
    with tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for name, content in entries:
            with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
                info, counted = tarfile.TarInfo(name), _Counted(file)
                info.size = len(content) if isinstance(content, bytes) else os.fstat(file.fileno()).st_size
                tar.addfile(info, counted)
                lines[name] = counted.line()
        text = json.dumps({**about, "entries": lines}).encode()
        info = tarfile.TarInfo(LIST)
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))


def read(source: BinaryIO, identities: Sequence[Identity], into: Path) -> dict[str, Any]:
    """Open the archive, lay its files under `into` and compare each with the list, which is given back.

    Raises BackupRefused for a wrong key and for the smallest damage; what lies in `into` by then is not to be used.
    """
    about = walk(source, identities, lambda name, content: lay(into, name, content))
    if "format" in about:
        raise BackupRefused(AN_EXPORT)
    return about


def walk(source: BinaryIO, identities: Sequence[Identity], visit: Visit) -> dict[str, Any]:
    """Open the archive and have its files visited in their order; each is compared with the list, which is given back.

    Raises BackupRefused for a wrong key and for the smallest damage, and what `visit` raises; what that was shown is
    to be believed only once this comes back.
    """
    lines: dict[str, list[Any]] = {}
    about: dict[str, Any] = {}
    try:
        with _from_a_thread(lambda pipe: pyrage.decrypt_io(source, pipe, list(identities))) as plain:
            with tarfile.open(fileobj=plain, mode="r|") as tar:
                for member in tar:
                    counted = _Counted(_content_of(tar, member))
                    if member.name in lines or about:
                        raise BackupRefused(DAMAGED)
                    if member.name == LIST:
                        about = json.loads(counted.read())
                        continue
                    visit(member.name, counted)
                    while counted.read(CHUNK):
                        pass
                    lines[member.name] = counted.line()
            while plain.read(CHUNK):  # up to the end: age answers for the whole at its last byte only
                pass
        same = about["entries"] == lines
    except pyrage.DecryptError as problem:
        raise BackupRefused(WRONG_KEY if "matching keys" in str(problem) else DAMAGED) from problem
    except (tarfile.TarError, ValueError, KeyError, FileNotFoundError, FileExistsError) as problem:
        raise BackupRefused(DAMAGED) from problem
    except OSError as problem:
        if problem.errno:  # of the disk; age's own have no number
            raise
        raise BackupRefused(DAMAGED) from problem
    if not same:
        raise BackupRefused(DAMAGED)
    return about


def _content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BinaryIO:
    """What stands in an entry. Names that lead elsewhere are refused."""
    name = PurePosixPath(member.name)
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused(DAMAGED)
    return cast(BinaryIO, content)


def lay(into: Path, name: str, content: Readable) -> None:
    """One file in its place under `into`, readable by its owner only. Raises BackupRefused where a name leads away."""
    place = into / name
    if not place.is_relative_to(into) or ".." in place.parts:
        raise BackupRefused(DAMAGED)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(place, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        while chunk := content.read(CHUNK):
            file.write(chunk)


@contextmanager
def _from_a_thread(work: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """What `work` writes, to be read here while it writes; its error is raised here."""
    reader, writer = os.pipe()
    problems: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(writer, "wb") as pipe:
                work(pipe)
        except Exception as problem:
            problems.append(problem)

    thread = threading.Thread(target=run, name="archive", daemon=True)
    thread.start()
    source = os.fdopen(reader, "rb")
    try:
        yield source
    except tarfile.TarError as problem:  # the stream broke off: why is known over there
        source.close()
        thread.join()
        raise problems[0] if problems else problem from problem
    finally:
        source.close()
        thread.join()
    if problems:
        raise problems[0]
