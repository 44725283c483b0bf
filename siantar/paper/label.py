"""The label for the file or its envelope: barcode, name, service, and how it comes back; neither PIN nor proof."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on the label."""

    receipt_number: str
    applicant_name: str
    service: str
    return_line: str


def label_pdf(label: Label) -> bytes:
    """The label as PDF for 58 mm paper."""
    return press.pdf("label", {**asdict(label), "code128": barcode.code128(label.receipt_number)})
