"""Take the personal parts of a file away, piece by piece; its events, its chain and where it stands stay as they are.

Each is called in the transaction that holds the file's lock, and says how many things it erased. What is gone is
not marked here: that it was erased stands in `privacy.Erasure`.
"""

from __future__ import annotations

from uuid import UUID

from siantar.casework import bulk_sql, derived, possession, tracking
from siantar.casework.models import (
    FILE_NAME,
    PERSON_NAME,
    Application,
    EventRow,
    Person,
    PrivatePart,
    WrongTry,
)
from siantar.casework.progress import progress_of
from siantar.privacy import vault
from siantar.rules.identity import ERASED
from siantar.rules.vocabulary import Kind

# What a courier or a counter told of a handover or an attempt: who took it, where the phone was, remarks.
AT_THE_DOOR = frozenset({Kind.DELIVERED, Kind.DELIVERY_FAILED, Kind.COLLECTED, Kind.UNLOADED, Kind.HANDED_ON})


def erase_door(file: Application) -> int:
    """Receivers, positions and remarks of its handovers and attempts."""
    return _erase_parts(file, kind__in=AT_THE_DOOR)


def erase_address(file: Application) -> int:
    """Its address and contact, who brought it, and what was changed of all this.

    The other private parts go together: of two that say whose the file is, one alone would tell the wrong person.
    """
    addresses = Application.objects.filter(pk=file.pk, address_sealed__isnull=False)
    return _erase_parts(file) + addresses.update(address_sealed=None)


def erase_phone(person: UUID) -> int:
    """The phone of an applicant none of whose files needs it any more."""
    return Person.objects.filter(pk=person, phone_sealed__isnull=False).update(phone_sealed=None)


def erase_name(file: Application) -> int:
    """The name on the file; PIN and proof of its receipt become others that nobody has."""
    id = file.pk
    Application.objects.filter(pk=id).update(
        name_sealed=vault.seal(FILE_NAME, id, ERASED),
        name_signs="",
        pin_sealed=vault.seal(possession.PIN_PLACE, id, possession.new_proof()),
        proof_sealed=vault.seal(possession.PROOF_PLACE, id, possession.new_proof()),
    )
    WrongTry.objects.filter(pk=id).delete()
    anew = Application.objects.select_related("service", "office", "standing").get(pk=id)
    face = derived.file_of(anew, progress_of(anew.standing), anew.standing.seq, anew.standing.head).face
    bulk_sql.upsert(bulk_sql.TRACK_ROWS, [tracking.row(face, progress_of(anew.standing))])
    return 1


def erase_identity(person: UUID) -> int:
    """Name and NIK of an applicant all of whose files lost their name."""
    name = vault.seal(PERSON_NAME, person, ERASED)
    gone = Person.objects.filter(pk=person)
    return gone.update(name_sealed=name, nik_index=None, nik_sealed=None, phone_sealed=None)


def _erase_parts(file: Application, **which: object) -> int:
    events = EventRow.objects.filter(application=file, **which).values("pk")
    return PrivatePart.objects.filter(event__in=events).delete()[0]
