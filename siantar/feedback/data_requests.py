"""A resident asks to have their data corrected or no longer used: answered within 3 x 24 hours (UU 27/2022)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from siantar.casework.models import Application
from siantar.feedback.models import DataRequest
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules.access import Act, Actor, Reading, require
from siantar.rules.identifiers import uuid7

DUE = timedelta(hours=72)  # by the clock on the wall: neither nights nor holidays stop it
LONGEST = 2000
WORDS, ANSWER = "data_request.words", "data_request.answer"


class RequestWordsMissing(ValueError):
    """Nothing was written."""


class AlreadyAsked(Exception):
    """The same is asked already and waits for its answer."""


class NotOpen(Exception):
    """There is no such request of this office that waits."""


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """A request with its words and answer in clear."""

    request: DataRequest
    words: str
    answer: str


def ask(file: Application, kind: DataRequest.Kind, words: str, *, by: Actor, at: datetime) -> DataRequest:
    """Ask for a correction or an end of processing. Raises RequestWordsMissing, AlreadyAsked, Forbidden."""
    require(by, Act.ASK_ABOUT_DATA, office=file.office_id)
    words = _written(words)
    id = uuid7(at)
    try:
        with transaction.atomic():
            return DataRequest.objects.create(
                id=id,
                application=file,
                kind=kind,
                words_sealed=vault.seal(WORDS, id, words),
                asked_at=at,
                due_at=at + DUE,
            )
    except IntegrityError as problem:
        raise AlreadyAsked from problem


def answer(id: UUID, words: str, *, by: Actor, at: datetime) -> None:
    """Answer a request of one's own office; the resident reads it on their page.

    Raises RequestWordsMissing, NotOpen, Forbidden.
    """
    require(by, Act.ANSWER_DATA_REQUEST, office=by.office)
    words = _written(words)
    mine = DataRequest.objects.filter(pk=id, application__office=by.office, answered_at=None)
    sealed = vault.seal(ANSWER, id, words)
    if not mine.update(answered_at=at, answered_by=int(by.person), answer_sealed=sealed):
        raise NotOpen


def is_waiting(file: Application, kinds: Iterable[DataRequest.Kind]) -> bool:
    """Whether one of these kinds is asked of this file and not answered yet."""
    return DataRequest.objects.filter(application=file, kind__in=list(kinds), answered_at=None).exists()


def _written(words: str) -> str:
    words = words.strip()[:LONGEST]
    if not words:
        raise RequestWordsMissing
    return words


def waiting_for(actor: Actor) -> QuerySet[DataRequest]:
    """The requests to the person's office that wait, the one due first on top. Raises Forbidden."""
    return _of_office(actor).filter(answered_at=None).order_by("due_at")


def answered_for(actor: Actor) -> QuerySet[DataRequest]:
    """The requests to the person's office that were answered, the latest first. Raises Forbidden."""
    return _of_office(actor).exclude(answered_at=None).order_by("-answered_at")


def _of_office(actor: Actor) -> QuerySet[DataRequest]:
    require(actor, Reading.DATA_REQUESTS, office=actor.office)
    return DataRequest.objects.select_related("application__service").filter(application__office=actor.office)


def opened(requests: list[DataRequest], reader: Reader) -> list[OpenedRequest]:
    """Open words and answers; each leaves a trace. Raises Forbidden."""
    for request in requests:
        require(reader.by, Reading.DATA_REQUESTS, office=request.application.office_id)
    whose = [(request.application.person_id, request.application_id) for request in requests]
    looks.note_many(reader, whose, fields=("data_request",))
    return [_opened(request) for request in requests]


def of_file(file: Application) -> list[OpenedRequest]:
    """List the requests of a file for whoever holds its receipt, the latest first."""
    return [_opened(request) for request in DataRequest.objects.filter(application=file).order_by("-asked_at")]


def _opened(request: DataRequest) -> OpenedRequest:
    reply = vault.unseal(ANSWER, request.pk, request.answer_sealed) if request.answer_sealed else ""
    return OpenedRequest(request, vault.unseal(WORDS, request.pk, request.words_sealed), reply)
