"""Labels for places of the shelf: name and barcode, large enough to be scanned from a step away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from siantar.paper import barcode, press


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """What stands on a label."""

    number: str
    name: str
    office: str


def place_labels_pdf(labels: Sequence[PlaceLabel]) -> bytes:
    """The labels on A4, eight a page, to be cut apart."""
    cards = [{**asdict(label), "code128": barcode.code128(label.number)} for label in labels]
    return press.pdf("place", {"labels": cards})
