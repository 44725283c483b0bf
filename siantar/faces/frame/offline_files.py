"""The files a page keeps on the phone as one version, as Vite's manifest lists them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from siantar.faces.frame import assets


@dataclass(frozen=True, slots=True)
class OfflineFiles:
    """A worker's source, the built files kept with it, and pages kept beside them.

    `pages` are addresses; `shell` is their text, so that another text is another version.
    """

    worker: str
    files: tuple[str, ...]
    pages: tuple[str, ...] = ()
    shell: bytes = b""

    def script(self) -> str:
        """The worker's text with the version and the list of files filled in; names carry the hash of their content."""
        worker = assets.content(self.worker)
        files = json.dumps([*self.pages, *self.files])
        version = hashlib.sha256(b"\0".join([worker, files.encode(), self.shell])).hexdigest()[:16]
        return f'self.SIANTAR={{version:"{version}",files:{files}}};\n{worker.decode()}'
