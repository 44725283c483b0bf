"""Wrong passwords slow down who types them, and nobody else (arithmetic: `docs/security/limits.md`).

A browser in which somebody once logged in right has an allowance of its own, whatever strangers do to the account.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext as _

from siantar.directory import brakes
from siantar.faces.frame.visitor import network_of
from siantar.rules.brake import Allowance

log = logging.getLogger("siantar.login")
COOKIE = "__Host-siantar_perangkat" if settings.HTTPS else "siantar_perangkat"
REMEMBERED = timedelta(days=90)
MOST_ACCOUNTS = 12  # a counter PC is used by some people, not by a city
MINUTE = timedelta(minutes=1)
OWN = Allowance(5, timedelta(seconds=30), 15 * MINUTE, timedelta(hours=1))  # one account from one place or device
NETWORK = Allowance(20, MINUTE, timedelta(hours=1), timedelta(hours=2))  # any accounts from one network
ACCOUNT = Allowance(30, MINUTE, 15 * MINUTE, timedelta(hours=6))  # one account from all unknown places together
EVERYBODY = Allowance(300, MINUTE, 5 * MINUTE, 10 * MINUTE)  # all accounts from all unknown places: the alarm
_signer = signing.TimestampSigner(salt="siantar.device")


def knock(request: HttpRequest, account: str) -> brakes.Taken:
    """Count a try for this account before its password is looked at. Raises ValidationError with how long to wait."""
    name = account.casefold()
    try:
        taken = brakes.take(_doors(request, name), request.at)  # type: ignore[attr-defined]
    except brakes.Wait as wait:
        raise ValidationError(words_of(wait.until - request.at), code="slowed") from wait  # type: ignore[attr-defined]
    if "everybody" in taken.slowed:
        log.error("more than %s wrong logins in a row from unknown places; unknown devices wait now", EVERYBODY.free)
    return taken


def was_right(taken: brakes.Taken) -> None:
    """The password was right: this account begins anew from here, the wider counters get their one try back."""
    brakes.was_right(taken, clears=frozenset(name for name in taken.doors if name.startswith(("device", "pair"))))


def remember(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let this browser count for itself from now on."""
    device, accounts = _device(request)
    accounts = [_mark(account), *(other for other in accounts if other != _mark(account))][:MOST_ACCOUNTS]
    value = _signer.sign_object([device or get_random_string(22), *accounts])
    response.set_cookie(
        COOKIE, value, max_age=REMEMBERED, secure=settings.HTTPS, httponly=True, samesite="Lax", path="/"
    )


def _doors(request: HttpRequest, account: str) -> brakes.Doors:
    device, accounts = _device(request)
    if device and _mark(account) in accounts:
        return {f"device {device} {account}": OWN}
    network = network_of(request)
    return {
        f"pair {network} {account}": OWN,
        f"network {network}": NETWORK,
        f"account {account}": ACCOUNT,
        "everybody": EVERYBODY,
    }


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, *accounts = _signer.unsign_object(request.COOKIES.get(COOKIE, ""), max_age=REMEMBERED)
    except (signing.BadSignature, ValueError):
        return "", []
    return device, accounts


def _mark(account: str) -> str:
    return salted_hmac("siantar.device", account.casefold(), algorithm="sha256").hexdigest()[:22]


def words_of(wait: timedelta) -> str:
    """How long to wait, and what to do instead."""
    minutes = ceil(wait / MINUTE)
    words = _(
        "Tunggu %(count)s menit, lalu coba lagi: sudah terlalu banyak percobaan yang salah. "
        "Lupa kata sandi? Minta kode kertas kepada administrator."
    )
    return words % {"count": minutes}
