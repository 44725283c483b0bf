"""The copy of a resident's data (salinan data pribadi) on A4: sections of rows, each a label with its value."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class CopySection:
    """A heading and its table; the first row of `rows` is the head where `head` is set."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class DataCopy:
    """What the paper says."""

    office_name: str
    receipt_number: str
    made_at: str
    notes: tuple[str, ...]
    sections: tuple[CopySection, ...]
    head: Letterhead | None = None


def data_copy_pdf(copy: DataCopy) -> bytes:
    """The paper."""
    return press.pdf("data_copy", asdict(copy))
