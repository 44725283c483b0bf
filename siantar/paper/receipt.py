"""The receipt (resi tanda terima) in two copies: the resident's with PIN and proof, the file's with a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


class PaperSize(Enum):
    """Paper sizes the counter prints on."""

    MM58 = "58mm"
    MM80 = "80mm"
    A5 = "a5"
    A4 = "a4"


class Copies(Enum):
    """Which copies are wanted."""

    BOTH = "both"
    RESIDENT = "resident"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Document:
    """A document handed in; `kind` is "asli" or "salinan"."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A document still missing, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """Everything the paper says; times and dates are already written out."""

    office_name: str
    office_address: str
    office_hours: str
    complaint_channel: str
    receipt_number: str
    pin: str
    qr_url: str
    tracking_url: str
    handed_in_at: str
    service: str
    applicant_name: str
    documents: tuple[Document, ...]
    missing: tuple[Missing, ...]
    officer: str
    promised_on: str
    return_line: str
    bring: tuple[str, ...]
    privacy_notice: str
    copy_mark: str | None = None
    survey_url: str = ""
    handed_in_by: str = ""
    head: Letterhead | None = None


def receipt_pdf(receipt: ReceiptSheet, paper: PaperSize, copies: Copies = Copies.BOTH) -> bytes:
    """Print the receipt as PDF, one copy a page."""
    return press.pdf("receipt", _data([receipt], paper, copies))


def family_pdf(receipts: Sequence[ReceiptSheet], paper: PaperSize) -> bytes:
    """Print one slip for all files of a visit (the resident's), then the sheet of each file, as PDF."""
    return press.pdf("receipt", _data(receipts, paper, Copies.BOTH))


def receipt_png(receipt: ReceiptSheet, paper: PaperSize, copies: Copies = Copies.RESIDENT) -> bytes:
    """Print the first copy at 203 dpi, for raster printers."""
    return press.png("receipt", _data([receipt], paper, copies))


def _data(receipts: Sequence[ReceiptSheet], paper: PaperSize, copies: Copies) -> dict[str, Any]:
    return {
        "head": asdict(receipts[0].head) if receipts[0].head else None,
        "receipts": [_with_codes(receipt) for receipt in receipts],
        "paper": paper.value,
        "copies": ["resident", "file"] if copies is Copies.BOTH else [copies.value],
        "bring": list(dict.fromkeys(thing for receipt in receipts for thing in receipt.bring)),
    }


def _with_codes(receipt: ReceiptSheet) -> dict[str, Any]:
    number = receipt.receipt_number
    codes = {"code128": barcode.code128(number), "qr": barcode.qr(receipt.qr_url), "file_qr": barcode.qr(number)}
    return asdict(replace(receipt, head=None)) | codes
