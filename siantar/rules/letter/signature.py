"""Who stands under a letter, written as the rules for official correspondence want it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Position(StrEnum):
    """A desk that initials or signs, whoever sits there."""

    HEAD = "head"
    SECRETARY = "secretary"
    SECTION = "section"


class Capacity(StrEnum):
    """In which right somebody holds an office."""

    OWN = ""
    PLT = "plt"
    PLH = "plh"


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A line above the name; `level` counts how far it is put in."""

    level: int
    text: str


def signature_block(position: Position, titles: Mapping[Position, str], capacity: Capacity) -> tuple[BlockLine, ...]:
    """The lines above the name: `CAMAT X,` or `a.n. CAMAT X` / `SEKRETARIS,` or further with `u.b.`.

    `titles` are the offices' names in capitals; an office held for a while bears `Plt.` or `Plh.`.
    """
    held = {Capacity.OWN: "", Capacity.PLT: "Plt. ", Capacity.PLH: "Plh. "}[capacity]
    if position is Position.HEAD:
        return (BlockLine(0, f"{held}{titles[Position.HEAD]},"),)
    if position is Position.SECRETARY:
        return (
            BlockLine(0, f"a.n. {titles[Position.HEAD]}"),
            BlockLine(1, f"{held}{titles[Position.SECRETARY]},"),
        )
    return (
        BlockLine(0, f"a.n. {titles[Position.HEAD]}"),
        BlockLine(1, titles[Position.SECRETARY]),
        BlockLine(1, "u.b."),
        BlockLine(2, f"{held}{titles[Position.SECTION]},"),
    )
