"""The last change of a page of settings is taken back in one press."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from siantar.catalogue import standards
from siantar.directory import office_setup
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.taking_back import take_back
from siantar.rules.access import Act
from siantar.rules.plain_number import plain_number


@staff(Act.SET_UP_OFFICE)
@require_POST
def details(request: StaffRequest) -> HttpResponse:
    """The details of the office as they were."""
    return take_back(request, office_setup.undo_office, "setup-office")


@staff(Act.SET_UP_OFFICE)
@require_POST
def day_off(request: StaffRequest) -> HttpResponse:
    """The day off as it was."""
    return take_back(request, office_setup.undo_day_off, "setup-days")


@staff(Act.SET_UP_SERVICES)
@require_POST
def texts(request: StaffRequest) -> HttpResponse:
    """The texts of the standards as they were: the change that was pressed, one in force or one that waits."""
    number = plain_number(request.POST.get("version", ""))
    return take_back(request, partial(standards.undo_texts, number=number), "setup-standards")
