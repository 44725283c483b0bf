"""Pictures from outside: measured before they unfold, drawn anew, nothing of the phone that took them left in them."""

from __future__ import annotations

import base64
import io
import struct
from typing import Literal

from PIL import Image, ImageOps

LARGEST = 8 * 1024 * 1024
MOST_PIXELS = 60_000_000  # three bytes each: what a picture may take when opened
FORMS = ("JPEG", "PNG", "WEBP")  # what phones make; the other readers of Pillow stay shut

# What Pillow's readers raise over broken content.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    Image.DecompressionBombWarning,
)
_BOMB = Image.DecompressionBombError


class NotAPhoto(ValueError):
    """The upload is not a picture, or too large."""


def opened(content: bytes, side: int) -> Image.Image:
    """The picture as it was taken, upright, at most `side` pixels wide and high, without a word beside its pixels.

    Raises NotAPhoto; what is larger than the bounds or a film is refused by its head, before a pixel is unpacked.
    """
    if len(content) > LARGEST:
        raise NotAPhoto
    try:
        with Image.open(io.BytesIO(content), formats=FORMS) as picture:
            if picture.width * picture.height > MOST_PIXELS or _is_film(picture):
                raise NotAPhoto
            picture.thumbnail((side, side))
            return _bare(ImageOps.exif_transpose(picture).convert("RGBA"))
    except (*_BROKEN, _BOMB) as problem:
        raise NotAPhoto from problem


def drawn(address: str) -> bytes:
    """The bytes of what a page drew, out of its `data:` address (RFC 2397); none of an empty one. Raises NotAPhoto."""
    if not address:
        return b""
    head, _, body = address.partition(",")
    if head != "data:image/png;base64" or not body:
        raise NotAPhoto
    try:
        return base64.b64decode(body, validate=True)
    except ValueError as problem:
        raise NotAPhoto from problem


def written(picture: Image.Image, form: Literal["JPEG", "PNG"], quality: int = 75) -> bytes:
    """The pixels as JPEG (without transparency) or PNG."""
    out = io.BytesIO()
    if form == "JPEG":
        picture.convert("RGB").save(out, form, quality=quality)
    else:
        picture.save(out, form)
    return out.getvalue()


def _is_film(picture: Image.Image) -> bool:
    """More than one frame; a phone's JPEG may carry a second view (MPO), which is never unpacked."""
    return picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: Pillow carries comments and profiles from a picture into what is made of it."""
    return Image.frombytes(picture.mode, picture.size, picture.tobytes())
