"""Check the receipt before a handover is told: a slip of the hand is an error in a form, not a fact about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from siantar.casework import bulk_sql, possession
from siantar.casework.models import Application
from siantar.rules import access
from siantar.rules.access import Actor, Forbidden, Scope
from siantar.rules.event import Holder
from siantar.rules.evidence import Possession
from siantar.rules.vocabulary import Kind

_CLAIM = UUID(int=0)


def check_receipt(
    application: Application, check: str, secret: Mapping[str, str], *, by: Actor, at: datetime
) -> Possession:
    """Whether the PIN or the proof in `secret` is this receipt's; wrong PINs count at the door. Raises Forbidden.

    NOT_CLAIMED where `check` shows no receipt. For whoever may hand the file over: its counter, or who carries it.
    """
    _require_hands(application, by)
    with transaction.atomic():
        bulk_sql.lock([application.receipt_number])  # two checks cannot count as one try
        claim = possession.Claim(_CLAIM, application.pk, check, secret)
        return possession.judge([claim], at).get(_CLAIM, Possession.NOT_CLAIMED)


def _require_hands(application: Application, by: Actor) -> None:
    """Let who may hand this file over go on. Raises Forbidden."""
    at_counter = Scope.OFFICE in access.scopes_of(by, Kind.COLLECTED) and by.office == application.office_id
    carries = application.standing.holder == str(Holder.courier(by.person))
    at_door = Scope.BAG in access.scopes_of(by, Kind.DELIVERED) and carries
    if not (at_counter or at_door):
        raise Forbidden(Kind.DELIVERED)
