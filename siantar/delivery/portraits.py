"""The photo of a courier, for residents who hold a valid code: small, without metadata, sealed at rest."""

from __future__ import annotations

from PIL import ImageOps

from siantar.delivery.models import Portrait
from siantar.directory.models import User
from siantar.privacy import pictures, vault

SIDE = 320
PLACE = "delivery.portrait"


def sealed(user: User, content: bytes) -> bytes:
    """The photo as it is kept. Raises pictures.NotAPhoto."""
    return vault.seal_bytes(PLACE, user.pk, _small(content))


def _small(content: bytes) -> bytes:
    picture = pictures.opened(content, 4 * SIDE)
    return pictures.written(ImageOps.fit(picture, (SIDE, SIDE), centering=(0.5, 0.35)), "JPEG", quality=80)


def of(user: User) -> str:
    """The photo as base64 of a JPEG; empty where there is none."""
    portrait = Portrait.objects.filter(user=user).first()
    return vault.unseal(PLACE, user.pk, portrait.sealed) if portrait else ""
