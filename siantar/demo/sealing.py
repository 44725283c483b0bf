"""The demo invents a past; roots that were there before it would rightly call that tampering, so they begin again."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from siantar.roots import books
from siantar.roots.models import DailyRoot


def begin_again() -> None:
    """No root was ever made here. Only in a demo."""
    if settings.SIANTAR_DEMO:
        DailyRoot.objects.all().delete()
        shutil.rmtree(Path(settings.SIANTAR_DATA) / books.FOLDER, ignore_errors=True)
