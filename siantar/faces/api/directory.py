"""The directory of offices that is held here, handed on as it was signed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Router

from siantar.directory import elsewhere
from siantar.faces.api.problems import ERRORS, ApiProblem

router = Router()


@router.get("/directory", auth=None, response={200: bytes, **ERRORS})
def office_directory(request: Any) -> HttpResponse:
    """The signed directory of offices and the installations that serve them; 404 where none is held."""
    del request
    text = elsewhere.file_text()
    if text is None:
        raise ApiProblem(404, "not_found")
    return HttpResponse(text, content_type="application/json")
