"""The manifest that goes along with documents handed to an outside carrier: numbers and kelurahan, nobody's name."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class ConsignmentLine:
    """One envelope: our number, the carrier's, and the kelurahan it goes to."""

    position: int
    receipt_number: str
    shipment: str
    village: str


@dataclass(frozen=True, slots=True)
class ConsignmentSheet:
    """What is handed over, by whom, to whom."""

    number: str
    office: str
    carrier: str
    made_at: str
    lines: tuple[ConsignmentLine, ...]
    totals: str
    head: Letterhead | None = None


def consignment_pdf(sheet: ConsignmentSheet) -> bytes:
    """The manifest on A4, with its barcode on the first page and boxes to sign on the last."""
    return press.pdf("consignment", {**asdict(sheet), "code128": barcode.code128(sheet.number)})
