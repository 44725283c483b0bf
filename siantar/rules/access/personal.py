"""Which personal fields a role sees, and which a purpose needs: shown is only what both allow (UU 27/2022 Art. 16)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from siantar.rules.access.actor import Actor
from siantar.rules.vocabulary import Role


class PersonalField(StrEnum):
    """What is personal of a file."""

    NAME = "name"
    NIK = "nik"
    PHONE = "phone"
    ADDRESS = "address"
    PRIVATE = "private"  # receiver, position and note of an event


_ALL = frozenset(PersonalField)
_AT_THE_DOOR = frozenset(
    {PersonalField.NAME, PersonalField.PHONE, PersonalField.ADDRESS, PersonalField.PRIVATE}
)  # fmt: skip

# The counter and the checker hold the papers in hand; the Camat judges contradictions and signs the letter.
SEES: Mapping[Role, frozenset[PersonalField]] = {
    Role.COUNTER: _ALL,
    Role.CHECKER: _ALL,
    Role.SIGNATORY: _ALL,
    Role.LIAISON: frozenset({PersonalField.NAME}),
    Role.AGENCY: frozenset({PersonalField.NAME, PersonalField.NIK}),
    Role.DISPATCHER: _AT_THE_DOOR,
    Role.COURIER: _AT_THE_DOOR,
    Role.LEADER: frozenset(),
    Role.ADMINISTRATOR: frozenset(),
    Role.RESIDENT: _ALL,  # their own
}

_NAMED = frozenset({PersonalField.NAME})
_REACHED = frozenset({PersonalField.NAME, PersonalField.PHONE, PersonalField.ADDRESS})
_ADDRESSED = frozenset({PersonalField.ADDRESS})
PURPOSES: Mapping[str, frozenset[PersonalField]] = {
    "file_page": _ALL,
    "file_story": frozenset({PersonalField.NAME, PersonalField.PRIVATE}),
    "data_request": _REACHED,
    "breach": _REACHED,
    "data_copy": _ALL,
    "old_register": _ALL,
    "letter": _ALL - {PersonalField.PHONE, PersonalField.PRIVATE},
    "letter_book": _NAMED,
    "card_book": frozenset({PersonalField.NAME, PersonalField.NIK, PersonalField.ADDRESS}),
    "expedition_book": frozenset({PersonalField.NAME, PersonalField.PRIVATE}),
    "intake": frozenset({PersonalField.NAME, PersonalField.PHONE}),
    "next_file": _ALL,
    "intake_correction": _ALL - {PersonalField.PRIVATE},
    "hand_over": frozenset({PersonalField.NAME, PersonalField.PRIVATE}),
    "search_by_nik": frozenset({PersonalField.NIK}),
    "list": _NAMED,
    "print_receipt": _REACHED | {PersonalField.PRIVATE},
    "print_label": _NAMED,
    "print_form": _ALL - {PersonalField.PHONE},
    "print_manifest": _NAMED,
    "print_loading_list": frozenset({PersonalField.NAME, PersonalField.ADDRESS}),
    "print_courier_day": frozenset({PersonalField.NAME, PersonalField.ADDRESS}),
    "print_proof": _REACHED | {PersonalField.PRIVATE},
    "run_today": _REACHED,
    "dispatch": _REACHED,
    "call_resident": frozenset({PersonalField.NAME, PersonalField.PHONE}),
    "place_address": _ADDRESSED,
    "tell_by_hand": frozenset({PersonalField.NAME, PersonalField.PHONE}),
    "learn_place": _ADDRESSED | {PersonalField.PRIVATE},
    "resident": _ALL,
}


def fields_for(actor: Actor | None, purpose: str) -> frozenset[PersonalField]:
    """What `actor` is shown for this purpose; None is the installation itself, which shows nobody."""
    needed = PURPOSES.get(purpose.partition(":")[0], frozenset())
    if actor is None:
        return needed
    seen = (SEES[role] for role in actor.roles)
    return needed & frozenset().union(*seen)
