"""The page that checks letters, also without network: what a phone keeps of it, and the offices' public keys."""

from __future__ import annotations

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from siantar.faces.frame import assets
from siantar.faces.frame.language import spoken
from siantar.faces.frame.offline_files import OfflineFiles, install_manifest
from siantar.faces.frame.staff_access import everyone
from siantar.roots import keys

TEMPLATE = "public/letter_desk.html"
WORKER = "public/letter_sw.ts"
SOURCES = ("public/letter_desk.ts", "styles/resident.css", "icons/icon.svg")
FRAME = ("public/track.ts", "public/accessibility_first.ts", "styles/public.css")


@everyone
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page: nothing of any letter is in it, because phones keep it."""
    return render(request, TEMPLATE, _context())


def _context() -> dict[str, str]:
    return {"host": settings.SIANTAR_BASE_URL.partition("://")[2]}


@never_cache
@everyone
@require_safe
def published_keys(_request: HttpRequest) -> HttpResponse:
    """All public keys there ever were here, those that were renewed among them."""
    return JsonResponse({"keys": [{"id": key.id, "public_key": key.public} for key in keys.all_keys()]})


@never_cache
@everyone
@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What a phone needs to install the page."""
    content = install_manifest("Siantar: periksa surat", "Periksa surat", start=reverse("letter-desk"))
    content["scope"] = reverse("letter-check-start")
    return HttpResponse(json.dumps(content), content_type="application/manifest+json")


@never_cache
@everyone
@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The worker, told which version of which files belongs together, in the language of the page it keeps."""
    return HttpResponse(_worker(spoken()), content_type="text/javascript; charset=utf-8")


@cache
def _worker(_language: str) -> str:
    own = {file for source in SOURCES for file in assets.needed_ever(source)}
    frame = {file for source in FRAME for file in assets.needed_at_once(source)}
    shell = render_to_string(TEMPLATE, _context()).encode()
    return OfflineFiles(WORKER, tuple(sorted(own | frame)), pages=(reverse("letter-desk"),), shell=shell).script()
