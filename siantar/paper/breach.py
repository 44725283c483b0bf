"""Notices of a data breach (UU 27/2022 Art. 46): one to the authority, one to each person concerned."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class BreachNotices:
    """What the notices say; `people` are receipt number, name and what was read of each."""

    office_name: str
    office_address: str
    dated: str
    due: str
    when: str
    how: str
    measures: str
    fields: str
    people: tuple[tuple[str, str, str], ...]
    head: Letterhead | None = None


def breach_pdf(notices: BreachNotices) -> bytes:
    """The letters, a page each."""
    return press.pdf("breach", asdict(notices))
