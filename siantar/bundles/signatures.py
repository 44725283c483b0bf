"""What whoever takes a bundle along drew as their signature: pixels alone, sealed at rest, printed on the manifest."""

from __future__ import annotations

from siantar.bundles.models import Batch
from siantar.privacy import pictures, vault

PLACE = "bundle.signature"
SIDE = 1000


def sealed(batch: Batch, drawn: bytes) -> bytes | None:
    """The drawing as it is kept; none where nobody drew. Raises pictures.NotAPhoto."""
    if not drawn:
        return None
    clean = pictures.written(pictures.opened(drawn, SIDE), "PNG")
    return vault.seal_bytes(PLACE, batch.pk, clean)


def signature_of(batch: Batch) -> bytes:
    """The drawing (PNG); empty where there is none."""
    if batch.signature_sealed is None:
        return b""
    return vault.unseal_bytes(PLACE, batch.pk, batch.signature_sealed)
