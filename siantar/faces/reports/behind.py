"""The files behind a number of a picture, by name: for those who may see them all, and the reading leaves its trace."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from siantar.faces.frame.files import lines
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.reports.choice import ReportChoice, choice_of, picture_of
from siantar.reports import counted_files
from siantar.reports.counted_files import CountedFiles
from siantar.reports.picture import FilePart, ReportPicture
from siantar.reports.shares import Measure
from siantar.rules.access import Reading

PAGE = 100
NONE = CountedFiles((), 0)


@staff(Reading.REPORT)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """List the files of one part of a picture; none where the number has gone since."""
    choice = choice_of(request)
    if choice.scope.codes != [request.actor.office]:
        raise Http404
    picture = picture_of(request, choice, request.GET.get("gambar", ""))
    spot = picture.part(request.GET.get("bagian", ""))
    files = counted_files.behind(request.actor, choice.scope, spot[2]) if spot else NONE
    numbered = Paginator(range(len(files.files)), PAGE).get_page(request.GET.get("hal"))
    first = numbered.start_index() - 1 if files.files else 0
    context = {
        "choice": choice,
        "picture": picture,
        "about": _about(picture, spot[0].cells[0], spot[1]) if spot else (),
        "count": len(files.files),
        "times": files.amount if spot and _says_times(files, spot[2]) else None,
        "page": numbered,
        "lines": lines(files.read(request.actor, first, first + PAGE), request),
        "parameters": urlencode({name: request.GET[name] for name in PARAMETERS if name in request.GET}),
    }
    return render(request, "reports/files.html", context)


def _says_times(files: CountedFiles, part: FilePart) -> bool:
    """Whether the number on the picture is more than the number of files: one may be counted more than once."""
    return part.measure is not Measure.SECONDS and files.amount != len(files.files)


PARAMETERS = ("bulan", "layanan", "gambar", "bagian")


def _about(picture: ReportPicture, label: object, place: int) -> tuple[object, ...]:
    """The line of the table, and of its columns the one that was pressed."""
    return (label, picture.headings[place]) if place else (label,)


def address_of(request: StaffRequest, choice: ReportChoice, picture: str, part: FilePart | str) -> str:
    """Where the files of a part are listed; empty for whom they are not."""
    if not counted_files.may_list(request.actor, choice.scope):
        return ""
    code = part if isinstance(part, str) else part.code
    return f"{reverse('report-files')}?{choice.parameters}&{urlencode({'gambar': picture, 'bagian': code})}"
