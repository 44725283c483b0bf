"""The help of one page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class PageHelp:
    """What a page is for, what one does on it, what happens next: a sentence or two each."""

    purpose: Promise
    task: Promise
    afterwards: Promise
