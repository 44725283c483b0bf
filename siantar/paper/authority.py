"""The letter of authority (surat kuasa) on A4: filled in but for NIK and signatures, which are for the pen."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press


@dataclass(frozen=True, slots=True)
class Authority:
    """Who gives whom the right to receive which document; `receiver` may be empty and is then a line to write on."""

    office_name: str
    receipt_number: str
    service: str
    giver: str
    receiver: str
    old_ktp: bool
    dated: str


def authority_pdf(letter: Authority) -> bytes:
    """The letter with the receipt's barcode."""
    return press.pdf("authority", {**asdict(letter), "code128": barcode.code128(letter.receipt_number)})
