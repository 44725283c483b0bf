"""The proof of delivery (bukti serah terima) on A4, for the archive and for the resident."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class ProofPaper:
    """What the page says; `facts` are label and value, pictures PNG or JPEG (empty where there is none)."""

    office_name: str
    receipt_number: str
    service: str
    applicant_name: str
    facts: tuple[tuple[str, str], ...]
    signature: bytes
    photo: bytes
    head: Letterhead | None = None


def proof_pdf(proof: ProofPaper) -> bytes:
    """The page with its barcode, signature and photo."""
    return press.pdf("proof", {**asdict(proof), "code128": barcode.code128(proof.receipt_number)})
