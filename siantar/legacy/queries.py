"""What is asked of the old books. Every query starts from what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from siantar.casework import persons
from siantar.casework.models import Person
from siantar.legacy.models import OldEntry, OldImport
from siantar.legacy.sifting import nik_indexes
from siantar.privacy import sealed_names
from siantar.rules import identity
from siantar.rules.access import Act, Actor, Reading, may, require


def imports_of(actor: Actor) -> QuerySet[OldImport]:
    """The books an office took over, the newest first, each with how many files go on with it. Raises Forbidden."""
    require(actor, Act.IMPORT_REGISTER, office=actor.office)
    books = OldImport.objects.filter(office=actor.office).select_related("made_by", "taken_back_by")
    return books.annotate(built_upon=Count("entries", filter=Q(entries__file__isnull=False))).order_by("-made_at")


def search(actor: Actor, text: str) -> QuerySet[OldEntry]:
    """Entries by NIK (exact; `casework.queries.search` leaves the trace of it), by number in the book, or by the
    beginnings of words of the name.
    """
    entries = OldEntry.objects.select_related("source", "file").order_by("-handed_in_on", "pk")
    if not may(actor, Reading.OLD_REGISTER, office=actor.office):
        return entries.none()
    entries = entries.filter(office=actor.office)
    digits = identity.digits_of(text)
    if digits.isdigit() and len(digits) == 16:
        return entries.filter(nik_index__in=nik_indexes(digits))
    words = identity.words_of(text)
    if not words:
        return entries.none()
    named = Q(*(sealed_names.named(word) for word in words))
    return entries.filter(named | Q(number__iexact=" ".join(text.split())))


def access_entry(actor: Actor, entry: UUID) -> OldEntry | None:
    """The one entry, if the person may see it. Raises Forbidden."""
    require(actor, Reading.OLD_REGISTER, office=actor.office)
    entries = OldEntry.objects.select_related("source", "source__made_by", "file", "file__service", "office")
    return entries.filter(pk=entry, office=actor.office).first()


def of_person(person: Person) -> list[OldEntry]:
    """The entries with the NIK of an applicant, in their office: for the copy of their data."""
    if not person.nik_index:
        return []
    mine = OldEntry.objects.filter(office=person.office_id, nik_index__in=persons.nik_indexes(person))
    return list(mine.select_related("source").order_by("handed_in_on", "pk"))


def among(office: str, ids: Iterable[UUID]) -> list[OldEntry]:
    """Those of these ids that are entries of the office."""
    return list(OldEntry.objects.filter(office=office, pk__in=list(ids)).order_by("handed_in_on", "pk"))
