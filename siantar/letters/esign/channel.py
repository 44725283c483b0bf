"""How an office signs electronically: which service, in which version, how it looks; sealed as a whole."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from siantar.letters.esign.line import SigningLine
from siantar.letters.esign.sheets import CodeLook, Placing, SecretKind, ServiceVersion, SigningService
from siantar.letters.esign.v1 import FormService
from siantar.letters.esign.v2 import JsonService
from siantar.letters.frames import note_set
from siantar.letters.models import ESignSetting, LetterOfficer
from siantar.messaging import addresses
from siantar.outward import destinations
from siantar.privacy import vault
from siantar.rules import identity
from siantar.rules.access import Act, Actor, require

PLACE, NIK_PLACE = "esign.configuration", "officer.nik"
SHORTEST, LONGEST = 5, 120  # seconds of one exchange


@dataclass(frozen=True, slots=True)
class ESignSetUp:
    """The service of an office. `tags`: signs of which the first that stands nowhere in a letter marks the place."""

    on: bool = False
    url: str = ""
    user: str = ""
    password: str = ""
    version: str = ServiceVersion.V2
    look: str = CodeLook.INVISIBLE
    placing: str = Placing.TAG
    tags: str = "#$^~"
    secret: str = SecretKind.PASSPHRASE
    seconds: int = 30

    @property
    def is_ready(self) -> bool:
        """Whether letters of the office are signed by it."""
        return self.on and bool(self.url and self.user and self.password)

    def service(self) -> SigningService:
        """What speaks to it."""
        line = SigningLine(self.url, self.user, self.password, float(self.seconds))
        return FormService(line) if self.version == ServiceVersion.V1 else JsonService(line)


class ESignRefused(ValueError):
    """The configuration is not stored; `field` names what is wrong with it, `trouble` how."""

    def __init__(self, field: str, trouble: str) -> None:
        super().__init__(field)
        self.field, self.trouble = field, trouble


def set_up_of(office: str) -> ESignSetUp:
    """The service of an office; off where none was set up."""
    stored = ESignSetting.objects.filter(pk=office).first()
    if stored is None or stored.sealed is None:
        return ESignSetUp()
    return ESignSetUp(**json.loads(vault.unseal(PLACE, office, stored.sealed)))


def keep(office: str, wish: ESignSetUp, *, by: Actor, at: datetime) -> None:
    """Set it up; an empty password leaves the stored one, where it goes to the same address as before.

    Raises Forbidden, ESignRefused.
    """
    require(by, Act.SET_UP_LETTERS, office=office)
    before = set_up_of(office)
    if not wish.password and before.password:
        if wish.url and destinations.origin_of(wish.url) != destinations.origin_of(before.url):
            raise ESignRefused("password", "again")
        wish = replace(wish, password=before.password)
    _require_whole(wish)
    sealed = vault.seal(PLACE, office, json.dumps(asdict(wish)))
    with transaction.atomic():
        ESignSetting.objects.update_or_create(office_id=office, defaults={"on": wish.on, "sealed": sealed})
        note_set(office, "electronic", by=by, at=at)


def _require_whole(wish: ESignSetUp) -> None:
    empty = next((name for name in ("url", "user", "password") if not getattr(wish, name)), "")
    if wish.on and empty:
        raise ESignRefused(empty, "empty")
    if wish.version == ServiceVersion.V1 and wish.secret == SecretKind.TOTP:
        raise ESignRefused("secret", "no_totp")
    if wish.url:
        _require_address(wish.url)


def _require_address(url: str) -> None:
    """Let pass https, or an address of the operator's own that was allowed: a passphrase goes there."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as problem:
        raise ESignRefused("url", "no_address") from problem
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None or parts.query:
        raise ESignRefused("url", "no_address")
    try:
        inside = destinations.is_inside(host, port)
    except destinations.NotFound:  # it may be set up later; every try asks again
        inside = False
    except destinations.NotAllowed as problem:
        raise ESignRefused("url", "inside") from problem
    if parts.scheme != "https" and not inside:
        raise ESignRefused("url", "no_https")


def keep_signer(row: int, typed: str, *, by: Actor, at: datetime) -> None:
    """The NIK or mail address by which the service knows an officer of one's own office; empty takes it away.

    Raises Forbidden, ESignRefused.
    """
    require(by, Act.SET_UP_LETTERS, office=by.office)
    who = _read_signer(typed, set_up_of(by.office).version)
    sealed = vault.seal(NIK_PLACE, row, who) if who else None
    with transaction.atomic():
        if LetterOfficer.objects.filter(pk=row, office=by.office).update(nik_sealed=sealed):
            note_set(by.office, "electronic officer", by=by, at=at)


def _read_signer(typed: str, version: str) -> str:
    if "@" in typed:
        if version == ServiceVersion.V1:
            raise ESignRefused("nik", "no_mail")
        if (mail := addresses.mail(typed)) is None:
            raise ESignRefused("nik", "no_nik")
        return mail
    digits = identity.digits_of(typed)
    if digits and not identity.is_sixteen_figures(digits):
        raise ESignRefused("nik", "no_nik")
    return digits


def signer_of(officer: LetterOfficer, setting: ESignSetUp) -> str:
    """The NIK or mail address of an officer, empty where this version takes none of it. For the service alone."""
    who = vault.unseal(NIK_PLACE, officer.pk, officer.nik_sealed) if officer.nik_sealed else ""
    return "" if "@" in who and setting.version == ServiceVersion.V1 else who
