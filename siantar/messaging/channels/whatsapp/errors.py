"""What the error codes of the Cloud API mean for us: the office's account, a limit or outage, or this letter alone.

After Meta's list of error codes (WhatsApp Business Platform, "Error codes"). A code that stands in none of the groups
is about the letter or its receiver: it goes on to the next channel or to a person.
"""

from __future__ import annotations

from enum import StrEnum

from siantar.rules.plain_number import plain_number

HOME = "62"
RESTRICTED_COUNTRY = 130497  # of the receiver; for our own country it is the office's account


class Fault(StrEnum):
    """Whose fault it is that a letter did not go out."""

    OFFICE = "office"
    PROVIDER = "provider"
    PAIR = "pair"
    LETTER = "letter"


_PAIR = frozenset({131056})  # too many from this number to that one
_PROVIDER = frozenset({
    1, 2, 4, 80007,  # unknown or out of service, too many calls
    130429, 131000, 131016, 131048, 131057,  # throughput, unknown, out of service, spam limit, maintenance
    133004, 133016, 135000,  # server away, too many registrations, generic
})  # fmt: skip
_OFFICE = frozenset({
    0, 3, 10, 190,  # token, capability, permission; 200 to 299 besides
    33, 100,  # the office's number is gone or another's; parameters the API does not know
    368, 131031, 131005,  # account blocked, locked, without access
    131030,  # a test account with a list of receivers
    131037, 131042, 131045, 131055, 134011,  # display name, payment, registration, method, terms of payment
    131008, 132000, 132001, 132005, 132007, 132012, 132015, 132016, 132068, 132069,  # the template
    133000, 133005, 133006, 133008, 133009, 133010, 133015,  # registration of the office's number
})  # fmt: skip


def fault_of(code: object, receiver: str) -> Fault:
    """Whose fault an error code tells of; `receiver` in E.164, with or without its plus."""
    number = _as_number(code)
    if number == RESTRICTED_COUNTRY:
        return Fault.OFFICE if receiver.lstrip("+").startswith(HOME) else Fault.LETTER
    if number in _PAIR:
        return Fault.PAIR
    if number in _PROVIDER:
        return Fault.PROVIDER
    if number in _OFFICE or number in range(200, 300):
        return Fault.OFFICE
    return Fault.LETTER


def _as_number(code: object) -> int:
    """The code as a number, -1 for none."""
    if isinstance(code, bool) or not isinstance(code, int | str):
        return -1
    number = plain_number(str(code), 999_999_999)
    return -1 if number is None else number
