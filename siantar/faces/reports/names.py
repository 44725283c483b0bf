"""The files behind the numbers, by name: for those who may see them, and the reading leaves its trace."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from siantar.faces.frame.files import lines
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.reports import endangered
from siantar.rules.access import Reading


@staff(Reading.WORK_LIST)
@require_safe
def page(request: StaffRequest) -> HttpResponse:
    """List what broke its promise, and what will this week."""
    files = endangered.endangered(request.actor, request.at, timezone.get_current_timezone())
    context = {"late": lines(files.late, request), "expected": lines(files.expected, request), "most": endangered.MOST}
    return render(request, "reports/names.html", context)
