"""What the login library tells by signals goes into the audit record."""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from siantar.directory import audit
from siantar.rules.audit import Audited


@receiver(user_logged_in)
def logged_in(request: HttpRequest | None, user: Any, **_more: Any) -> None:
    """Somebody came in by all factors."""
    _note(Audited.LOGGED_IN, request, user)


@receiver(user_logged_out)
def logged_out(request: HttpRequest | None, user: Any, **_more: Any) -> None:
    """Somebody left; nobody where the session was over already."""
    if user is not None:
        _note(Audited.LOGGED_OUT, request, user)


@receiver(authenticator_added)
def factor_added(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    """A second factor was set up."""
    _note(Audited.FACTOR_ADDED, request, user, factor=str(authenticator.type))


@receiver(authenticator_removed)
def factor_removed(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    """A second factor was taken away."""
    _note(Audited.FACTOR_REMOVED, request, user, factor=str(authenticator.type))


def _note(what: Audited, request: HttpRequest | None, user: Any, **more: str) -> None:
    at = getattr(request, "at", None)  # None: not through the door of the product, as when a test logs somebody in
    if at is not None:
        audit.note(what, at=at, whose=user.pk, by=user.pk, **more)
