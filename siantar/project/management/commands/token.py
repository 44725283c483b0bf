"""`siantar token USERNAME`: print a new API token."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory.models import User
from siantar.directory.staff import issue_token


class Command(BaseCommand):
    """Issue a token; only its digest is stored."""

    requires_system_checks = []  # they load every page and library; a token needs the table of people
    help = "Cetak token API baru untuk seorang petugas."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose token."""
        parser.add_argument("username")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the token and nothing else."""
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Tidak ada petugas bernama {options['username']}.")
        self.stdout.write(issue_token(user, clock.now()))
