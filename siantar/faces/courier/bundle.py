"""The files of the app as one version: what the service worker keeps on the phone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.templatetags.static import static

from siantar.faces.frame.kept_files import HOWEVER_DEEP, Kept

ENTRY = "kurir.js"
BESIDE = (
    "built/zxing_reader.wasm",
    "built/ground.css",
    "built/plus-jakarta-sans.woff2",
    "frame/siantar.css",
    "frame/icon.svg",
)
WORKER = "built/kurir_sw.js"
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
    shell = (Path(__file__).parent / "templates/courier/app.html").read_bytes()
    return Kept(WORKER, ENTRY, HOWEVER_DEEP, BESIDE, pages=("/kurir/",), shell=shell).script()
