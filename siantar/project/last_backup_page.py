"""The administrator's first page says how old the last good backups are, wherever they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template.response import TemplateResponse

from siantar.faces.frame.arrival import TimedRequest
from siantar.project import backup_schedule

Index = Callable[..., TemplateResponse]


def with_last_backup(index: Index) -> Index:
    """The same page, with those sentences below its title."""

    def page(request: TimedRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        words = " ".join(sentence for sentence, _warns in backup_schedule.lines(request.at))
        return index(request, {**(extra_context or {}), "subtitle": words or None})

    return page
