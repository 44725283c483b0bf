"""Judge the service once a receipt, after the document was handed over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction

from siantar.casework import possession
from siantar.casework.models import Application
from siantar.directory.offices import day_in
from siantar.feedback.models import Answer, Ballot
from siantar.privacy import vault
from siantar.rules.satisfaction import HIGHEST, LOWEST, Element
from siantar.rules.vocabulary import Stage

SERVED = frozenset({Stage.DELIVERED, Stage.COLLECTED, Stage.ISSUED_DIGITALLY})
THANKS_PLACE, GRIEF_PLACE = "answer.thanks", "answer.grief"
MOST_WORDS = 1000


class UnknownReceipt(Exception):
    """There is no file with this number."""


class NotServedYet(Exception):
    """Nobody judges a service that is still under way."""


class NotShown(Exception):
    """Whoever judges has not shown the receipt: a number alone is no proof of having been served."""


class AlreadyJudged(Exception):
    """This receipt has been used to judge."""


@dataclass(frozen=True, slots=True)
class ShownReceipt:
    """How the receipt was shown: by the proof in its QR code, or by its PIN, typed from this network."""

    proof: str = ""
    pin: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a resident says; `points` has all nine elements, the rest may be empty."""

    points: Mapping[Element, int]
    way: str
    thanks: str = ""
    grief: str = ""
    about: Mapping[str, str] = field(default_factory=dict)


def admit(number: str) -> Application:
    """The file whose holder may judge now. Raises UnknownReceipt, NotServedYet, AlreadyJudged."""
    file = Application.objects.select_related("standing", "service", "office").filter(receipt_number=number).first()
    if file is None:
        raise UnknownReceipt
    if Stage(file.standing.stage) not in SERVED:
        raise NotServedYet
    if Ballot.objects.filter(pk=file.pk).exists():
        raise AlreadyJudged
    return file


def judge(number: str, judgement: Judgement, *, receipt: ShownReceipt, at: datetime) -> None:
    """Take the judgement in; the receipt is used up in the same transaction.

    Raises as `admit` does; NotShown for a wrong PIN or proof, possession.TooManyTries after five wrong PINs.
    """
    file = admit(number)
    _require_shown(file, receipt, at)
    if set(judgement.points) != set(Element) or not all(
        LOWEST <= points <= HIGHEST for points in judgement.points.values()
    ):
        raise ValueError("nine elements, one to four points each")
    try:
        with transaction.atomic():
            Ballot.objects.create(application=file)
            _answer(file, judgement, at).save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyJudged from error


def _require_shown(file: Application, receipt: ShownReceipt, at: datetime) -> None:
    if receipt.proof and possession.proof_fits(file, receipt.proof):
        return
    with transaction.atomic():
        if receipt.pin and possession.try_pin(file, receipt.pin, at, network=receipt.network).fits:
            return
    raise NotShown


def _answer(file: Application, judgement: Judgement, at: datetime) -> Answer:
    id = uuid4()  # version 4: a version 7 would tell the minute, and with it the receipt
    return Answer(
        id=id,
        office=file.office,
        service=file.service,
        given_on=day_in(file.office, at),
        way=judgement.way,
        thanks_sealed=_sealed(THANKS_PLACE, id, judgement.thanks),
        grief_sealed=_sealed(GRIEF_PLACE, id, judgement.grief),
        **{str(element): points for element, points in judgement.points.items()},
        **{name: judgement.about.get(name, "") for name in ("sex", "schooling", "work")},
    )


def _sealed(place: str, id: object, words: str) -> bytes | None:
    return vault.seal(place, id, words.strip()[:MOST_WORDS]) if words.strip() else None
