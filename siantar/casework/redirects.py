"""A document goes elsewhere at the wish of who holds the receipt (`rules.journey.redirect`)."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from siantar.casework import addresses, ledger
from siantar.casework.models import Application, EventRow
from siantar.casework.outcome import Result
from siantar.casework.progress import progress_of
from siantar.privacy import vault
from siantar.privacy.looks import Reader, note
from siantar.rules.access import Actor
from siantar.rules.decide import ITSELF
from siantar.rules.event import Event
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind, Role

WHY = "resident:change"


def token_of(wish: UUID) -> str:
    """What the old contact is sent to stop this wish with: 128 bits nobody else can know."""
    return salted_hmac("siantar.redirect", str(wish), algorithm="sha256").hexdigest()[:32]


def waiting(file: Application) -> UUID | None:
    """The wish that waits (its event)."""
    wish = progress_of(file.standing).state.redirect
    return UUID(wish) if wish else None


def fits(file: Application, token: str) -> bool:
    """Whether this is what the old contact of the waiting wish was sent."""
    wish = waiting(file)
    return wish is not None and hmac.compare_digest(token_of(wish).encode(), token.encode())


def take_effect(wish: EventRow, told_at: datetime, *, at: datetime) -> Mapping[str, str] | None:
    """Let the wish hold, where the law says its time has come: what changed; None where it may not, or not yet."""
    file = Application.objects.get(pk=wish.application_id)
    data = {"asked": str(wish.pk), "told_at": told_at.isoformat()}
    if method := wish.data.get("method"):
        data["method"] = method
    event = Event(uuid7(at), Kind.REDIRECTED, file.receipt_number, at, data=data)
    by = Actor(ITSELF, file.office_id, frozenset({Role.DISPATCHER}))
    with transaction.atomic():
        if ledger.record([event], by=by, at=at)[0].result is not Result.RECORDED:
            return None
        changes = _changes_in(wish, file, at)
        addresses.correct(file, changes)
        if "village" in changes:
            Application.objects.filter(pk=file.pk).update(village=changes["village"] or None)
    return changes


def _changes_in(wish: EventRow, file: Application, at: datetime) -> dict[str, str]:
    content: dict[str, str] = json.loads(vault.unseal(ledger.PRIVATE_PLACE, wish.pk, wish.privatepart.sealed))
    changes = {name: value for name, value in content.items() if name in addresses.WORDS}
    note(Reader(None, at, WHY), subject=file.person_id, file=file.pk, fields=sorted(changes))
    return changes
