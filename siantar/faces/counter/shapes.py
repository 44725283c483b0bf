"""What the counter's script is sent, as types; `make types` writes them in TypeScript."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class KnownResident(TypedDict):
    """Whether a NIK was seen before, and what its person told last."""

    known: bool
    name: NotRequired[str]
    phone: NotRequired[str]
