"""What somebody drew as their signature: pixels alone, sealed at rest. Each room names its own place."""

from __future__ import annotations

from siantar.privacy import pictures, vault

SIDE = 1000  # px


def sealed(place: str, pk: object, drawing: bytes) -> bytes | None:
    """The drawing as it is kept; none where nobody drew. Raises pictures.NotAPhoto."""
    if not drawing:
        return None
    clean = pictures.written(pictures.opened(drawing, SIDE), "PNG")
    return vault.seal_bytes(place, pk, clean)


def unsealed(place: str, pk: object, kept_sealed: bytes | memoryview | None) -> bytes:
    """The drawing (PNG); empty where there is none."""
    return b"" if kept_sealed is None else vault.unseal_bytes(place, pk, kept_sealed)
