"""An office writes the text of its letters itself: a new version from a day on, checked as a whole before it holds.

A letter that runs ends by the text its file began with (`writing.version_for`); nothing published is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from siantar.catalogue.models import Service
from siantar.directory.models import Office
from siantar.directory.offices import day_in
from siantar.letters import pages
from siantar.letters.frames import note_set
from siantar.letters.models import LetterType, LetterVersion
from siantar.paper.letter import LetterPaper, letter_fit
from siantar.rules.access import Act, Actor, require
from siantar.rules.letter.content import (
    MOST_PAGES,
    ContentFault,
    ContentTrouble,
    LetterContent,
    as_data,
    read_content,
    troubles_of,
)
from siantar.rules.letter.samples import sample_values

SAMPLE = "CONTOH"
MOST_KINDS = 60


class BadContent(ValueError):
    """The text cannot hold as it is; `troubles` says why."""

    def __init__(self, troubles: list[ContentTrouble]) -> None:
        super().__init__(troubles)
        self.troubles = troubles


class PastDay(ValueError):
    """A text cannot begin to hold on a day that is over."""


class TextChanged(ValueError):
    """Somebody published another version since this one was begun."""


class NoSuchService(ValueError):
    """The office offers no such service, or another letter ends it already."""


class TooManyKinds(ValueError):
    """The office has as many kinds of letters as a list can show."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A text to be published: from which day on, by which decree, begun from which version (number)."""

    content: LetterContent
    valid_from: date
    decree: str
    begun_from: int


def kind_of(office: str, code: str) -> LetterType | None:
    """A kind of letter of an office."""
    return LetterType.objects.select_related("office").filter(office=office, code=code).first()


def versions_of(kind: LetterType) -> list[LetterVersion]:
    """All its texts, the newest first."""
    return list(kind.versions.select_related("published_by").order_by("-number"))


def publish(kind: LetterType, new: NewVersion, *, by: Actor, at: datetime) -> LetterVersion:
    """Let a new text hold from its day on. Raises Forbidden, BadContent, PastDay, TextChanged."""
    require(by, Act.SET_UP_LETTERS, office=kind.office_id)
    if new.valid_from < day_in(kind.office, at):
        raise PastDay
    if troubles := faults_of(kind, new.content, at):
        raise BadContent(troubles)
    with transaction.atomic():
        LetterType.objects.select_for_update().get(pk=kind.pk)
        last = kind.versions.aggregate(last=Max("number"))["last"] or 0
        if last != new.begun_from:
            raise TextChanged
        version = LetterVersion.objects.create(
            type=kind, number=last + 1, valid_from=new.valid_from, decree=new.decree[:120],
            content=as_data(new.content), published_at=at, published_by_id=int(by.person),
        )  # fmt: skip
        note_set(kind.office_id, f"{kind.code} {version.number}", by=by, at=at)
    return version


def faults_of(kind: LetterType, content: LetterContent, at: datetime) -> list[ContentTrouble]:
    """Why this text cannot be published: what is wrong in it, else what does not fit on its paper at its longest."""
    if troubles := troubles_of(content):
        return troubles
    fit = letter_fit(sample_of(kind, content, at, longest=True))
    wide = {
        ContentFault.WIDE_TABLE: fit.tables,
        ContentFault.WIDE_LABEL: fit.labels,
        ContentFault.WIDE_LINE: [f"{line[:40]}…" for line in fit.lines],
        ContentFault.TALL_ENDING: ["closing"] if fit.ending else [],
        ContentFault.TOO_MANY_PAGES: [str(fit.pages)] if fit.pages > MOST_PAGES else [],
    }
    return [ContentTrouble(fault, where) for fault, places in wide.items() for where in places]


def name_kind(kind: LetterType, name: str, service: str, *, by: Actor, at: datetime) -> None:
    """What the kind is called, and the service (code, "" for none) whose files end in it.

    Raises Forbidden, NoSuchService.
    """
    require(by, Act.SET_UP_LETTERS, office=kind.office_id)
    with transaction.atomic():
        if service and not Service.objects.filter(office=kind.office_id, code=service).exists():
            raise NoSuchService
        others = LetterType.objects.select_for_update().filter(office=kind.office_id).exclude(pk=kind.pk)
        if service and service in {other.service for other in others}:
            raise NoSuchService
        kind.name, kind.service = name[:120], service
        kind.save(update_fields=["name", "service"])
        note_set(kind.office_id, f"{kind.code} name", by=by, at=at)


def copy_kind(kind: LetterType, name: str, *, by: Actor, at: datetime) -> LetterType:
    """Begin another kind of letter from the newest text of this one; no service ends in it yet.

    Raises Forbidden, TooManyKinds.
    """
    require(by, Act.SET_UP_LETTERS, office=kind.office_id)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=kind.office_id)
        present = dict(LetterType.objects.filter(office=kind.office_id).values_list("code", "position"))
        if len(present) >= MOST_KINDS:
            raise TooManyKinds
        stem = slugify(name)[:50] or "surat"
        code = next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 100))) if code not in present)
        place = max(present.values(), default=0) + 1
        other = LetterType.objects.create(office_id=kind.office_id, code=code, name=name[:120], position=place)
        last = versions_of(kind)[0]
        LetterVersion.objects.create(
            type=other, number=1, valid_from=day_in(kind.office, at), content=last.content, published_at=at,
            published_by_id=int(by.person),
        )  # fmt: skip
        note_set(kind.office_id, f"{code} copy", by=by, at=at)
    return other


def sample_of(kind: LetterType, content: LetterContent, at: datetime, *, longest: bool) -> LetterPaper:
    """The page of this text with made-up values, marked as a sample: no number, no code."""
    return pages.unsigned(kind.office, content, sample_values(content, longest=longest), at, SAMPLE)


def content_of_version(version: LetterVersion) -> LetterContent:
    """The text of a version."""
    return read_content(version.content)
