"""What is witnessed here for others: roots of offices elsewhere, known by their keys, kept and countersigned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from siantar.roots import keys, signing
from siantar.roots.models import EntrustedOffice, EntrustedRoot
from siantar.roots.signing import SignedRoot
from siantar.rules import ed25519, merkle


class NotEntrusted(Exception):
    """Nobody here agreed to witness for this office with this key, or the key did not sign it."""


class Contradicts(Exception):
    """It does not go with what the office sent before: another root of that day, or a tree that did not only grow."""


@dataclass(frozen=True, slots=True)
class RootParcel:
    """A root as it comes: the key that signed it, who endorsed that, and how the tree grew from `before` days."""

    signed: SignedRoot
    public_key: str
    endorsed_by: str
    endorsement: str
    before: int
    growth: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Countersignature:
    """That it is kept, since when, signed by this installation."""

    received_at: str
    public_key: str
    signature: str


def countersigned(statement: str, received_at: str) -> bytes:
    """What the witness signs."""
    return f"siantar witness\n{received_at}\n{statement}".encode()


def take(parcel: RootParcel, at: datetime) -> Countersignature:
    """Keep a root; the same again is answered the same. Raises NotEntrusted, Contradicts (which is kept, too)."""
    statement = parcel.signed.statement
    with transaction.atomic():
        office = _entrusted(parcel)
        offices = EntrustedOffice.objects.filter(code=statement.office)
        root = EntrustedRoot.objects.filter(office__in=offices, statement=statement.text()).first()
        if root is None:
            root = EntrustedRoot.objects.create(
                office=office,
                day=statement.day,
                days=statement.days,
                statement=statement.text(),
                signature=parcel.signed.signature,
                received_at=at,
                contradicts=not _goes_with(parcel, EntrustedRoot.objects.filter(office__in=offices).order_by("days")),
            )
    if root.contradicts:
        raise Contradicts
    key, received_at = keys.signing_key(at), root.received_at.isoformat(timespec="seconds")
    return Countersignature(received_at, key.public, ed25519.sign(countersigned(root.statement, received_at), key.seed))


def roots_kept(office: str, most: int, before: int | None = None) -> list[EntrustedRoot]:
    """Those of an office elsewhere (all offices, where none is named), the newest first; those before an id."""
    roots = EntrustedRoot.objects.select_related("office").order_by("-pk")
    if office:
        roots = roots.filter(office__code=office)
    return list((roots.filter(pk__lt=before) if before else roots)[:most])


def _entrusted(parcel: RootParcel) -> EntrustedOffice:
    """The office by its key; a key that its former key endorsed is taken up."""
    statement = parcel.signed.statement
    if not signing.by_its_key(parcel.signed, {statement.key: parcel.public_key}):
        raise NotEntrusted
    office = EntrustedOffice.objects.filter(code=statement.office, public_key=parcel.public_key).first()
    if office is not None:
        return office
    former = EntrustedOffice.objects.filter(code=statement.office, public_key=parcel.endorsed_by).first()
    if former is None or not ed25519.is_signed(keys.endorsed(parcel.public_key), parcel.endorsement, former.public_key):
        raise NotEntrusted
    return EntrustedOffice.objects.create(code=former.code, name=former.name, public_key=parcel.public_key)


def _goes_with(parcel: RootParcel, earlier: Iterable[EntrustedRoot]) -> bool:
    """Whether no other root of that day is here, and the tree grew from one that is."""
    statement, roots = parcel.signed.statement, list(earlier)
    if not roots:
        return True
    if any(root.day == statement.day or root.days == statement.days for root in roots):
        return False
    base = next((root for root in roots if root.days == parcel.before and not root.contradicts), None)
    if base is None:
        return False
    old = bytes.fromhex(next(signing.roots_in(f"{base.statement} {base.signature}")).statement.root)
    return merkle.grew(old, base.days, bytes.fromhex(statement.root), statement.days, parcel.growth)
