"""The words of thanks and grief, for the section head and the Camat: reading them leaves a trace.

Neither the day nor a service that few have judged is told with them: either could point at one resident.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from siantar.feedback.models import Answer
from siantar.feedback.survey import GRIEF_PLACE, THANKS_PLACE
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules.access import Reading, require
from siantar.rules.period import Period
from siantar.rules.suppression import LEAST


@dataclass(frozen=True, slots=True)
class SurveyComment:
    """What one resident wrote, in which month, about which service (empty where few judged it); never who.

    `published`: the thanks hang in the lobby.
    """

    answer: UUID

    service: str
    month: date
    thanks: str
    grief: str
    published: bool = False


def read(office: str, period: Period, *, reader: Reader) -> Sequence[SurveyComment]:
    """Read the words of a period, newest month first and in no order within it; 500 at most. Raises Forbidden."""
    require(reader.by, Reading.SURVEY_COMMENTS, office=office)
    judged = Answer.objects.filter(office=office, given_on__range=(period.first_on, period.last_on))
    counts = dict(judged.values_list("service").annotate(count=Count("pk")).order_by())
    wrote = judged.filter(Q(thanks_sealed__isnull=False) | Q(grief_sealed__isnull=False))
    commented = wrote.annotate(month=TruncMonth("given_on")).select_related("service").order_by("-month", "pk")
    answers = list(commented[:500])
    if answers:
        looks.note(reader, subject=None, file=None, fields=("thanks", "grief"))
    return [
        SurveyComment(
            answer.pk,
            answer.service.name if counts[answer.service_id] >= LEAST else "",
            answer.month,
            _clear(THANKS_PLACE, answer, answer.thanks_sealed),
            _clear(GRIEF_PLACE, answer, answer.grief_sealed),
            answer.published_at is not None,
        )
        for answer in answers
    ]


def _clear(place: str, answer: Answer, sealed: bytes | memoryview | None) -> str:
    return vault.unseal(place, answer.pk, sealed) if sealed else ""
