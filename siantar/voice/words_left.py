"""The words of thanks and grief, for the section head and the Camat: reading them leaves a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from siantar.trail import looks, vault
from siantar.trail.looks import Reader
from siantar.voice.models import Answer
from siantar.voice.survey import GRIEF_PLACE, THANKS_PLACE


@dataclass(frozen=True, slots=True)
class Said:
    """What one resident wrote, on which day, about which service; never who."""

    service: str
    given_on: date
    thanks: str
    grief: str


def read(office: str, first_on: date, last_on: date, *, reader: Reader) -> Sequence[Said]:
    """The words of a span of days, newest first; 500 at most."""
    wrote = Q(thanks_sealed__isnull=False) | Q(grief_sealed__isnull=False)
    found = Answer.objects.filter(wrote, office=office, given_on__range=(first_on, last_on)).select_related("service")
    answers = list(found.order_by("-given_on", "pk")[:500])
    if answers:
        looks.note(reader, subject=None, file=None, fields=("thanks", "grief"))
    return [
        Said(
            answer.service.name,
            answer.given_on,
            _clear(THANKS_PLACE, answer, answer.thanks_sealed),
            _clear(GRIEF_PLACE, answer, answer.grief_sealed),
        )
        for answer in answers
    ]


def _clear(place: str, answer: Answer, sealed: bytes | memoryview | None) -> str:
    return vault.unseal(place, answer.pk, sealed) if sealed else ""
