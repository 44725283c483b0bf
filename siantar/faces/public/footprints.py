"""Who looked at my data, when and why: by function, never by name."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from siantar.casework.models import Application
from siantar.faces.frame import look_reasons
from siantar.faces.frame.glances import Footprint, in_words, rows_of
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.privacy import queries
from siantar.rules import receipt_number

A_PAGE = 25


def latest(file: Application, most: int) -> list[Footprint]:
    """List the latest looks of others."""
    others = rows_of(file).exclude(why__startswith=look_reasons.RESIDENT)
    return in_words(queries.seen_from(row) for row in others[:most])


@holders
@require_safe
def all_looks(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """List every look, newest first, page by page."""
    page = Paginator(rows_of(holder.file), A_PAGE).get_page(request.GET.get("hal"))
    number = receipt_number.grouped(holder.file.receipt_number)
    looks = in_words(map(queries.seen_from, page))
    context = {"file": holder.file, "number": number, "page": page, "looks": looks}
    return render(request, "public/footprints.html", context)
