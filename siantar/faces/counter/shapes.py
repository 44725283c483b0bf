"""What the counter's page is sent, as types; `make types` writes them in TypeScript."""

from __future__ import annotations

from typing_extensions import TypedDict


class NumberCalled(TypedDict):
    """The number of the waiting room that this counter called, what the button says next, and what went wrong."""

    number: int
    label: str
    sentence: str


class OpenFile(TypedDict):
    """A file of this person and service that is not finished: its number as people read it, and its page."""

    number: str
    address: str
    service: str


class KnownResident(TypedDict):
    """The person this office knows by NIK, when they last came, and what should be looked at again before saving."""

    known: bool
    name: str
    phone: str
    last: str
    doubts: list[str]
    open: list[OpenFile]
