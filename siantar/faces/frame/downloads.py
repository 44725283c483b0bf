"""What a browser takes home: workbooks, papers, files for programs. A list of people that leaves is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, JsonResponse

from siantar.directory import audit
from siantar.faces.frame.staff_access import StaffRequest
from siantar.paper import csv_table, workbook
from siantar.rules.audit import Audited


def note_export(request: StaffRequest, what: str) -> None:
    """Record that this person took a list along."""
    audit.note(Audited.EXPORTED, at=request.at, by=int(request.actor.person), list=what)


def excel(request: StaffRequest, content: bytes, *, what: str, name: str) -> HttpResponse:
    """A workbook of people, recorded as `what`."""
    note_export(request, what)
    return _attached(HttpResponse(content, content_type=workbook.TYPE), name)


def table(request: StaffRequest, content: str, *, what: str, name: str) -> HttpResponse:
    """A table for any program, recorded as `what`."""
    note_export(request, what)
    return _attached(HttpResponse(content, content_type=csv_table.TYPE), name)


def blank_excel(content: bytes, name: str) -> HttpResponse:
    """A workbook with nobody's data, to be filled in."""
    return _attached(HttpResponse(content, content_type=workbook.TYPE), name)


def blank_table(content: str, name: str) -> HttpResponse:
    """The same for any program."""
    return _attached(HttpResponse(content, content_type=csv_table.TYPE), name)


def pdf(content: bytes, name: str) -> HttpResponse:
    """A paper, shown; saved under this name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def for_program(content: Mapping[str, Any], name: str) -> HttpResponse:
    """The same facts for a program, readable by people too."""
    return _attached(JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2}), name)


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
