"""The files a page keeps on the phone as one version: its script with all it needs, and what lies beside."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

AT_ONCE = re.compile(r"(?:from|import)\s*[\"'`]\./([\w-]+\.js)[\"'`]")  # not import(): what comes when wanted
HOWEVER_DEEP = re.compile(r"[\"'`]\./([\w-]+\.js)[\"'`]")


@dataclass(frozen=True, slots=True)
class Kept:
    """A worker's script, the page's script, which of its imports are kept, the files beside, and pages kept with them.

    `pages` are addresses; `shell` is their text, so that another text is another version.
    """

    worker: str
    entry: str
    imports: re.Pattern[str]
    beside: tuple[str, ...]
    pages: tuple[str, ...] = ()
    shell: bytes = b""

    def script(self) -> str:
        """The worker's text with the version and the list of files filled in."""
        needed = (*self._scripts(), *self.beside)
        told = [_content(name) for name in (self.worker, *needed)]
        version = hashlib.sha256(b"".join([*told, self.shell])).hexdigest()[:16]
        files = json.dumps([*self.pages, *(static(name) for name in needed)])
        return f'self.SIANTAR={{version:"{version}",files:{files}}};\n{told[0].decode()}'

    def _scripts(self) -> list[str]:
        found, ahead = [], [self.entry]
        while ahead:
            name = f"built/{ahead.pop()}"
            if name not in found:
                found.append(name)
                ahead += self.imports.findall(_content(name).decode())
        return sorted(found)


def _content(name: str) -> bytes:
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else b""
