"""The places of an office, and putting a document into one: scan the place, scan the document."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from siantar.casework.models import Application, Standing
from siantar.directory import training
from siantar.directory.models import Office
from siantar.rules import receipt_number
from siantar.rules.access import Act, Actor, require
from siantar.rules.event import Holder, HolderKind
from siantar.rules.receipt_number import NumberKind
from siantar.rules.vocabulary import Code
from siantar.shelf.models import Placement, StoragePlace

IN_THE_OFFICE = frozenset({HolderKind.COUNTER, HolderKind.SHELF, HolderKind.OFFICER})


class NotHere(Exception):
    """A document that cannot lie in this office; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


class NameTaken(Exception):
    """Another place of the office bears this name, or there is none."""


def open_place(office: Office, name: str, by: Actor, at: datetime) -> StoragePlace:
    """A new place of an office. Raises NameTaken, Forbidden."""
    require(by, Act.SET_UP_PLACES, office=office.code)
    name = " ".join(name.split())[:40]
    number = receipt_number.issue(office.number, kind=NumberKind.PLACE)
    try:
        with transaction.atomic():
            if not name:
                raise NameTaken
            return StoragePlace.objects.create(number=number, office=office, name=name, opened_at=at)
    except IntegrityError as error:
        raise NameTaken from error


def close_place(place: StoragePlace, by: Actor, at: datetime) -> bool:
    """Use it no more; False while something lies there. Raises Forbidden."""
    require(by, Act.SET_UP_PLACES, office=place.office_id)
    with transaction.atomic():
        place = StoragePlace.objects.select_for_update().get(pk=place.pk)
        if place.placements.filter(taken_at=None).exists():
            return False
        StoragePlace.objects.filter(pk=place.pk, closed_at=None).update(closed_at=at)
    return True


def put(place: StoragePlace, number: str, by: Actor, at: datetime) -> Placement:
    """Lay a file into a place; where it lay before it lies no more. Raises NotHere, Forbidden."""
    require(by, Act.PUT_ON_SHELF, office=place.office_id)
    with transaction.atomic():
        StoragePlace.objects.select_for_update().get(pk=place.pk)
        # The row the ledger locks: a document that is being loaded right now is not laid down behind it.
        standings = Standing.objects.select_for_update(of=("self",)).select_related("application")
        standing = standings.filter(application__receipt_number=number).first()
        if standing is None:
            raise NotHere(training.why_unknown(number, at))
        file = standing.application
        if file.office_id != place.office_id:
            raise NotHere(Code.WRONG_OFFICE)
        if not is_in_the_office(file):
            raise NotHere(Code.NOT_IN_YOUR_HANDS)
        now = Placement.objects.select_for_update().filter(application=file, taken_at=None).first()
        if now is not None and now.place_id == place.pk:
            return now
        Placement.objects.filter(application=file, taken_at=None).update(taken_at=at)
        return Placement.objects.create(application=file, place=place, put_by_id=int(by.person), put_at=at)


def is_in_the_office(file: Application) -> bool:
    """Whether the books say that the document is within the office's walls."""
    return Holder.parse(file.standing.holder).kind in IN_THE_OFFICE
