"""The record of a count (berita acara hitung) on A4: numbers only, nobody's name but of who signed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class CountSheetLine:
    """One document: whether it was there, and where the books say it is."""

    receipt_number: str
    service: str
    finding: str
    books: str


@dataclass(frozen=True, slots=True)
class CountSheet:
    """What was counted, when, with which outcome; signatures are pictures, or empty for the pen."""

    office: str
    subject: str
    signed_at: str
    outcome: str
    lines: tuple[CountSheetLine, ...]
    counted_by: str
    signature: bytes = b""
    second_name: str = ""
    second_signature: bytes = b""
    head: Letterhead | None = None


def count_pdf(sheet: CountSheet) -> bytes:
    """The record as a PDF, with boxes for two signatures on the last page."""
    return press.pdf("count", asdict(sheet))
