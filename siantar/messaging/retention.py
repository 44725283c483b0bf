"""How long what is kept: addresses of answers and calls go first, what was told stays as long as the file."""

from __future__ import annotations

from datetime import datetime, timedelta

from siantar.messaging.models import Inbound, Message
from siantar.rules.occasions import ANSWER

CALLS, ANSWERS = timedelta(days=30), timedelta(days=7)


def forget(at: datetime) -> int:
    """Delete what is not needed any more; how many rows."""
    calls, _ = Inbound.objects.filter(at__lt=at - CALLS).delete()
    answers, _ = Message.objects.filter(occasion=ANSWER, made_at__lt=at - ANSWERS).delete()
    return calls + answers
