"""The files of the app as one version: what the service worker keeps on the phone."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.urls import reverse

from siantar.faces.frame import assets
from siantar.faces.frame.offline_files import OfflineFiles, install_manifest

WORKER = "courier/sw.ts"
SOURCES = ("courier/app.ts", "styles/office.css", "icons/icon.svg")


@cache
def service_worker() -> str:
    """The worker's text with the version and the list of files filled in."""
    shell = (Path(__file__).parent / "templates/courier/app.html").read_bytes()
    files = tuple(file for source in SOURCES for file in assets.needed_ever(source))
    return OfflineFiles(WORKER, files, pages=(reverse("app"),), shell=shell).script()


@cache
def manifest() -> dict[str, object]:
    """What the phone needs to install the app."""
    return install_manifest("Siantar Kurir", "Kurir", start=reverse("app"))
