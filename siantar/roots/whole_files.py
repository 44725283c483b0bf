"""Files that are there whole or not at all, readable by their owner only, and on the disk before anything goes on."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def lay(file: Path, text: str, *, over: bool) -> bool:
    """Write `file` in one step: `over` replaces one that is there, else that one stays; whether this one lies there."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, prefix=f".{file.stem}-", delete=False) as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        if over:
            os.replace(out.name, file)
        else:
            os.link(out.name, file)
    except FileExistsError:
        return False
    finally:
        Path(out.name).unlink(missing_ok=True)
    flush(file.parent)
    return True


def flush(folder: Path) -> None:
    """The new name on the disk too; some network folders know no such thing."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
