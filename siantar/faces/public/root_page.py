"""The roots of an office for everybody: what they are, the last ones, the keys, how to check; and a sheet to stamp."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from siantar.directory import links, offices
from siantar.directory.models import Office
from siantar.faces.frame import downloads
from siantar.faces.frame.staff_access import everyone
from siantar.faces.public.figures import FRESH
from siantar.faces.public.holder import ReceiptHolder, holders
from siantar.letters.frames import letterhead_of
from siantar.paper import root_sheet
from siantar.paper.root_sheet import RootSheet
from siantar.roots import keys, queries, trusting, witnessing
from siantar.roots.findings import totals_in_words
from siantar.roots.queries import PublishedRoot
from siantar.rules.daily_root import RootStatement

SHOWN_DAYS, SHOWN_KEPT = 14, 10


@everyone
@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Show the last roots of an office; the first office where none is named."""
    serving = list(offices.serving_residents())
    if not serving:
        return render(request, "public/figures_none.html")
    office = next((office for office in serving if office.pk == request.GET.get("kantor")), serving[0])
    context = {
        "serving": serving,
        "office": office,
        "roots": [_line(root, office) for root in queries.newest(office.pk, SHOWN_DAYS)],
        "keys": keys.all_keys(),
        "witness": witnessing.witness_name(office),
        "kept": trusting.roots_kept("", SHOWN_KEPT),
        "api": reverse("api:list_roots"),
    }
    with timezone.override(ZoneInfo(office.zone)):
        response = render(request, "public/roots.html", context)
    response["Cache-Control"] = f"max-age={FRESH}"
    return response


def _line(root: PublishedRoot, office: Office) -> dict[str, Any]:
    statement = root.signed.statement
    return {
        "day": statement.day,
        "root": statement.root,
        "totals": _totals(statement),
        "made_at": root.made_at,
        "holds": root.holds,
        "sheet": reverse("root-sheet", args=[office.pk, statement.day.isoformat()]),
    }


def _totals(statement: RootStatement) -> str:
    counts = statement.totals
    files, events, looks = (counts.get(name, 0) for name in ("files", "events", "looks"))
    return ", ".join(
        (
            ngettext("%(n)s berkas", "%(n)s berkas", files) % {"n": files},
            ngettext("%(n)s kejadian", "%(n)s kejadian", events) % {"n": events},
            ngettext("%(n)s jejak baca", "%(n)s jejak baca", looks) % {"n": looks},
        )
    )


@everyone
@require_safe
def sheet(_request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Print the root of a day with its QR code, to be stamped by a witness."""
    office, root = offices.by_code(code), None
    try:
        root = queries.of_office_and_day(code, date.fromisoformat(day)) if office else None
    except ValueError as error:
        raise Http404 from error
    if office is None or root is None or not root.holds:
        raise Http404
    statement = root.signed.statement
    content = RootSheet(
        office_name=office.name,
        day=f"{statement.day:%d-%m-%Y}",
        root=statement.root,
        totals=totals_in_words(statement.totals),
        key=keys.public_keys()[statement.key],
        line=root.signed.line(),
        address=links.public("roots").partition("://")[2],
        head=letterhead_of(office),
    )
    return downloads.pdf(root_sheet.root_sheet_pdf(content), f"akar-{statement.day}.pdf")


@holders
@require_safe
def path(request: HttpRequest, holder: ReceiptHolder) -> HttpResponse:
    """Give the holder of the receipt the path of the file to the newest root, for `siantar verify`."""
    root_path = queries.path_of(holder.file)
    if root_path is None:
        words = _("Berkas ini belum tercakup akar harian. Coba lagi besok pagi.")
        return render(request, "public/path_none.html", {"file": holder.file, "words": words}, status=404)
    response = HttpResponse(root_path.text(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="jalur-{holder.file.receipt_number}.json"'
    return response
