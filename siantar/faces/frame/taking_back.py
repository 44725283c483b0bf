"""The last change of a page of settings is taken back: the act is done, and said, or said that it cannot be."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from siantar.directory.last_changes import ChangedSince
from siantar.faces.frame.staff_access import StaffRequest

UNDONE = _("Perubahan terakhir dibatalkan.")
CHANGED_SINCE = _("Tidak ada yang dapat dibatalkan: isinya sudah diubah dengan cara lain sesudah itu.")


def take_back(request: StaffRequest, undo: Callable[..., object], page: str, *of: str) -> HttpResponse:
    """Put back what was in the person's office (`of`: of which part), say so, and lead to the page."""
    try:
        undo(request.actor.office, *of, by=request.actor, at=request.at)
    except ChangedSince:
        messages.error(request, CHANGED_SINCE)
    else:
        messages.success(request, UNDONE)
    return HttpResponseRedirect(reverse(page, args=of))
