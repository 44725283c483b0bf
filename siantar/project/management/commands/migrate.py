"""`siantar migrate`: Django's own, after rooms that were renamed have been taken along; what is derived follows."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from siantar import clock
from siantar.directory import holiday_draft
from siantar.project import new_database, renamed_apps
from siantar.project.schema import pending_migrations
from siantar.reports import upgrading

# What asks for a look or for a part: then nothing is made.
NOT_WHOLE = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")


class Command(migrate.Command):
    """Bring the database up to date."""

    requires_system_checks = []  # they load every page and library; `siantar doctor` runs them

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the old names along, migrate, draft the first holidays, derive anew what the version before derived."""
        alias = options["database"]
        renamed_apps.take_along(alias)
        if not any(options[name] for name in NOT_WHOLE) and new_database.is_new(alias):
            new_database.make_tables(alias)
        super().handle(*args, **options)
        if options["database"] != DEFAULT_DB_ALIAS or options["run_syncdb"] or pending_migrations():
            return  # a part, or a look only (`--plan`, `--fake`); `run_syncdb` makes databases for tests
        holiday_draft.draft_missing(clock.now())
        if files := upgrading.catch_up():
            self.stdout.write(f"{files} berkas disusun ulang dari kejadiannya.")
