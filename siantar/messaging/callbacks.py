"""What providers tell of messages they took: delivered, read, or failed after all. Repeated calls change nothing.

A call brings up to a thousand: they are taken together, a handful of statements for all that went well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from siantar.messaging import stops
from siantar.messaging.channels.whatsapp.calls import LetterStatus
from siantar.messaging.channels.whatsapp.errors import HOME, Fault, fault_of
from siantar.messaging.models import Message
from siantar.messaging.sending import give_up
from siantar.rules import sending_hours
from siantar.rules.occasions import ANSWER, ChannelKind

State = Message.State
ONCE_MORE = timedelta(minutes=30)  # after a limit or an outage that the provider found out later
_BEFORE = {
    "delivered": (State.DELIVERED, (State.SENDING, State.SENT)),
    "read": (State.READ, (State.SENDING, State.SENT, State.DELIVERED)),
}


def take(statuses: Sequence[LetterStatus], offices: Collection[str], at: datetime) -> None:
    """Keep what became of letters of these offices."""
    ours = Message.objects.filter(office__in=offices, channel=ChannelKind.WHATSAPP)
    with transaction.atomic():
        for name, (state, before) in _BEFORE.items():
            messages = _about(ours, [status for status in statuses if status.status == name])
            messages.filter(state__in=before).update(state=state, lease_until=None)
    for status in statuses:
        if status.status == "failed":
            _failed(_about(ours, [status]), status, at)


def refuse_account(code: str, offices: Iterable[str], at: datetime) -> None:
    """An error that is about no letter: where it is about the office's account, its channel stops."""
    if fault_of(code, HOME) is Fault.OFFICE:
        for office in offices:
            stops.stop(office, ChannelKind.WHATSAPP, f"answered {code}", at)


def _about(ours: QuerySet[Message], statuses: Sequence[LetterStatus]) -> QuerySet[Message]:
    """Find the messages by our own id, which is given back even where the provider's never reached us."""
    bundles: list[UUID] = [status.ours for status in statuses if status.ours is not None]
    ids = [status.provider_id for status in statuses if status.provider_id]
    named = Q(pk__in=[])
    if bundles:
        named |= Q(bundle__in=bundles)
    if ids:
        named |= Q(provider_id__in=ids)
    return ours.filter(named)


def _failed(messages: QuerySet[Message], status: LetterStatus, at: datetime) -> None:
    with transaction.atomic():
        letters = list(messages.filter(state__in=[State.SENT, State.SENDING]).select_related("choice"))
        if not letters:
            return
        problem = status.problem.replace("answered", "failed", 1) or "failed"
        fault = fault_of(status.code, status.receiver or HOME)
        letter = Message.objects.filter(pk__in=[message.pk for message in letters])
        again = letter.exclude(occasion=ANSWER).filter(tries__lt=sending_hours.MOST_TRIES)
        if fault is Fault.OFFICE:
            for office in {message.office_id for message in letters}:
                stops.stop(office, ChannelKind.WHATSAPP, status.problem, at)
            _wait(again, at, problem)
        elif fault is not Fault.LETTER:
            _wait(again, at + ONCE_MORE, problem)
        give_up(letter.filter(state__in=[State.SENT, State.SENDING]), problem, at)


def _wait(letter: QuerySet[Message], until: datetime, problem: str) -> None:
    """Back into the outbox; the sender finds another way where the channel stopped."""
    letter.update(
        state=State.WAITING, not_before=until, provider_id="", problem=problem, lease_until=None, told_at=None
    )
