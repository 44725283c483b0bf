"""`siantar token USERNAME`: print a new API token, list or withdraw those there are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from siantar import clock
from siantar.directory.models import User
from siantar.directory.tokens import GOOD_FOR, SCOPES, TokenWish, issue_token, tokens_of, withdraw


class Command(BaseCommand):
    """Issue a token; only its digest is stored."""

    requires_system_checks = []  # they load every page and library; a token needs the table of people
    help = "Cetak token API baru untuk seorang petugas; daftar dan cabut yang ada."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose token, for what, how long; or which to withdraw."""
        parser.add_argument("username")
        parser.add_argument("--untuk", default="", help="sistem yang memakainya, untuk daftar")
        scopes = "read: hanya membaca; shipments: hanya laporan jasa kirim"
        parser.add_argument("--scope", choices=SCOPES, default="all", help=scopes)
        parser.add_argument("--hari", type=int, default=GOOD_FOR.days, help="berlaku berapa hari")
        parser.add_argument("--daftar", action="store_true", help="daftar token yang berlaku")
        parser.add_argument("--cabut", metavar="TANDA", default="", help="cabut token ini (lihat --daftar)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the token and nothing else; or the list."""
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"Tidak ada petugas bernama {options['username']}.")
        at = clock.now()
        if options["daftar"]:
            self._list(user, at)
        elif options["cabut"]:
            if not withdraw(user.pk, options["cabut"], at=at, by=None):
                raise CommandError("Tidak ada token dengan tanda itu. Lihat --daftar.")
        else:
            if not 1 <= options["hari"] <= 10 * GOOD_FOR.days:
                raise CommandError("--hari antara 1 dan 3650.")
            wish = TokenWish(options["untuk"][:60], options["scope"], timedelta(days=options["hari"]))
            self.stdout.write(issue_token(user, at, wish))

    def _list(self, user: User, at: datetime) -> None:
        for token in tokens_of(user.pk, at):
            ends = f"{token.ends_at:%Y-%m-%d}" if token.ends_at else "-"
            used = f"{token.last_used_on:%Y-%m-%d}" if token.last_used_on else "-"
            self.stdout.write(f"{token.digest[:10]}  {token.scope:4}  sampai {ends}  dipakai {used}  {token.label}")
