"""The tracking page on the phone: what is needed to install it, and the worker that shows the last status offline."""

from __future__ import annotations

import json
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siantar.faces.frame import assets
from siantar.faces.frame.offline_files import OfflineFiles, install_manifest
from siantar.faces.frame.staff_access import everyone

WORKER = "public/sw.ts"
SOURCES = ("public/track.ts", "public/accessibility_first.ts", "styles/public.css", "icons/icon.svg")


@everyone
@require_safe
def start(_request: HttpRequest) -> HttpResponse:
    """Where the installed page begins: here the worker shows the receipt seen last; without one, the box to type it."""
    return HttpResponseRedirect(reverse("home"))


@never_cache
@everyone
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the page."""
    return HttpResponse(json.dumps(_manifest()), content_type="application/manifest+json")


@never_cache
@everyone
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker, told which version of which files belongs together. It serves tracking pages only."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")


@cache
def _worker() -> str:
    return OfflineFiles(WORKER, tuple(file for source in SOURCES for file in assets.needed_at_once(source))).script()


@cache
def _manifest() -> dict[str, object]:
    return install_manifest("Siantar: lacak berkas", "Siantar", start=reverse("track-start"))
