"""The slip of a complaint (tanda terima pengaduan) for 80 mm paper: its own number, barcode, QR code, deadlines."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on the slip; `address` is where its QR code leads. Nothing of what was complained about."""

    office_name: str
    number: str
    topic: str
    filed_at: str
    first_due_on: str
    due_on: str
    address: str
    head: Letterhead | None = None


def slip_pdf(slip: Slip) -> bytes:
    """The slip as PDF."""
    codes = {"code128": barcode.code128(slip.number), "qr": barcode.qr(slip.address)}
    return press.pdf("slip", {**asdict(slip), **codes})
