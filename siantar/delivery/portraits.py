"""The photo of a courier, for residents who hold a valid code: small, without metadata, sealed at rest."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageOps, UnidentifiedImageError

from siantar.delivery.models import Portrait
from siantar.delivery.proofs import LARGEST, NotAPhoto
from siantar.directory.models import User
from siantar.privacy import vault

SIDE = 320
PLACE = "delivery.portrait"


def sealed(user: User, content: bytes) -> bytes:
    """The photo as it is kept. Raises NotAPhoto."""
    return vault.seal(PLACE, user.pk, base64.b64encode(_small(content)).decode())


def _small(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise NotAPhoto
    try:
        with Image.open(io.BytesIO(content)) as picture:
            small = ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), (SIDE, SIDE), centering=(0.5, 0.35))
            out = io.BytesIO()
            small.save(out, "JPEG", quality=80)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as problem:
        raise NotAPhoto from problem
    return out.getvalue()


def of(user: User) -> str:
    """The photo as base64 of a JPEG; empty where there is none."""
    portrait = Portrait.objects.filter(user=user).first()
    return vault.unseal(PLACE, user.pk, portrait.sealed) if portrait else ""
