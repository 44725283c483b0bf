"""What providers tell of messages they took: delivered, read, or failed after all. Repeated calls change nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from siantar.messaging.channels.whatsapp.calls import LetterStatus
from siantar.messaging.models import Message
from siantar.messaging.sending import give_up
from siantar.rules.occasions import ChannelKind

State = Message.State
_BEFORE = {
    "delivered": (State.DELIVERED, (State.SENDING, State.SENT)),
    "read": (State.READ, (State.SENDING, State.SENT, State.DELIVERED)),
}


def take(status: LetterStatus, offices: Collection[str], at: datetime) -> int:
    """Keep what became of a letter of one of these offices; the number of messages it was about."""
    messages = _messages_about(status).filter(office__in=offices, channel=ChannelKind.WHATSAPP)
    with transaction.atomic():
        if status.status == "failed":
            return _failed(messages, status, at)
        if status.status not in _BEFORE:
            return 0
        state, before = _BEFORE[status.status]
        return messages.filter(state__in=before).update(state=state, lease_until=None)


def _messages_about(status: LetterStatus) -> QuerySet[Message]:
    """Find the messages by our own id, which is given back even where the provider's never reached us."""
    named = Q(pk__in=[])
    if status.ours is not None:
        named |= Q(bundle=status.ours)
    if status.provider_id:
        named |= Q(provider_id=status.provider_id)
    return Message.objects.filter(named)


def _failed(messages: QuerySet[Message], status: LetterStatus, at: datetime) -> int:
    ids = list(messages.filter(state__in=[State.SENT, State.SENDING]).values_list("pk", flat=True))
    give_up(Message.objects.filter(pk__in=ids), status.problem.replace("answered", "failed", 1) or "failed", at)
    return len(ids)
