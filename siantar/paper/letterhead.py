"""The head of an office's papers (kop naskah dinas): coat of arms, government, unit, address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Government, unit, and address with telephone, a line each; `arms` are the bytes of a PNG, or none."""

    government: str
    unit: str
    contact: str
    arms: bytes
