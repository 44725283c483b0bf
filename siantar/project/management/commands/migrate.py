"""`siantar migrate`: Django's own, after rooms that were renamed have been taken along."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from siantar.project import renamed_apps


class Command(migrate.Command):
    """Bring the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the old names along, then migrate."""
        renamed_apps.take_along(options["database"])
        super().handle(*args, **options)
