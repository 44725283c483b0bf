"""The numbered manifest of a bundle or a courier's load (surat pengantar, daftar serah)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from siantar.paper import barcode, press
from siantar.paper.letterhead import Letterhead


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One file in the bundle."""

    position: int
    receipt_number: str
    service: str
    applicant_name: str
    note: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What travels, from whom to whom; once it was taken along by whom, when, and what they drew (a picture)."""

    title: str
    number: str
    office_from: str
    office_to: str
    made_at: str
    made_by: str
    lines: tuple[ManifestLine, ...]
    totals: str
    taken_by: str = ""
    taken_at: str = ""
    signature: bytes = b""
    head: Letterhead | None = None


def manifest_pdf(manifest: Manifest) -> bytes:
    """The manifest on A4, with its barcode on the first page and boxes to sign on the last."""
    return press.pdf("manifest", {**asdict(manifest), "code128": barcode.code128(manifest.number)})
