"""The root of a day on A4, to be stamped and put away by a witness: in words, in characters, and as a QR code."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class RootSheet:
    """What stands on it; `line` is what the QR code holds: the statement and its signature. Nothing personal."""

    office_name: str
    day: str
    root: str
    totals: str
    key: str
    line: str
    address: str
    head: Letterhead | None = None


def root_sheet_pdf(sheet: RootSheet) -> bytes:
    """The sheet as PDF."""
    return press.pdf("root_sheet", {**asdict(sheet), "qr": barcode.qr(sheet.line)})
