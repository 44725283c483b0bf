"""The last change of a page of settings is taken back in one press."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from siantar.catalogue import standards
from siantar.directory import last_changes, office_setup
from siantar.faces.frame.staff_access import StaffRequest, staff
from siantar.faces.frame.undone_words import CHANGED_SINCE, UNDONE
from siantar.rules.access import Act


@staff(Act.SET_UP_OFFICE)
@require_POST
def details(request: StaffRequest) -> HttpResponse:
    """The details of the office as they were."""
    try:
        office_setup.undo_office(request.actor.office, by=request.actor, at=request.at)
    except last_changes.ChangedSince:
        return _answer(request, "setup-office", undone=False)
    return _answer(request, "setup-office", undone=True)


@staff(Act.SET_UP_OFFICE)
@require_POST
def day_off(request: StaffRequest) -> HttpResponse:
    """The day off as it was."""
    try:
        office_setup.undo_day_off(request.actor.office, by=request.actor, at=request.at)
    except last_changes.ChangedSince:
        return _answer(request, "setup-days", undone=False)
    return _answer(request, "setup-days", undone=True)


@staff(Act.SET_UP_SERVICES)
@require_POST
def texts(request: StaffRequest) -> HttpResponse:
    """The texts of the standards as they were."""
    try:
        standards.undo_texts(request.actor.office, by=request.actor, at=request.at)
    except last_changes.ChangedSince:
        return _answer(request, "setup-standards", undone=False)
    return _answer(request, "setup-standards", undone=True)


def _answer(request: StaffRequest, page: str, *, undone: bool) -> HttpResponse:
    if undone:
        messages.success(request, UNDONE)
    else:
        messages.error(request, CHANGED_SINCE)
    return HttpResponseRedirect(reverse(page))
