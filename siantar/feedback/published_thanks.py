"""Words of thanks that the head of section or the Camat put up in the lobby, as the resident wrote them; never who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from siantar.feedback.models import Answer
from siantar.feedback.survey import THANKS_PLACE
from siantar.privacy import vault
from siantar.rules.access import Act, Actor, require

MOST = 6


def publish(answer: UUID, *, up: bool, by: Actor, at: datetime) -> bool:
    """Put the thanks of this answer up, or take them down; False where it has none. Raises Forbidden."""
    require(by, Act.PUBLISH_THANKS, office=by.office)
    mine = Answer.objects.filter(pk=answer, office=by.office, thanks_sealed__isnull=False)
    return bool(mine.update(published_at=at if up else None))


def of(office: str) -> Sequence[str]:
    """What hangs in the lobby of an office, put up last first; words erased in time are gone from here too."""
    answers = Answer.objects.filter(office=office, published_at__isnull=False, thanks_sealed__isnull=False)
    return [
        vault.unseal(THANKS_PLACE, answer.pk, answer.thanks_sealed or b"")
        for answer in answers.order_by("-published_at", "pk")[:MOST]
    ]
