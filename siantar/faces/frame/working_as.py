"""With which account somebody works in this session: their own, or the one they have in another office.

The login, its second factor and its lock stay those of the own account. Where the other office took the chosen one
back, the session ends: what was typed for that office never lands in another.
"""

from __future__ import annotations

from django.http import HttpRequest

from siantar.directory import workplaces
from siantar.directory.models import User

_CHOSEN = "working_as"


def account_of(request: HttpRequest) -> User | None:
    """The account that acts; None where the chosen one no longer stands. Only for who is logged in."""
    home: User = request.user  # type: ignore[assignment]
    chosen = request.session.get(_CHOSEN)
    if chosen is None:
        return home
    if not hasattr(request, "working_as"):
        request.working_as = workplaces.standing(home, (chosen[0], chosen[1]))  # type: ignore[attr-defined]
    return request.working_as  # type: ignore[attr-defined, no-any-return]


def choose(request: HttpRequest, account: User) -> None:
    """Work with this account from the next page on."""
    if account.pk == request.user.pk:
        request.session.pop(_CHOSEN, None)
    else:
        request.session[_CHOSEN] = [account.pk, account.session_round]
