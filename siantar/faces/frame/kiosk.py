"""The tablet at the counter: a browser that belongs to nobody, put up by an officer, for judging only."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest

from siantar.faces.frame.staff_access import StaffRequest
from siantar.rules.access import Act, require

_MARK = "kiosk"


def put_up(request: StaffRequest) -> None:
    """Log the officer out, so that whoever is at the tablet reaches nothing of the office; remember it is a tablet.

    Raises Forbidden.
    """
    require(request.actor, Act.PUT_UP_TABLET, office=request.actor.office)
    logout(request)
    request.session[_MARK] = True


def is_tablet(request: HttpRequest) -> bool:
    """Whether this browser was put up as a tablet and nobody has logged in since."""
    return bool(request.session.get(_MARK)) and not request.user.is_authenticated
