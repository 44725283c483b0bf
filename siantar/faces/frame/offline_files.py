"""A page on the phone: what is needed to install it, and the files it keeps there as one version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from siantar.faces.frame import assets


def install_manifest(name: str, short_name: str, *, start: str) -> dict[str, object]:
    """What a phone needs to install the pages below `start`."""
    icon = {"src": assets.address("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    return {
        "name": name,
        "short_name": short_name,
        "lang": "id",
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#fffdf9",
        "theme_color": "#0b5c58",
        "icons": [icon],
    }


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
