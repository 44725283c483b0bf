"""The files of the app as one version: what the service worker keeps on the phone."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

ENTRY = "kurir.js"
BESIDE = (
    "built/zxing_reader.wasm",
    "built/ground.css",
    "built/plus-jakarta-sans.woff2",
    "frame/siantar.css",
    "frame/icon.svg",
)
WORKER = "built/kurir_sw.js"
_IMPORTED = re.compile(r"[\"'`]\./([\w-]+\.js)[\"'`]")
MANIFEST = {
    "name": "Siantar Kurir",
    "short_name": "Kurir",
    "lang": "id",
    "start_url": "/kurir/",
    "scope": "/kurir/",
    "display": "standalone",
    "background_color": "#fffdf9",
    "theme_color": "#0b5c58",
    "icons": [{"src": static("frame/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
}


@cache
def service_worker() -> str:
    """The worker's text with the version and the list of files filled in."""
    version = hashlib.sha256()
    needed = (*_scripts(), *BESIDE)
    for name in (*needed, WORKER):
        version.update(_content(name))
    shell = (Path(__file__).parent / "templates/courier/app.html").read_bytes()
    version.update(shell)
    files = json.dumps(["/kurir/", *(static(name) for name in needed)])
    told = _content(WORKER).decode()
    return f'self.SIANTAR={{version:"{version.hexdigest()[:16]}",files:{files}}};\n{told}'


def _scripts() -> list[str]:
    """The app's script and all that it imports, however deep."""
    found, ahead = [], [ENTRY]
    while ahead:
        name = f"built/{ahead.pop()}"
        if name not in found:
            found.append(name)
            ahead += _IMPORTED.findall(_content(name).decode())
    return sorted(found)


def _content(name: str) -> bytes:
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else b""
