"""What is asked of the shelf, from what the person may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Count as HowMany
from django.db.models import Exists, OuterRef, Q, QuerySet

from siantar.casework import queries as files
from siantar.casework.models import Application
from siantar.rules import reading
from siantar.rules.access import Act, Actor, Reading, may
from siantar.rules.keeping import WAITS_TO_BE_COLLECTED
from siantar.rules.receipt_number import NumberKind
from siantar.shelf import keeping
from siantar.shelf.models import Count, CountedItem, Placement, StoragePlace


def places_of(actor: Actor) -> QuerySet[StoragePlace]:
    """The places of the person's office with how many files lie in each; none for who may not see the shelf."""
    if not may(actor, Reading.SHELF, office=actor.office) and not may(actor, Act.COUNT_ITEMS, office=actor.office):
        return StoragePlace.objects.none()
    lying = HowMany("placements", filter=Q(placements__taken_at=None))
    return StoragePlace.objects.filter(office=actor.office, closed_at=None).annotate(size=lying).order_by("name")


def access_place(actor: Actor, typed: str) -> StoragePlace | None:
    """The place with this number, if it is in use in the person's office."""
    try:
        number = reading.read_kind(typed, NumberKind.PLACE).number.text
    except ValueError:
        return None
    return places_of(actor).filter(number=number).first()


def lying_in(place: StoragePlace, actor: Actor) -> QuerySet[Application]:
    """The files in a place, as far as the person may see them; the longest waiting first."""
    lying = Placement.objects.filter(place=place, taken_at=None)
    return files.visible_to(actor).filter(pk__in=lying.values("application")).order_by("standing__since", "pk")


def without_place(actor: Actor) -> QuerySet[Application]:
    """The files that wait to be collected and lie in no place."""
    placed = Placement.objects.filter(application=OuterRef("pk"), taken_at=None)
    return _waiting(actor).filter(~Exists(placed)).order_by("standing__since", "pk")


def over_time(actor: Actor, at: datetime) -> QuerySet[Application]:
    """The files kept longer than the office's rule says, the longest waiting first."""
    rule = keeping.rule_of(actor.office)
    before = keeping.begins_before(actor.office, at, rule.keep)
    return _waiting(actor).filter(standing__since__lt=before).order_by("standing__since", "pk")


def _waiting(actor: Actor) -> QuerySet[Application]:
    if not may(actor, Reading.SHELF, office=actor.office):
        return Application.objects.none()
    return files.visible_to(actor).filter(office=actor.office, standing__stage__in=WAITS_TO_BE_COLLECTED)


def where(applications: Iterable[UUID]) -> Mapping[UUID, str]:
    """The name of the place in which each of these files lies; nothing for those that lie in none."""
    lying = Placement.objects.filter(application__in=list(applications), taken_at=None)
    return dict(lying.values_list("application", "place__name"))


def access_count(actor: Actor, id: UUID) -> Count | None:
    """The count with this id, for who counts in that office."""
    if not may(actor, Act.COUNT_ITEMS, office=actor.office):
        return None
    return Count.objects.filter(pk=id, office=actor.office).select_related("place", "counted_by", "office").first()


def last_counts(office: str) -> Mapping[str, Count]:
    """The last signed count of each place and holder, by the place's number or the holder."""
    counts = _with_differences(Count.objects.filter(office=office).exclude(signed_at=None))
    return {count.place_id or count.holder: count for count in counts.order_by("signed_at")}


def counts_of(actor: Actor) -> QuerySet[Count]:
    """The counts of the person's office, the latest first."""
    if not may(actor, Act.COUNT_ITEMS, office=actor.office):
        return Count.objects.none()
    return _with_differences(Count.objects.filter(office=actor.office)).select_related("place").order_by("-begun_at")


def _with_differences(counts: QuerySet[Count]) -> QuerySet[Count]:
    """With who counted, and how many items each count found missing or foreign (`differing`)."""
    differing = HowMany("items", filter=~Q(items__finding=CountedItem.Finding.THERE))
    return counts.select_related("counted_by").annotate(differing=differing)


def place_of_file(actor: Actor, number: str) -> StoragePlace | None:
    """The place in which the file with this number lies, if the person may see both."""
    file = files.access_file(actor, number)
    lying = Placement.objects.filter(application=file, taken_at=None) if file else Placement.objects.none()
    return places_of(actor).filter(pk__in=lying.values("place")).first()


def visible_file(actor: Actor, id: UUID) -> list[Application]:
    """This file, if the person may see it, as a list of one or none."""
    return list(files.visible_to(actor).filter(pk=id))


def names_of_places(numbers: Iterable[str]) -> dict[str, str]:
    """The names of those of these numbers that are places."""
    return dict(StoragePlace.objects.filter(pk__in=list(numbers)).values_list("pk", "name"))
