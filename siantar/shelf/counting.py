"""Counting: what lies in a place or is with a holder is scanned against the books, and the differences are named.

Custody is believed once it was counted. Whoever counts signs; a signed count stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from siantar.casework import ledger
from siantar.casework.models import Application
from siantar.casework.outcome import Outcome
from siantar.directory import training
from siantar.rules.access import Act, Actor, require
from siantar.rules.event import Event, Holder, HolderKind
from siantar.rules.identifiers import uuid7
from siantar.rules.vocabulary import Kind
from siantar.shelf import keeping, signatures
from siantar.shelf.models import Count, CountedItem, Placement, StoragePlace
from siantar.shelf.places import IN_THE_OFFICE, NotHere
from siantar.shelf.signatures import UNSIGNED, CountSigning

Finding = CountedItem.Finding


class SecondMissing(Exception):
    """The office's rule asks for a second person, and nobody is named."""


class AlreadySigned(Exception):
    """A signed count stays as it is; begin another."""


@dataclass(frozen=True, slots=True)
class HolderInOffice:
    """A desk or a bag of an office, by the name it bears in the books."""

    office_id: str
    holder: str


@dataclass(frozen=True, slots=True)
class CountSums:
    """How many the books name, and how many of them were met, were not, and do not belong here."""

    expected: int
    there: int
    missing: int
    foreign: int

    @property
    def agrees(self) -> bool:
        """Whether everything is there and nothing else."""
        return not self.missing and not self.foreign


def begin(subject: StoragePlace | HolderInOffice, by: Actor, at: datetime) -> Count:
    """Begin to count a place or a holder, or go on with the count that is open there. Raises Forbidden."""
    require(by, Act.COUNT_ITEMS, office=subject.office_id)
    counted = {"place": subject} if isinstance(subject, StoragePlace) else {"holder": subject.holder, "place": None}
    try:
        with transaction.atomic():
            return Count.objects.create(
                id=uuid7(at), office_id=subject.office_id, counted_by_id=int(by.person), begun_at=at, **counted
            )
    except IntegrityError:  # somebody is at it already
        return Count.objects.get(office=subject.office_id, signed_at=None, **counted)


def can_be_counted(holder: str) -> bool:
    """Whether what a holder has lies where the office can count it: its own desks and the bags of its couriers."""
    return Holder.parse(holder).kind in IN_THE_OFFICE | {HolderKind.COURIER}


def by_the_books(count: Count) -> QuerySet[Application]:
    """The files the books name for what is counted, as they stand now."""
    files = Application.objects.select_related("standing", "service").order_by("receipt_number")
    if count.place_id:
        lying = Placement.objects.filter(place=count.place_id, taken_at=None)
        return files.filter(pk__in=lying.values("application"))
    return files.filter(standing__office=count.office_id, standing__holder=count.holder)


def meet(count: Count, number: str, by: Actor, at: datetime) -> CountedItem:
    """A file was scanned. The same scan again changes nothing. Raises NotHere, AlreadySigned, Forbidden."""
    require(by, Act.COUNT_ITEMS, office=count.office_id)
    with transaction.atomic():
        count = _open(count)
        file = Application.objects.select_related("standing").filter(receipt_number=number).first()
        if file is None:
            raise NotHere(training.why_unknown(number, at))
        met = CountedItem.objects.filter(count=count, application=file).first()
        if met is not None:
            return met
        belongs = by_the_books(count).filter(pk=file.pk).exists()
        return CountedItem.objects.create(
            count=count, application=file, finding=Finding.THERE if belongs else Finding.FOREIGN,
            books=books_say(file), at=at,
        )  # fmt: skip


def books_say(file: Application) -> str:
    """Where the books say a document is: the number of its place, else its holder."""
    placed = Placement.objects.filter(application=file, taken_at=None).values_list("place", flat=True).first()
    return placed or file.standing.holder


def sign(count: Count, by: Actor, at: datetime, signing: CountSigning = UNSIGNED) -> CountSums:
    """Close the count: what the books name and nobody scanned is missing.

    Raises AlreadySigned, SecondMissing, Forbidden, pictures.NotAPhoto.
    """
    require(by, Act.COUNT_ITEMS, office=count.office_id)
    if keeping.rule_of(count.office_id).two_signatures and not signing.second_name:
        raise SecondMissing
    drawn = signatures.sealed(count, signing)
    with transaction.atomic():
        count = _open(count)
        met = set(CountedItem.objects.filter(count=count).values_list("application", flat=True))
        CountedItem.objects.bulk_create(
            CountedItem(count=count, application=file, finding=Finding.MISSING, books=books_say(file), at=at)
            for file in by_the_books(count)
            if file.pk not in met
        )
        Count.objects.filter(pk=count.pk).update(signed_at=at, counted_by_id=int(by.person), **drawn)
    return sums_of(count)


def drop(count: Count, by: Actor) -> None:
    """Begin anew: an unsigned count was no fact yet. Raises Forbidden."""
    require(by, Act.COUNT_ITEMS, office=count.office_id)
    Count.objects.filter(pk=count.pk, signed_at=None).delete()


def sums_of(count: Count) -> CountSums:
    """The count as it stands; before it is signed, what was not met yet is not missing."""
    findings = list(count.items.values_list("finding", flat=True))
    there, missing, foreign = (findings.count(finding) for finding in (Finding.THERE, Finding.MISSING, Finding.FOREIGN))
    expected = there + missing if count.signed_at else by_the_books(count).count()
    return CountSums(expected, there, missing, foreign)


def investigate(count: Count, numbers: list[str], by: Actor, at: datetime, reason: str) -> list[Outcome]:
    """Look for files a signed count did not meet: `went_missing` on each, as any other act."""
    missing = count.items.filter(finding=Finding.MISSING, application__receipt_number__in=numbers)
    looked_for = missing.values_list("application__receipt_number", flat=True)[: ledger.MOST]
    events = [Event(uuid7(at), Kind.WENT_MISSING, number, at, reason=reason) for number in looked_for]
    return ledger.record(events, by=by, at=at)


def _open(count: Count) -> Count:
    count = Count.objects.select_for_update().get(pk=count.pk)
    if count.signed_at is not None:
        raise AlreadySigned
    return count
