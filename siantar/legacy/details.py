"""What is personal in an old entry: sealed, opened for a reason, each opening with its trace."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

from siantar.legacy.models import OldEntry
from siantar.privacy import looks, vault
from siantar.privacy.looks import Reader
from siantar.rules import identity
from siantar.rules.access import PersonalField

PLACE = "oldentry.details"


@dataclass(frozen=True, slots=True)
class OldDetails:
    """The personal part of an entry in clear, as it was written; what the reader may not see is empty."""

    nik: str = ""
    phone: str = ""
    address: str = ""
    village: str = ""
    remarks: str = ""


_BY_FIELD = {
    PersonalField.NIK: ("nik",),
    PersonalField.PHONE: ("phone",),
    PersonalField.ADDRESS: ("address", "village"),
    PersonalField.PRIVATE: ("remarks",),
}


def sealed(entry: OldEntry, details: OldDetails) -> bytes:
    """The details sealed for this entry."""
    return vault.seal(PLACE, entry.pk, json.dumps({each.name: getattr(details, each.name) for each in fields(details)}))


def name_for(entry: OldEntry, reader: Reader) -> str:
    """The name, masked for who may not see names."""
    return entry.name if PersonalField.NAME in reader.fields else identity.masked_name(entry.name)


def open_entries(entries: Sequence[OldEntry], reader: Reader) -> list[OldDetails]:
    """What `reader` may see of each, for the one reason given; the trace is one statement."""
    looks.note_many(reader, [(None, entry.pk) for entry in entries], fields=reader.fields)
    allowed = {name for field, names in _BY_FIELD.items() if field in reader.fields for name in names}
    return [_opened(entry, allowed) for entry in entries]


def _opened(entry: OldEntry, allowed: set[str]) -> OldDetails:
    content = json.loads(vault.unseal(PLACE, entry.pk, entry.details_sealed))
    return OldDetails(**{name: content[name] for name in allowed})
