"""What whoever takes a bundle along drew as their signature, printed on the manifest."""

from __future__ import annotations

from siantar.bundles.models import Batch
from siantar.privacy import drawings

PLACE = "bundle.signature"


def sealed(batch: Batch, drawn: bytes) -> bytes | None:
    """The drawing as it is kept; none where nobody drew. Raises pictures.NotAPhoto."""
    return drawings.sealed(PLACE, batch.pk, drawn)


def signature_of(batch: Batch) -> bytes:
    """The drawing (PNG); empty where there is none."""
    return drawings.unsealed(PLACE, batch.pk, batch.signature_sealed)
