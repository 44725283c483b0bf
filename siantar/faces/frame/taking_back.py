"""The last change of a page of settings is taken back: the act is done, and said, or said that it cannot be."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from siantar.directory.last_changes import ChangedSince

UNDONE = _("Perubahan terakhir dibatalkan.")
CHANGED_SINCE = _("Tidak ada yang dapat dibatalkan: isinya sudah diubah dengan cara lain sesudah itu.")


def take_back(request: HttpRequest, undo: Callable[[], object]) -> None:
    """Do the act that puts back what was, and tell whoever pressed."""
    try:
        undo()
    except ChangedSince:
        messages.error(request, CHANGED_SINCE)
    else:
        messages.success(request, UNDONE)
