"""What is witnessed here for others: roots of offices elsewhere, known by their keys, kept and countersigned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from siantar.roots import keys, signing, succession
from siantar.roots.models import EntrustedOffice, EntrustedRoot
from siantar.roots.signing import SignedRoot
from siantar.roots.succession import Heir
from siantar.rules import ed25519, merkle


class NotEntrusted(Exception):
    """Nobody here agreed to witness for this office with this key, or the key did not sign it."""


class Contradicts(Exception):
    """It does not go with what the office sent before: another root of that day, or a tree that did not only grow."""


@dataclass(frozen=True, slots=True)
class RootParcel:
    """A root as it comes: the key that signed it and those it replaced, and how the tree grew from `before` days."""

    signed: SignedRoot
    lineage: tuple[Heir, ...]
    before: int
    growth: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Countersignature:
    """That it is kept, since when, signed by this installation, whose key comes from those before it."""

    received_at: str
    signature: str
    lineage: tuple[Heir, ...]


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
    signature = ed25519.sign(countersigned(root.statement, received_at), key.seed)
    return Countersignature(received_at, signature, tuple(succession.lineage_of(key.public)))


def roots_kept(office: str, most: int, before: int | None = None) -> list[EntrustedRoot]:
    """Those of an office elsewhere (all offices, where none is named), the newest first; those before an id."""
    roots = EntrustedRoot.objects.select_related("office").order_by("-pk")
    if office:
        roots = roots.filter(office__code=office)
    return list((roots.filter(pk__lt=before) if before else roots)[:most])


def _entrusted(parcel: RootParcel) -> EntrustedOffice:
    """The office by its newest key; an heir of that one is taken up, and then the former signs no later day.

    A key is often renewed because it leaked: whoever has the former one brings in no other heir.
    """
    statement, public_key = parcel.signed.statement, parcel.lineage[0].public_key
    if not signing.by_its_key(parcel.signed, {statement.key: public_key}):
        raise NotEntrusted
    of_code = EntrustedOffice.objects.select_for_update().filter(code=statement.office).order_by("pk")
    office, newest = of_code.filter(public_key=public_key).first(), of_code.last()
    if office is None:
        if newest is None or not succession.descends(parcel.lineage, newest.public_key):
            raise NotEntrusted
        return EntrustedOffice.objects.create(code=newest.code, name=newest.name, public_key=public_key)
    later = EntrustedRoot.objects.filter(office__in=of_code.filter(pk__gt=office.pk), day__lt=statement.day)
    if later.exists():
        raise NotEntrusted
    return office


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
