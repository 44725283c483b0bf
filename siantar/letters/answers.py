"""What the counter asks while the file is handed in, for its letter or for forms and the register; sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import transaction

from siantar.casework import card_files
from siantar.casework.intake import HandIn, Receipt
from siantar.casework.models import Application
from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.letters.models import LetterAnswers, LetterType
from siantar.letters.seeding import questions_of_forms
from siantar.letters.writing import BadValues, type_for, version_at
from siantar.messaging import preferences
from siantar.messaging.preferences import MessageWish
from siantar.privacy import vault
from siantar.rules.access import Actor
from siantar.rules.letter.content import LetterContent, Source, read_content
from siantar.rules.letter.values import Values, asks, judge_in_part

PLACE = "letter.answers"
_OF_THE_FILE = frozenset({Source.NAME, Source.NIK, Source.SEX})


class NotAsked(ValueError):
    """The letter of this service asks no such thing, or not in this form; `names` of what was typed."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def contents_of(office: Office, services: Iterable[Service], at: datetime) -> dict[str, LetterContent]:
    """By service of these: the text of the letter its files end in, with the fields the file itself does not answer.

    Where files end in none, what forms and the register of KTP and KK want to know, in the same form.
    """
    kinds = LetterType.objects.filter(office=office).exclude(service="").order_by("-position")
    versions = {kind.service: version_at(kind, office, at) for kind in kinds.prefetch_related("versions")}
    of_forms = {service.code: _of_forms() for service in services if _asks_for_forms(service)}
    of_letters = {code: read_content(version.content) for code, version in versions.items() if version}
    return {code: _not_of_the_file(content) for code, content in (of_forms | of_letters).items()}


def content_for(service: Service, at: datetime) -> LetterContent | None:
    """The same of one service; None where there is nothing to ask."""
    kind = type_for(service)
    version = version_at(kind, service.office, at) if kind else None
    if version is not None:
        return _not_of_the_file(read_content(version.content))
    return _of_forms() if _asks_for_forms(service) else None


def _asks_for_forms(service: Service) -> bool:
    return bool(service.forms) or card_files.is_card(service.code)


@cache
def _of_forms() -> LetterContent:
    return read_content(questions_of_forms())


def _not_of_the_file(content: LetterContent) -> LetterContent:
    return replace(content, fields=tuple(field for field in content.fields if field.source not in _OF_THE_FILE))


def hand_in(application: HandIn, wishes: Sequence[MessageWish], typed: Values, *, by: Actor, at: datetime) -> Receipt:
    """Take in a file, how its owner wants to be told, and what its letter will say: all or nothing.

    Raises NotYourCounter, BadValues, NotAsked.
    """
    content = content_for(application.service, at) if typed else None
    if strange := [name for name, value in typed.items() if not (content and asks(content, name, value))]:
        raise NotAsked(strange)
    values, troubles = judge_in_part(content, typed) if content else ({}, {})
    if troubles:
        raise BadValues(troubles)
    with transaction.atomic():
        receipt = preferences.hand_in(application, list(wishes), by=by, at=at)
        if receipt.new and values:
            _store(receipt.application, values, at)
    return receipt


def _store(file: Application, values: Values, at: datetime) -> None:
    sealed = vault.seal(PLACE, file.pk, json.dumps(values, ensure_ascii=False))
    LetterAnswers.objects.create(application=file, fields_sealed=sealed, asked_at=at)


def keep_one(file: Application, name: str, text: str, at: datetime) -> None:
    """One answer put right, the others as they are; the caller holds the lock of the file and tells the fact."""
    values = {key: value for key, value in answers_of(file).items() if key != name} | ({name: text} if text else {})
    sealed = vault.seal(PLACE, file.pk, json.dumps(values, ensure_ascii=False))
    LetterAnswers.objects.update_or_create(
        application=file, defaults={"fields_sealed": sealed}, create_defaults={"fields_sealed": sealed, "asked_at": at}
    )


def answers_of(file: Application) -> Values:
    """What was answered at the counter, in clear; empty where nothing was. The caller leaves the trace."""
    return answers_of_all([file]).get(file.pk, {})


def answers_of_all(files: Sequence[Application]) -> dict[UUID, Values]:
    """The same of several files, of those where something was answered; one question."""
    rows = LetterAnswers.objects.filter(application__in=[file.pk for file in files], fields_sealed__isnull=False)
    return {row.pk: json.loads(vault.unseal(PLACE, row.pk, row.fields_sealed)) for row in rows if row.fields_sealed}
