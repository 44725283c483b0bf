"""Whoever showed the receipt need not tell the PIN at every step: a signed cookie for half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from siantar.casework import possession, private_view
from siantar.casework.private_view import PrivateView
from siantar.faces.frame.visitor import network_of
from siantar.feedback import rate_limit

# Good for the page of one receipt alone, and therefore not for the whole host.
NAME, SECONDS = "__Secure-siantar_resi" if settings.HTTPS else "siantar_resi", 30 * 60
DOOR = "pin"
_signer = signing.Signer(salt="siantar.ticket")


class Way(StrEnum):
    """How somebody came in, or why not."""

    TICKET = "ticket"
    PIN = "pin"
    NOTHING = "nothing"
    WRONG = "wrong"
    LOCKED = "locked"
    TOO_OFTEN = "too_often"


CLOSED = PrivateView(open=False)
INSIDE = frozenset({Way.TICKET, Way.PIN})


@dataclass(frozen=True, slots=True)
class Admission:
    """What a told PIN opened: the way, and what may be shown."""

    way: Way
    private: PrivateView = CLOSED


def give(response: HttpResponse, number: str, at: datetime) -> None:
    """Let this browser act for this receipt for a while. Other sites cannot use it (SameSite), nor can scripts."""
    response.set_cookie(
        NAME, _signer.sign(f"{number}:{int(at.timestamp())}"), max_age=SECONDS, path=reverse("track", args=[number]),
        secure=settings.HTTPS, httponly=True, samesite="Strict",
    )  # fmt: skip


def take_back(response: HttpResponse, number: str) -> None:
    """This browser is done with the receipt."""
    path = reverse("track", args=[number])
    response.set_cookie(NAME, "", max_age=0, path=path, secure=settings.HTTPS, httponly=True, samesite="Strict")


def holds(request: HttpRequest, number: str, at: datetime) -> bool:
    """Say whether this browser showed the receipt within the half hour."""
    try:
        shown_number, _colon, given_at = _signer.unsign(request.COOKIES.get(NAME, "")).partition(":")
    except signing.BadSignature:
        return False
    if shown_number != number or at.timestamp() - int(given_at) > SECONDS:
        return False
    good_from = possession.tickets_from(number)
    return good_from is None or int(given_at) > good_from.timestamp()


def try_pin(request: HttpRequest, number: str, at: datetime) -> Admission:
    """Open the receipt's private part by PIN; wrong ones count for the receipt and for the visitor's address."""
    network = network_of(request)
    try:
        knock = rate_limit.knock(network, at=at, door=DOOR)
    except rate_limit.TooOften:
        return Admission(Way.TOO_OFTEN)
    private = private_view.show_with_pin(number, request.POST.get("pin", "").strip(), at, network=network)
    if private.open:
        rate_limit.forgive(knock)
        return Admission(Way.PIN, private)
    return Admission(Way.LOCKED if private.locked_until else Way.WRONG, private)
